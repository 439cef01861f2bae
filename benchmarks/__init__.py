"""Figures as ratios, measured on a quiet machine; no part of script/test (benchmarks/README.md)."""

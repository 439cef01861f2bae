"""Authorities to and from spreadsheets."""

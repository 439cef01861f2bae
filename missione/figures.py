"""Figures for Prometheus: how long answers take, and whether letters are late. No person in them, and no address."""

import os
from collections.abc import Iterator
from datetime import timedelta

from prometheus_client import CollectorRegistry, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import REGISTRY

from missione.shared import clock
from missione.shared.models import Letter

LATE = timedelta(minutes=10)
SECONDS = Histogram(
    "portal_request_seconds",
    "How long the answer took, by name of the address",
    ["route", "method", "status"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class LateLetters:
    def collect(self) -> Iterator[Metric]:
        late = Letter.objects.filter(state=Letter.State.WAITING, next_attempt_at__lt=clock.now() - LATE)
        yield GaugeMetricFamily("portal_letters_late", "Letters that should have left ten minutes ago", value=late.count())


def page_of_figures() -> bytes:
    """Of all processes of this web, where deploy/web/start.sh gave them a folder to meet in."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        multiprocess.MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)
    registry.register(LateLetters())
    return generate_latest(registry)

"""A virus scanner for the tests that want one."""

import pytest

from tests.materials.clamd import Clamd


@pytest.fixture
def clamd(settings):
    clamd = Clamd()
    settings.CLAMD_URL = clamd.url
    yield clamd
    clamd.end()

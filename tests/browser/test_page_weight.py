"""How heavy a first visit is, as production serves it: the page gzipped by the portal, files as WhiteNoise compresses them."""

import pytest
from whitenoise.compress import Compressor

from tests.factories.seminars import EventFactory

pytestmark = pytest.mark.django_db(transaction=True)

MOST_BYTES = 60_000  # beside fonts
MOST_REQUESTS = 6  # with them


@pytest.mark.parametrize("address", ["/", "/seminare/"])
def test_a_first_visit_is_light(page, address):
    EventFactory.create_batch(13)
    answers = []
    page.on("response", lambda answer: answers.append(answer))

    page.goto(address, wait_until="networkidle")

    assert sum(weight(answer) for answer in answers if answer.request.resource_type != "font") <= MOST_BYTES
    assert len(answers) <= MOST_REQUESTS, [answer.url for answer in answers]


def weight(answer):
    """Bytes of the body on the wire. The server of the tests compresses pages as production does, but no files."""
    if answer.request.resource_type == "document":
        assert answer.header_value("content-encoding") == "gzip"
        return answer.request.sizes()["responseBodySize"]
    return len(Compressor.compress_brotli(answer.body()))

"""Whatever people and programs send: the strategies for the tests that throw five hundred inputs at each form."""

import re

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

MEGABYTE = "ä" * 500_000
HOSTILE = [
    "", " ", "\x00", "\x0b", "\ud800", "\u202egnp.exe", "%00", "../../etc/passwd", "<script>alert(1)</script>", "{{ 7*7 }}",
    "{% csrf_token %}", "' OR 1=1 --", "=HYPERLINK(1)", "Subject: x\r\nBcc: y@z.example", "5", "-5", "1e9", "\uff15",
    "\ufdfa" * 400, "\U0001f469\u200d\U0001f680" * 100, "a" * 401, "ß" * 400,
]  # fmt: skip
anything = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=600),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "Zl", "Co"]), max_size=20),
    st.uuids().map(str),
)
# What no browser can send as UTF-8 is sent as it is: percent-encoded bytes.
thorough = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def encodable(text):
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def form(**fields):
    return st.fixed_dictionaries({}, optional=fields).map(
        lambda data: {
            key: [encodable(each) for each in value] if isinstance(value, list) else encodable(value)
            for key, value in data.items()
        }
    )


def sound(response):
    """Answered, and in German words where it is a refusal."""
    assert response.status_code in (200, 302, 301, 400, 404, 409, 422)
    if response.status_code in (409, 422):
        page = response.content.decode()
        assert 'id="fehler"' in page
        assert not re.search(r"This field|Enter a valid|Select a valid|Ensure this", page)
    return response

"""Whatever people and programs send, hundreds of inputs for each form, and what must be true of every answer."""

import re

from django.db import connection
from hypothesis import strategies as st

from missione.shared.invariants import broken_promises
from tests.thoroughness import tries

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
thorough = tries(500)
# For what few people see: the same inputs, fewer of them, or they alone would take the time of all other tests.
ample = tries(150)


def encodable(text):
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def form(**fields):
    return st.fixed_dictionaries({}, optional=fields).map(
        lambda data: {
            key: [encodable(each) for each in value] if isinstance(value, list) else encodable(value)
            for key, value in data.items()
        }
    )


ENGLISH = re.compile(r"This field|Enter a valid|Select a valid|Ensure this|Please correct|Please submit")


def rows(*models):
    """How much is written, to see that a refusal wrote nothing. One question: it is asked twice a try."""
    counts = ", ".join(f"(SELECT count(*) FROM {model._meta.db_table})" for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [])
        return cursor.fetchone()


def every_promise_is_kept(*of):
    """Asked of the apps that a form writes to: with those of all it takes longer than the rest of a try."""
    return list(broken_promises("missione", *of)) == []


def sound(response):
    """Answered, and in German words where it is a refusal."""
    assert response.status_code in (200, 302, 301, 400, 404, 409, 422)
    if response.status_code in (409, 422):
        page = response.content.decode()
        assert 'id="fehler"' in page
        assert not ENGLISH.search(page)
    return response

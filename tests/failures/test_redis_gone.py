"""Redis is only the doorbell: while it is gone or frozen people book, and the letters leave when it is back."""

import re
import signal
import time
import urllib.parse
import urllib.request

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from kombu.exceptions import OperationalError

from devstack.place import Place
from devstack.valkey import Valkey
from missione.shared.models import Letter
from missione.shared.tasks import deliver_letters
from seminars.models import Booking
from teams.models import Person
from tests.factories.seminars import EventFactory
from tests.failures.celery_worker import Worker, address_of_test_database, wait_until
from tests.ops.servers import Web, built_image
from tests.shared.conftest import mail_server  # noqa: F401  (a fixture)

PASSWORD = "Ein-langes-Passwort-1"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def valkey():
    place = Place.throwaway()
    valkey = Valkey(place, throwaway=True)
    valkey.place = place
    valkey.start()
    yield valkey
    valkey.process.send_signal(signal.SIGCONT)
    valkey.stop()
    place.remove()


@pytest.fixture
def worker(valkey, mail_server):  # noqa: F811
    worker = Worker(valkey.place, valkey, mail=mail_server.url, timetable=True)
    worker.start()
    yield worker
    worker.kill()


def gone(valkey):
    valkey.process.kill()
    valkey.process.wait()
    return valkey.start


def frozen(valkey):
    valkey.process.send_signal(signal.SIGSTOP)
    return lambda: valkey.process.send_signal(signal.SIGCONT)


class Visitor:
    """A person at a real web process: logs in and books through the forms, as a browser without JavaScript would."""

    def __init__(self, web):
        self.address = f"http://{web.host}:{web.port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def ask(self, path, **fields):
        """The page, after all redirects; a frozen Redis would keep it waiting."""
        body = urllib.parse.urlencode(fields).encode() if fields else None
        with self.opener.open(f"{self.address}{path}", body, timeout=30) as answer:
            return answer.read().decode()

    def send_form(self, path, **fields):
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.ask(path))
        return self.ask(path, **dict(hidden), **fields)


@pytest.fixture
def web(valkey):
    web = Web(
        valkey.place,
        root=built_image(valkey.place),
        database_url=address_of_test_database(),
        redis_url=valkey.url,
        site_url="http://localhost",
        PRODUCTION="",  # no https: nobody stands in front of it here
        DEBUG="1",
        ALLOWED_HOSTS="127.0.0.1,localhost",
    )
    web.start()
    yield web
    web.stop()


@pytest.mark.parametrize("how", [gone, frozen])
def test_somebody_logs_in_and_books_and_the_letter_leaves_when_redis_is_back(how, valkey, worker, web, mail_server, member):  # noqa: F811
    event = EventFactory()
    Person.objects.filter(pk=member.pk).update(password=PBKDF2PasswordHasher().encode(PASSWORD, "salt"))
    bring_back = how(valkey)

    visitor = Visitor(web)
    assert "Meine Termine" in visitor.send_form("/konto/anmelden/", login=member.email, password=PASSWORD)
    assert "Ihr Platz ist gebucht" in visitor.send_form(f"{event.get_absolute_url()}buchen/")
    assert '"degraded"' in visitor.ask("/gesund/bereit")
    time.sleep(6)  # longer than the timetable's step
    assert Booking.objects.get().person == member
    assert (Letter.objects.get().state, mail_server.received) == (Letter.State.WAITING, [])

    bring_back()
    wait_until(lambda: mail_server.received)
    assert mail_server.recipients() == [member.email]
    wait_until(lambda: Letter.objects.get().state == Letter.State.SENT)


def test_a_web_process_that_rang_the_bell_itself_would_fail():
    """The control: what a booking would meet if it asked the broker. In the tests nobody listens there."""
    with pytest.raises(OperationalError):
        deliver_letters.apply_async(retry=False)

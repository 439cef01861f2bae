"""Redis is only the doorbell: while it is gone or frozen people book, and the letters leave when it is back."""

import signal
import time

import pytest
from kombu.exceptions import OperationalError

from devstack.place import Place
from devstack.valkey import Valkey
from missione.shared.models import Letter
from missione.shared.tasks import deliver_letters
from tests.factories.seminars import BookingFactory
from tests.failures.celery_worker import Worker, wait_until
from tests.shared.conftest import mail_server  # noqa: F401  (a fixture)

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


@pytest.mark.parametrize("how", [gone, frozen])
def test_a_booking_stands_and_its_letter_leaves_when_redis_is_back(how, valkey, worker, mail_server):  # noqa: F811
    bring_back = how(valkey)

    begin = time.monotonic()
    booking = BookingFactory()
    assert time.monotonic() - begin < 5
    time.sleep(6)  # longer than the timetable's step
    assert (Letter.objects.get().state, mail_server.received) == (Letter.State.WAITING, [])

    bring_back()
    wait_until(lambda: mail_server.received, seconds=60)
    assert mail_server.recipients() == [booking.person.email]
    wait_until(lambda: Letter.objects.get().state == Letter.State.SENT)


def test_a_web_process_that_rang_the_bell_itself_would_fail():
    """The control: what a booking would meet if it asked the broker. In the tests nobody listens there."""
    with pytest.raises(OperationalError):
        deliver_letters.apply_async(retry=False)

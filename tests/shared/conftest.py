import pytest

from missione.shared.outbox import Books
from tests.shared.mail_server import MailServer


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 20
    yield server
    server.stop()


@pytest.fixture
def books():
    with Books() as books:
        yield books

"""The socket that granian opens."""

import os
import time

from django.core.handlers.wsgi import LimitedStream
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "missione.settings")

LONGEST_WAIT = 30  # seconds, for the rest of a body nobody wants
PIECE = 64 * 1024  # bytes

portal = get_wsgi_application()


def application(environ, start_response):
    """The portal, which hears people out.

    nginx passes long uploads on while they come. An answer before their end (no longer logged in, no right, a form that is
    gone) would close the connection under nginx's hands, and the person would read of a disturbance instead of that answer.
    """
    length = environ.get("CONTENT_LENGTH") or ""
    body = environ["wsgi.input"] = LimitedStream(environ["wsgi.input"], int(length) if length.isdecimal() else 0)
    answer = portal(environ, start_response)
    end = time.monotonic() + LONGEST_WAIT
    try:
        while time.monotonic() < end and body.read(PIECE):
            pass
    except OSError:
        pass  # whoever sent it has left; the answer finds nobody
    return answer

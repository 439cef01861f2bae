"""The settings of production without what stands against an absent PostgreSQL: the negative control of tests/failures."""

from missione.settings import *  # noqa: F403
from missione.settings import DATABASES, MIDDLEWARE

MIDDLEWARE.remove("missione.middleware.database_gone")
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"

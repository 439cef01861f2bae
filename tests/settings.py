"""The portal's settings for tests: fast hasher, letters in memory, no manifest, no broker."""

import os
import tempfile

os.environ["DEBUG"] = "1"  # so that no key, host or https address is asked for; Django itself turns DEBUG off in tests
os.environ["SITE_URL"] = "http://testserver"
os.environ["EMAIL_URL"] = "memorymail://"
os.environ.pop("SHOW_SAMPLE_CAST", None)

from missione.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
_scratch = tempfile.TemporaryDirectory(prefix="missione-tests-")
PRIVATE_ROOT = f"{_scratch.name}/private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
}
STATIC_ROOT = f"{_scratch.name}/static"
os.mkdir(STATIC_ROOT)  # WhiteNoise warns of a missing one

# The web process never talks to the broker. A test that makes it do so fails at once: nobody listens on this port.
# Tests with a real worker start one as a process with DATABASE_URL and REDIS_URL of their own.
CELERY_BROKER_URL = "redis://127.0.0.1:9/0"

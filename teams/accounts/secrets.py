"""Secrets that must be read again (not only compared), encrypted in the database under a key made from SECRET_KEY.

A new SECRET_KEY with the old one in SECRET_KEY_FALLBACKS: what was written under the old one can still be read.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

__all__ = ["InvalidToken", "decrypt", "encrypt"]


def encrypt(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """InvalidToken: written under a key that nobody knows any more."""
    return _keys().decrypt(encrypted.encode()).decode()


def _keys() -> MultiFernet:
    """The first encrypts, all may decrypt."""
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@lru_cache
def _key(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"missione second factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))

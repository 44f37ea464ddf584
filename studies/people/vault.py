import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=1)
def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.VAULT_KEYS])


def seal(text: str) -> bytes:
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    return _fernet().decrypt(bytes(sealed)).decode()


def keyed_hash(address: str) -> str:
    """HMAC-SHA256 of a normalized address: look-up without keeping the address."""
    normal = "".join(address.split()).lower()
    key = settings.VAULT_HASH_KEY.encode()
    return hmac.new(key, normal.encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):
    """Text that the database only ever holds encrypted; it cannot be searched."""

    def get_internal_type(self):
        return "BinaryField"

    def get_prep_value(self, value):
        if value is None or isinstance(value, bytes):
            return value
        return seal(value) if value else b""

    def get_db_prep_value(self, value, connection, prepared=False):
        return value if prepared else self.get_prep_value(value)

    def from_db_value(self, value, expression, connection):
        return unseal(value) if value else ""

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **kwargs)

    def value_to_string(self, obj):
        return ""  # a fixture or a serializer never carries contact data

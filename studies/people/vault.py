import base64
import hmac
from functools import lru_cache

import phonenumbers
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

LONGEST_PHONE = 60


@lru_cache(maxsize=1)
def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.VAULT_KEYS])


def fernet_for(purpose: str) -> MultiFernet:
    """Keys of their own for one purpose, derived from the vault's, newest first.

    What is sealed for one purpose opens nothing sealed for another.
    """
    return _derived(tuple(settings.VAULT_KEYS), purpose)


@lru_cache(maxsize=8)
def _derived(keys: tuple[str, ...], purpose: str) -> MultiFernet:
    info = f"cxstudio {purpose}".encode()
    secrets = [
        HKDF(SHA256(), length=32, salt=None, info=info).derive(
            base64.urlsafe_b64decode(key)
        )
        for key in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in secrets])


def seal(text: str) -> bytes:
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    return _fernet().decrypt(bytes(sealed)).decode()


def keyed_hash(address: str) -> str:
    """HMAC-SHA256 of a normalized address: look-up without keeping the address.

    A phone number is hashed as it is dialed from abroad, however it was written: what
    a gateway tells of +12125550101 is laid to whoever wrote (212) 555-0101.
    """
    normal = "".join(address.split()).lower()
    if "@" not in address:
        normal = as_dialed(address) or normal
    key = settings.VAULT_HASH_KEY.encode()
    return hmac.digest(key, normal.encode(), "sha256").hex()


def as_dialed(phone: str) -> str:
    """The number in its one international form; empty where it is none."""
    if len(phone) > LONGEST_PHONE:
        return ""
    try:
        number = phonenumbers.parse(phone, settings.PHONE_COUNTRY)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def textable(phone: str) -> str:
    """The number as gateways take it; empty where no text message can go there."""
    dialed = as_dialed(phone)
    if not dialed:
        return ""
    how = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(dialed))
    return dialed if how == phonenumbers.ValidationResult.IS_POSSIBLE else ""


def is_sealed_with_newest(sealed: bytes) -> bool:
    """Whether older keys could go as far as this is concerned."""
    try:
        Fernet(settings.VAULT_KEYS[0]).decrypt(bytes(sealed))
    except InvalidToken:
        return False
    return True


def sealed_again(sealed: bytes) -> bytes:
    """The same secret under the newest key, kept with the moment it was first sealed."""
    return _fernet().rotate(bytes(sealed))


class SealedTextField(models.TextField):
    """Text that the database only ever holds encrypted; it cannot be searched."""

    is_sealed = True

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


class SealedBytesField(models.BinaryField):
    """A whole file that the database only ever holds encrypted."""

    is_sealed = True

    def get_db_prep_value(self, value, connection, prepared=False):
        sealed = None if value is None else _fernet().encrypt(bytes(value))
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value, expression, connection):
        return None if value is None else _fernet().decrypt(bytes(value))

    def value_to_string(self, obj):
        return ""

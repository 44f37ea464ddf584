import hashlib
import hmac
import uuid

from django.conf import settings

from studies.wording.spelled_codes import ALPHABET, in_groups, plain

LENGTH = 12


def receipt_code(response_id: uuid.UUID) -> str:
    """The code that takes a response back, such as "7KQ4-M3XP-W9TD".

    Made from the id, so that a second submit of one attempt gives the same code. The
    key never rotates: a code on paper must go on working.
    """
    return _code(f"receipt:{response_id}")


def resume_code(response_id: uuid.UUID) -> str:
    """The code to go on by on any device; what was sent it does not take back."""
    return _code(f"resume:{response_id}")


def _code(purpose: str) -> str:
    number = int.from_bytes(_keyed(purpose), "big")
    letters = ""
    for _ in range(LENGTH):
        number, index = divmod(number, len(ALPHABET))
        letters += ALPHABET[index]
    return in_groups(letters, "-")


def code_hash(code: str) -> str:
    """What `Receipt` keeps of a code as typed; case and gaps don't count."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return _keyed(f"code:{letters}").hex()


def resume_hash(code: str) -> str:
    """What `ResumeCode` keeps of a code."""
    return _keyed(f"resume-code:{plain(code)}").hex()


def _keyed(text: str) -> bytes:
    key = settings.VAULT_HASH_KEY.encode()
    return hmac.new(key, text.encode(), hashlib.sha256).digest()

"""Codes that people read from paper, hear by phone, and type with their own keyboard."""

import unicodedata
from itertools import islice, product

# No two of these look or sound alike on a screen, in handwriting or by phone.
ALPHABET = "346789ACDEFGHJKMNPQRTWXY"
GROUP = 4
# What people read in a code of ours that was never in it: codes leave these letters
# out, because they look like others.
LOOKALIKES = {"B": "8", "O": "QD", "0": "QD", "1": "7", "I": "J", "V": "Y"}
MOST_READINGS = 16


def plain(typed: str) -> str:
    """The letters and digits alone, in capitals; those of every script as the plain ones.

    Spaces, dashes and marks of direction don't count.
    """
    letters = unicodedata.normalize("NFKC", typed).upper()
    return "".join(_plain_digit(letter) for letter in letters if letter.isalnum())


def readings(typed: str, length: int) -> list[str]:
    """What a typed code may stand for, in our letters, as typed first; at most 16."""
    letters = plain(typed)
    if len(letters) != length:
        return []
    choices = (LOOKALIKES.get(letter, letter) for letter in letters)
    others = islice(product(*choices), MOST_READINGS - 1)
    return list(dict.fromkeys([letters, *map("".join, others)]))


def in_groups(code: str, between: str) -> str:
    return between.join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _plain_digit(letter: str) -> str:
    return str(unicodedata.digit(letter)) if letter.isdigit() else letter

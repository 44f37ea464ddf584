"""One row of a list as a person, before anybody looks whether they are known."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation

from studies.intake.csv_rows import Cell, Row
from studies.intake.findings import Finding
from studies.intake.headings import Field, plain
from studies.intake.zones import zone_of
from studies.people.vault import keyed_hash
from studies.wording.tags import NAMED, language_info, tidy

NAME_LIMIT, EMAIL_LIMIT, PHONE_LIMIT = 120, 254, 40
PHONE = re.compile(r"\+?[\d\s().\-/–]+(\s*(x|ext\.?)\s*\d{1,6})?", re.IGNORECASE)
# An address that needs no closer look, as nearly all are.
USUAL = re.compile(
    r"[a-z0-9_+-]{1,60}(\.[a-z0-9_+-]{1,60}){0,4}@([a-z0-9]{1,60}\.){1,5}[a-z]{2,20}",
    re.ASCII | re.IGNORECASE,
)
# What stands around an address that was copied from a mail: Ana Ruiz <ana@example.org>
COPIED = re.compile(r"(?:mailto:)?(?:[^<>]*<)?([^<>]*?)>?", re.IGNORECASE)
# More names of languages than their own ones and the English and Spanish ones.
ALSO_CALLED = {
    "castellano": "es",
    "espanol latino": "es",
    "mandarin": "zh-hans",
    "chinese": "zh-hans",
    "chino": "zh-hans",
    "chinois": "zh-hans",
    "中文": "zh-hans",
    "普通话": "zh-hans",
    "国语": "zh-hans",
    "简体中文": "zh-hans",
    "繁體中文": "zh-hant",
    "cantonese": "yue",
    "creole": "ht",
    "kreyol": "ht",
    "farsi": "fa",
    "anglais": "en",
    "espagnol": "es",
    "arabe": "ar",
    "filipino": "tl",
}


@dataclass(slots=True)
class ListedPerson:
    line: int
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    # Empty where the file says none: then the agency's holds.
    time_zone: str = ""
    # Why the row is left out; None while nothing speaks against it.
    finding: Finding | None = None
    notes: tuple[Finding, ...] = ()
    email_hash: str = ""
    phone_hash: str = ""
    name_key: str = ""

    @property
    def hashes(self) -> list[str]:
        return [hashed for hashed in (self.email_hash, self.phone_hash) if hashed]


def name_key(name: str) -> str:
    """Equal for one name written with other letters' sizes, spaces or widths."""
    plain_letters = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return " ".join(plain_letters.casefold().split())


def listed_people(
    rows: Iterator[Row], columns: dict[int, Field], *, language: str
) -> Iterator[ListedPerson]:
    """Each row as a person; a row without a word in the chosen columns is none."""
    for line, cells in rows:
        chosen = {
            field: cells[column] if column < len(cells) else ""
            for column, field in columns.items()
        }
        if any(cell != "" for cell in chosen.values()):
            yield _person(line, chosen, language)


def _person(line: int, cells: dict[Field, Cell], language: str) -> ListedPerson:
    if None in cells.values():
        return ListedPerson(line, finding=Finding.FORMULA)
    values = {field: _clean(cell) for field, cell in cells.items()}
    names = [values.get(f, "") for f in (Field.NAME, Field.GIVEN, Field.FAMILY)]
    person = ListedPerson(
        line,
        name=" ".join(name for name in names if name),
        email=_address(values.get(Field.EMAIL, "")),
        phone=values.get(Field.PHONE, ""),
        language=language,
    )
    _read_language(person, values.get(Field.LANGUAGE, ""))
    _read_zone(person, values.get(Field.TIME_ZONE, ""))
    person.finding = _fault(person)
    if person.finding is None:
        person.name_key = name_key(person.name)
        person.email_hash = keyed_hash(person.email) if person.email else ""
        person.phone_hash = keyed_hash(person.phone) if person.phone else ""
    return person


def _address(cell: str) -> str:
    copied = COPIED.fullmatch(cell)
    return copied[1].strip() if copied else cell


def _clean(cell: str) -> str:
    """Without signs that nobody sees; they come along from web pages and tools."""
    if cell.isprintable():
        return " ".join(cell.split())
    kept = (c for c in cell if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join("".join(kept).split())


def _read_language(person: ListedPerson, said: str) -> None:
    if not said:
        return
    if found := language_of(said):
        person.language = found
    else:
        person.notes += (Finding.UNKNOWN_LANGUAGE,)


def _read_zone(person: ListedPerson, said: str) -> None:
    person.time_zone = zone_of(said)
    if said and not person.time_zone:
        person.notes += (Finding.UNKNOWN_ZONE,)


def _fault(person: ListedPerson) -> Finding | None:
    if not (person.email or person.phone):
        return Finding.NO_ADDRESS
    if (
        len(person.name) > NAME_LIMIT
        or len(person.email) > EMAIL_LIMIT
        or len(person.phone) > PHONE_LIMIT
    ):
        return Finding.TOO_LONG
    if person.email and not _is_address(person.email):
        return Finding.BAD_EMAIL
    if person.phone and not _is_phone(person.phone):
        return Finding.BAD_PHONE
    return None


def _is_address(text: str) -> bool:
    if USUAL.fullmatch(text):
        return True
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_phone(text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    return 5 <= digits <= 20 and PHONE.fullmatch(text) is not None


@lru_cache(maxsize=1_000)
def language_of(said: str) -> str:
    """The tag of a language that is given by tag or by a name; empty if unknown."""
    words = plain(said)
    if found := ALSO_CALLED.get(words) or _names().get(words):
        return found
    tag = tidy(said)
    return tag if tag.split("-")[0] in NAMED or tag in NAMED else ""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Names of languages in English, in Spanish and in themselves."""
    found: dict[str, str] = {}
    for tag in sorted(NAMED):
        for speaks in ("en", "es"):
            with translation.override(speaks):
                info = language_info(tag)
                for name in (info["name_translated"], info["name_local"]):
                    found.setdefault(plain(name), tag)
    return found

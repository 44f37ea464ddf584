"""What the product itself says to customers and partners keeps its own rules."""

import json
import re
from collections import defaultdict
from pathlib import Path

import polib
import pytest
from django.conf import settings

from studies.outreach import default_texts
from studies.wording import catalogs
from studies.wording.checks import check
from studies.wording.findings import Rule, TextKind
from studies.wording.readability import measure
from studies.wording.reading_level import SZIGRISZT

ROOT = Path(settings.BASE_DIR)
# A placeholder reads like the short words that take its place.
STANDS_FOR = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
MARKUP = re.compile(r"<[^>]+>")
NEVER = {Rule.HARD_WORD, Rule.SHALL, Rule.AND_OR, Rule.DOUBLE_NEGATIVE, Rule.NOT_YOU}
# Each with the reason why these words stay.
ALLOWED = {
    "Not later than": "the label of a limit that designers set, beside a date",
}


def plain(message: str) -> str:
    return MARKUP.sub("", STANDS_FOR.sub("Maria", message)).replace("%%", "%")


def english_pages() -> dict[str, list[str]]:
    """The strings of each public source, in the order of the source."""
    pages = defaultdict(list)
    for (_context, message), places in catalogs.wanted(ROOT, "ar").items():
        for path in sorted({p.path for p in places if catalogs.is_public(p.path)}):
            pages[path].append(plain(message))
    return pages


def spanish_pages() -> dict[str, list[str]]:
    pages = defaultdict(list)
    for entry in polib.pofile(str(catalogs.catalog_path(ROOT, "es"))):
        message = entry.msgstr or entry.msgstr_plural.get(0, "")
        for path, _line in entry.occurrences:
            if message and catalogs.is_public(path):
                pages[path].append(plain(message))
    return pages


ENGLISH, SPANISH = english_pages(), spanish_pages()


def test_there_are_public_words_to_hold_to_the_rules():
    assert len(ENGLISH) > 20
    assert sum(map(len, ENGLISH.values())) > 300


@pytest.mark.parametrize("source", sorted(ENGLISH))
def test_no_public_string_breaks_a_word_rule(source):
    broken = [
        (finding.rule.value, text[finding.start : finding.end])
        for text in ENGLISH[source]
        for finding in check(text, "en", TextKind.MESSAGE)
        if finding.rule in NEVER
    ]

    assert [one for one in broken if one[1] not in ALLOWED] == []


@pytest.mark.parametrize("source", sorted(ENGLISH))
def test_a_public_page_reads_at_grade_8_or_below(source):
    reading = measure("\n\n".join(ENGLISH[source]), "en")

    assert reading is None or reading.grade <= 8


def test_all_public_words_together_read_at_grade_6():
    reading = measure("\n\n".join(sum(ENGLISH.values(), [])), "en")

    assert reading.words > 1500
    assert reading.grade <= 6


@pytest.mark.parametrize("source", sorted(SPANISH))
def test_a_public_page_in_spanish_is_normal_to_read_or_easier(source):
    reading = measure("\n\n".join(SPANISH[source]), "es")

    assert reading is None or reading.szigriszt >= SZIGRISZT[False]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_letters_that_we_offer_keep_the_rules(language):
    path = Path(default_texts.__file__).with_name(f"{language}.json")
    letters = strings_in(json.loads(path.read_text(encoding="utf-8")))
    broken = [
        (finding.rule.value, text[finding.start : finding.end])
        for text in letters
        for finding in check(text, language, TextKind.MESSAGE)
        if finding.rule != Rule.PASSIVE
    ]

    assert len(letters) > 5
    assert broken == []


def strings_in(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in strings_in(part)]

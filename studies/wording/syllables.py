"""Counts syllables by rule: English by vowel groups, Spanish by strong vowels."""

import re
from functools import lru_cache

VOWELS = re.compile(r"[aeiouy]+")
SILENT_END = re.compile(
    r"[^aeiouyl]e$|[aeiouyl]le$"  # "safe", "rule"; the e of "table" is heard
    r"|[^aeiouyltd]ed$|[aeiouyl]led$"
    r"|(?<![cs]h)[^aeiouylsxzcg]es$|[aeiouy]les$"
)
# "statement", "something", "homeless": the e of a word inside a word.
SILENT_INSIDE = re.compile(
    r"(?<=[aiouy][^aeiouy])e(?=ments?$|thing|one$|where$|times?$|body$|hold|work)"
    r"|(?<=[aeiouy][^aeiouy])e(?=ly$|less|ful|ness$)"
)
# Vowels written together and spoken apart.
APART = re.compile(
    r"(?<![tcsgxn])i(?=o)(?<!lli)|(?<![tcsg])i(?=a)(?!age)|(?<![tc])ien(?=t|c)|^scien"
    r"|i(?=um)|(?<=[^aeiou])i(?=er$|est$|ers$|ety)|[dq]u?i(?=et)"
    r"|(?<![qg])u(?=a)|(?<![qg])ue(?=n|l)|(?<!p)e(?=o(?!u))(?<!ge)|^ge(?=o)"
    r"|crea(?=t)|area|idea|rea(?=lity|lis)"
    r"|[aeiouy](?=ing)|[aeou]y(?=[aiou]|er|e[dr]?s)|(?<=i)s(?=ms?$)"
)
SPOKEN_SHORTER = {"every": 2, "everyone": 3, "everything": 3, "business": 2, "eye": 1}
SPANISH_VOWELS = re.compile(r"[aeiouáéíóúü]+y?|y$")
SPANISH_PEAK = re.compile(r"[aeoáéóíú]")
SPANISH_SILENT = re.compile(r"(?<=[qg])u(?=[eiéí])")
DIGIT = re.compile(r"\d")
HYPHEN = re.compile(r"[-‑]")
SHORT_ENDING = re.compile(r"['’](?:s|d|m|t|ve|re|ll)?$")


@lru_cache(maxsize=20_000)
def english_syllables(word: str) -> int:
    """Syllables of an English word in small letters; a number counts as one."""
    if DIGIT.search(word):
        return 1
    return sum(english_part(part) for part in HYPHEN.split(word) if part)


def english_part(word: str) -> int:
    bare = SHORT_ENDING.sub("", word)
    if bare in SPOKEN_SHORTER:
        return SPOKEN_SHORTER[bare]
    spoken = SILENT_INSIDE.sub("", bare)
    groups = len(VOWELS.findall(spoken)) + len(APART.findall(spoken))
    return max(1, groups - bool(SILENT_END.search(spoken)))


@lru_cache(maxsize=20_000)
def spanish_syllables(word: str) -> int:
    """Syllables of a Spanish word in small letters: each strong vowel is one."""
    if DIGIT.search(word):
        return 1
    groups = SPANISH_VOWELS.findall(SPANISH_SILENT.sub("", word))
    return max(1, sum(max(1, len(SPANISH_PEAK.findall(group))) for group in groups))

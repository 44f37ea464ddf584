"""A receipt code as it is said on the phone, letter by letter."""

from collections.abc import Mapping

from studies.wording.spelled_codes import ALPHABET

# Words that callers know, by the language that the code is said in. Codes have Latin
# letters everywhere, so a language without words of its own takes the English ones.
WORDS: Mapping[str, str] = {
    "en": "Alpha Charlie Delta Echo Foxtrot Golf Hotel Juliet Kilo Mike November Papa "
    "Quebec Romeo Tango Whiskey X-ray Yankee",
    "es": "Antonio Carmen Domingo Enrique Francia Gerona Historia José Kilo Madrid "
    "Navarra París Queso Ramón Tarragona Washington Xilófono Yate",
}


def spelled(code: str, language: str) -> list[tuple[str, str]]:
    """(sign, word) for each sign of a code; a digit says itself, "-" is no sign."""
    words = WORDS[spelling_language(language)].split()
    by_letter = {word[0]: word for word in words}
    return [(sign, by_letter.get(sign, "")) for sign in code if sign in ALPHABET]


def spelling_language(language: str) -> str:
    """The language of the words that stand for the letters."""
    base = language.split("-")[0]
    return base if base in WORDS else "en"

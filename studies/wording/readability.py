"""How hard a whole text is to read, by published formulas, with no outside data.

English: Flesch–Kincaid grade (Kincaid and others, 1975) and SMOG (McLaughlin, 1969).
Spanish: Fernández-Huerta (1959) and the Flesch–Szigriszt score read on the INFLESZ
scale (Szigriszt-Pazos, 1993; Barrio-Cantalejo and others, 2008). For every other
language no formula holds well, so it is sentence and word length, and said to be that.
A formula means nothing on a sentence or two: below 100 words there is no figure.
"""

from dataclasses import dataclass
from math import sqrt

from studies.wording.sentences import split
from studies.wording.syllables import english_syllables, spanish_syllables

FEWEST_WORDS = 100
INFLESZ = [
    (40, "very hard"),
    (55, "somewhat hard"),
    (65, "normal"),
    (80, "fairly easy"),
    (1000, "very easy"),
]
UNSPACED = frozenset(["th", "km", "lo", "my"])


@dataclass(frozen=True)
class Reading:
    """Figures of one text; those that do not exist for its language are None."""

    words: int
    sentences: int
    words_per_sentence: float
    letters_per_word: float
    grade: float | None = None
    smog: float | None = None
    huerta: float | None = None
    szigriszt: float | None = None

    @property
    def inflesz(self) -> str | None:
        """The INFLESZ band, as a code in English."""
        if self.szigriszt is None:
            return None
        return next(band for limit, band in INFLESZ if self.szigriszt < limit)


def measure(text: str, language: str) -> Reading | None:
    """The reading figures of a whole text, or None when it is too short for any."""
    reading = figures(text, language)
    return reading if reading and reading.words >= FEWEST_WORDS else None


def figures(text: str, language: str) -> Reading | None:
    """The same at any length, for comparing two texts; None where it has no words."""
    base = language.split("-")[0].lower()
    found = split(text)
    if not found or base in UNSPACED:
        return None
    words = [word.lower for sentence in found for word in sentence.words]
    lengths = {
        "words": len(words),
        "sentences": len(found),
        "words_per_sentence": round(len(words) / len(found), 2),
        "letters_per_word": round(sum(map(len, words)) / len(words), 2),
    }
    return Reading(**lengths, **FORMULAS.get(base, lengths_only)(words, len(found)))


def lengths_only(words: list[str], sentences: int) -> dict[str, float]:
    return {}


def english(words: list[str], sentences: int) -> dict[str, float]:
    syllables = [english_syllables(word) for word in words]
    per_sentence = len(words) / sentences
    long_words = sum(count >= 3 for count in syllables)
    grade = 0.39 * per_sentence + 11.8 * sum(syllables) / len(words) - 15.59
    smog = 1.0430 * sqrt(long_words * 30 / sentences) + 3.1291
    return {"grade": round(grade, 1), "smog": round(smog, 1)}


def spanish(words: list[str], sentences: int) -> dict[str, float]:
    per_word = sum(map(spanish_syllables, words)) / len(words)
    per_sentence = len(words) / sentences
    # Fernández-Huerta's F is the number of words in a sentence; a widely copied
    # misprint has sentences per 100 words instead.
    huerta = 206.84 - 60 * per_word - 1.02 * per_sentence
    szigriszt = 206.835 - 62.3 * per_word - per_sentence
    return {"huerta": round(huerta, 1), "szigriszt": round(szigriszt, 1)}


FORMULAS = {"en": english, "es": spanish}

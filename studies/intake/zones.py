"""Time zones as people write them in lists."""

from collections import Counter
from functools import lru_cache

from django.utils import translation

from studies.agencies.time_zones import ZONES, known_zones
from studies.intake.headings import plain

# What US offices write; "EST" in July means the clocks of that coast all the same.
CALLED = {
    "America/New_York": "et, est, edt, eastern, us eastern, hora del este",
    "America/Chicago": "ct, cst, cdt, central, us central, hora del centro",
    "America/Denver": "mt, mst, mdt, mountain, us mountain, hora de la montana",
    "America/Phoenix": "arizona, us mountain standard time",
    "America/Los_Angeles": "pt, pst, pdt, pacific, us pacific, hora del pacifico",
    "America/Anchorage": "akt, akst, akdt, alaska, alaskan",
    "Pacific/Honolulu": "hst, hawaii, hawaiian",
    "America/Puerto_Rico": "puerto rico, san juan, atlantic standard time",
    "Pacific/Guam": "chst, chamorro, guam",
}
ENDINGS = ("", " time", " standard time", " daylight time")


@lru_cache(maxsize=1_000)
def zone_of(said: str) -> str:
    """The zone that is given by name, by a letter code or by its place; else empty.

    A mere distance from UTC says nothing of when clocks are changed, so it is none.
    """
    words = plain(said)
    if found := _called().get(words):
        return found
    exact = {key.casefold(): key for key in known_zones()}
    return exact.get(said.strip().casefold()) or _places().get(words, "")


@lru_cache(maxsize=1)
def _called() -> dict[str, str]:
    return {
        word.strip() + ending: key
        for key, words in CALLED.items()
        for word in words.split(",")
        for ending in ENDINGS
    }


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """Names of zones without their signs, and of places that only one is named for."""
    whole = {plain(key): key for key in known_zones() if key.isascii() and "/" in key}
    named = {words: key for words, key in whole.items() if not _has_digit(words)}
    cities = [(plain(key.rpartition("/")[2]), key) for key in named.values()]
    how_many = Counter(city for city, _key in cities)
    alone = {city: key for city, key in cities if how_many[city] == 1}
    return alone | named | _labels()


def _has_digit(words: str) -> bool:
    return any(character.isdigit() for character in words)


def _labels() -> dict[str, str]:
    """What our own lists call them, in English and in Spanish."""
    found: dict[str, str] = {}
    for speaks in ("en", "es"):
        with translation.override(speaks):
            for key, name in ZONES.items():
                found.setdefault(plain(str(name)), key)
    return found

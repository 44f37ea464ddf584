"""Synthetic answers to "Your renewal letter": the same ones for the same seed.

The totals are exact: 371 started, 312 finished, and the shares of `date_meaning` are
31, 34, 11, 6, 9 and 9 % both of the 281 who finished and were shown it and of the
300 who answered it at all.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from feedback.demo import content
from feedback.demo.leanings import (
    ABOUT,
    ABOUT_ALONE,
    ASKED_THEMES,
    EASE,
    HARD,
    HELP_BY,
    INTERVIEW_PULL,
    PARTNERS,
    fits,
)

FINISHED = {"en": 186, "es": 84, "ar": 24, "zh-hans": 18}
STOPPED = {"en": 34, "es": 17, "ar": 5, "zh-hans": 3}
STOPPED_AT = {
    "got_letter": 16,
    "asked": 24,
    "ease": 3,
    "hard": 6,
    "help_by": 2,
    "change": 6,
    "about_you": 2,
}
GOT_LETTER = {"yes": 281, "no": 20, "not_sure": 11}
DATE_FINISHED = {
    "last_day": 87,
    "interview": 96,
    "help_ends": 31,
    "written": 17,
    "no_date": 25,
    "not_remember": 25,
}
DATE_STOPPED = {
    "last_day": 6,
    "interview": 6,
    "help_ends": 2,
    "written": 1,
    "no_date": 2,
    "not_remember": 2,
}
ORDER = [question["key"] for question in content.load("survey_letter")["questions"]]


@dataclass(frozen=True)
class SyntheticAnswer:
    """One person's try: what they answered and, if they left, at which question.

    `answers` holds only the questions that were shown; {} means shown and skipped.
    """

    language: str
    partner: str
    day: int
    stopped_at: str | None
    answers: dict[str, dict]

    @property
    def finished(self) -> bool:
        return self.stopped_at is None


def answers(
    seed: int = 2027, *, first_day: int = -42, last_day: int = -17
) -> Iterator[SyntheticAnswer]:
    """Yield all 371 in order of day; days count from the first day of round 2."""
    random = Random(seed)
    rows = [*_finished(random), *_stopped(random)]
    days = sorted(_day(random, first_day, last_day) for row in rows)
    random.shuffle(rows)
    for day, (language, partner, stopped_at, document) in zip(days, rows, strict=True):
        yield SyntheticAnswer(language, partner, day, stopped_at, document)


def _finished(random: Random) -> list[tuple]:
    got, dates = Counter(GOT_LETTER), Counter(DATE_FINISHED)
    rows = []
    for language in _shuffled(random, FINISHED):
        letter = _deal(random, got)
        document = {"got_letter": {"code": letter}}
        if letter == "yes":
            meaning = _deal(random, dates, INTERVIEW_PULL[language])
            document |= _whole(random, language, meaning)
        rows.append((language, _pick(random, PARTNERS[language]), None, document))
    _deal_comments(random, rows)
    _deal_other_reasons(random, rows)
    return rows


def _stopped(random: Random) -> list[tuple]:
    places, dates = _shuffled(random, STOPPED_AT), Counter(DATE_STOPPED)
    rows = []
    for language, place in zip(_shuffled(random, STOPPED), places, strict=True):
        document = {"got_letter": {"code": "yes"}}
        if ORDER.index(place) > ORDER.index("date_meaning"):
            meaning = _deal(random, dates, INTERVIEW_PULL[language])
            document |= _whole(random, language, meaning)
        seen = ORDER[: ORDER.index(place)]
        document = {key: document[key] for key in seen} | {place: {}}
        rows.append((language, _pick(random, PARTNERS[language]), place, document))
    return rows


def _whole(random: Random, language: str, meaning: str) -> dict[str, dict]:
    """Answer questions 2 to 8; what was changed in the letter is dealt out later."""
    ease = _pick(random, EASE[meaning])
    return {
        "asked": _asked(random, language, meaning),
        "date_meaning": {"code": meaning},
        "ease": _maybe(random, 0.98, {"code": ease}),
        "hard": _maybe(random, 0.97, {"codes": _hard(random, language, ease)}),
        "help_by": _maybe(random, 0.97, {"code": _pick(random, HELP_BY[language])}),
        "change": {},
        "about_you": _maybe(random, 0.88, {"codes": _about(random, language)}),
    }


def _asked(random: Random, language: str, meaning: str) -> dict:
    theme = _pick(random, ASKED_THEMES[meaning])
    said = [
        row["text"]
        for row in content.load("comments")["asked"]
        if row["language"] == language and row["theme"] == theme
    ]
    return {"text": random.choice(said)} if said and random.random() < 0.55 else {}


def _hard(random: Random, language: str, ease: str) -> list[str]:
    chances = HARD[language if language == "en" else "other"]
    pull = {"1": 0.3, "2": 0.6, "4": 1.4, "5": 1.7}.get(ease, 1)
    chosen = [code for code, odds in chances.items() if random.random() < odds * pull]
    return chosen or ["nothing"]


def _about(random: Random, language: str) -> list[str]:
    chances = ABOUT[language if language == "en" else "other"]
    chosen = [code for code, chance in chances.items() if random.random() < chance]
    return chosen or [_pick(random, ABOUT_ALONE)]


def _deal_comments(random: Random, rows: list[tuple]) -> None:
    """Give each comment to one person of its language whose other answers fit it."""
    for comment in content.load("comments")["change"]:
        free = [
            document
            for language, _partner, _stopped_at, document in rows
            if language == comment["language"] and document.get("change") == {}
        ]
        fitting = [document for document in free if fits(comment["theme"], document)]
        random.choice(fitting or free)["change"] = {"text": comment["text"]}


def _deal_other_reasons(random: Random, rows: list[tuple]) -> None:
    for reason in content.load("comments")["hard_other"]:
        free = [
            document["hard"]
            for language, _partner, _stopped_at, document in rows
            if language == reason["language"] and _has_room(document.get("hard"))
        ]
        hard = random.choice(free)
        hard["codes"] = [*hard["codes"], "other"]
        hard["text"] = reason["text"]


def _has_room(hard: dict | None) -> bool:
    return bool(hard) and not {"nothing", "other"} & set(hard["codes"])


def _day(random: Random, first_day: int, last_day: int) -> int:
    """Most answers come just after the invitation and the reminder a week later."""
    asked_on = first_day + random.choices([0, 2, 9], [1, 5, 4])[0]
    return min(asked_on + int(random.expovariate(0.35)), last_day)


def _pick(random: Random, weights: dict[str, float]) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _deal(random: Random, left: Counter, pull: dict[str, float] | None = None) -> str:
    """Take one from what is left, so that the totals come out exactly."""
    code = _pick(random, {c: n * (pull or {}).get(c, 1) for c, n in left.items()})
    left[code] -= 1
    return code


def _shuffled(random: Random, counts: dict[str, int]) -> list[str]:
    return random.sample(list(Counter(counts).elements()), sum(counts.values()))


def _maybe(random: Random, chance: float, answer: dict) -> dict:
    return answer if random.random() < chance else {}

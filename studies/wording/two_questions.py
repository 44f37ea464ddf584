"""Finds two questions in one, and parts them where that is safe."""

import re
from collections.abc import Iterator

from studies.wording.asking import ASKS, Asking
from studies.wording.english import word_set
from studies.wording.findings import Finding, QuestionText, Rule
from studies.wording.sentences import split
from studies.wording.spanish_questions import JOINED as SPANISH_JOINED

QUALITIES = (
    "easy|clear|helpful|quick|fast|friendly|polite|useful|simple|fair|safe|clean|accurate|"
    "correct|courteous|professional|knowledgeable|timely|satisfied|happy|comfortable|"
    "respectful|kind|complete|reliable|affordable|accessible|understandable|convenient|"
    "prompt|efficient|effective|available|informative|responsive|honest|patient|caring|"
    "interesting|relevant|good|modern|secure|readable|short|welcoming|important|trustworthy|"
    "welcome|respected|heard|valued|easier|faster|quicker|clearer|simpler|safer|better|cheaper"
)
DEEDS = (
    "understand|read|find|like|trust|use|get|receive|send|fill|complete|call|visit|want|"
    "need|feel|think|know|see|open|keep|return|sign|apply|renew|recommend|remember|"
    "understood|received|found|enjoy|learn|ask|print|save|pay|choose|believe|navigate|"
    "follow|reach|contact|submit|explain|answer|listen|treat|park|offer|dislike|hate|love|tell|share|try|"
    "schedule|book|attend|cancel|register|enroll|upload|download"
)
WORDS = r"[\w’'-]+"
PAIR = r"(?:and|and also|as well as|&)"
JOINS = re.compile(r"\b(?:and|or|as well as)\b|&", re.IGNORECASE)
JOINED = [
    # "How clear and helpful was …"
    re.compile(
        rf"\b(?P<a>{QUALITIES}),? {PAIR} (?:how )?(?P<b>{QUALITIES})\b", re.IGNORECASE
    ),
    # "to find and use", "Did you get and understand"
    re.compile(rf"\b(?P<a>{DEEDS}) {PAIR} (?P<b>{DEEDS})\b", re.IGNORECASE),
]
# Two deeds further apart, where no cut helps: "get the letter and understand it".
TWO_DEEDS = re.compile(
    r"\b(?:did|do|does|have|can|could|would|will|were|are) "
    rf"(?:you|(?:the|our|your) {WORDS}) (?:\w+ ){{0,2}}(?:{DEEDS})\b"
    rf"(?:(?!,| if | when )[^?.]){{0,60}}? {PAIR} (?:also |then |did you |do you )?"
    rf"(?:{DEEDS})\b"
    r"|\b(?:and|or) (?:how|why|what|where|when|who|which|did you|do you|would you|"
    r"were you|are you|have you)\b(?! (?:not|else)\b)"
    r"|, and (?:did|does|do|was|were|is|are|has|have|can|could|will|would) "
    r"(?:you|it|they|the|we|our|your)\b"
    # Two things that one yes cannot speak for: "a phone and a computer".
    rf"|\b(?:do|did) you (?:have|own|get|use|need|like) (?:an?|the|your|our) {WORDS} and "
    rf"(?:an?|the|your|our) {WORDS}\b"
    rf"|\b(?:did|do|does|was|were|is|are) (?:the|our) {WORDS}(?: {WORDS})? and "
    rf"(?:the|our) {WORDS}\b(?![^?]*\b(?:together|each other)\b)"
    rf"|\b(?:trust|recommend|like|know) (?:the|our|your) {WORDS}(?: {WORDS})? and "
    rf"(?:the|our|your|its|their) {WORDS}\b",
    re.IGNORECASE,
)
RATES = re.compile(
    r"\bhow (?:\w+ )?(?:satisfied|happy|would you rate|easy|clear|good|useful|"
    r"helpful|well)"
    r"|\b(?:are|were) you (?:happy|unhappy|satisfied|pleased) with\b"
    r"|\brate\b|\bagree\b|\bsatisfied with\b",
    re.IGNORECASE,
)
RATED_PAIR = re.compile(
    rf"\b(?:with|of|rate|was|were|is|are|about) (?:the |our |your |this |their )?"
    rf"(?P<a>{WORDS}) and (?:the |our |your |this |their )?(?P<b>{WORDS})\b"
    # Longer names of things, each behind a "the" of its own.
    rf"|\b(?:with|of|rate|about) (?P<long>(?:the|our|your|their) {WORDS}(?: {WORDS}){{1,2}} "
    rf"and (?:the|our|your|their) {WORDS})\b",
    re.IGNORECASE,
)
ONE_THING = word_set(
    "terms wear food health pros back safety law ups dos research supply men "
    "black husband mother name date rules room bed"
)


def two_questions(question: QuestionText, asking: Asking) -> Iterator[Finding]:
    """At most one finding; it marks the words that join the two."""
    span = second_question(question.text) or joined_words(asking)
    if span is not None:
        yield Finding(Rule.TWO_QUESTIONS, question.place, *span)


def spanish_two_questions(question: QuestionText, asking: Asking) -> Iterator[Finding]:
    """The same for Spanish, whose patterns need no cut of their own."""
    span = second_question(question.text)
    if span is None:
        found = (one.search(asking.text, asking.body) for one in SPANISH_JOINED)
        span = next((match.span() for match in found if match), None)
    if span is not None:
        yield Finding(Rule.TWO_QUESTIONS, question.place, *span)


def second_question(text: str) -> tuple[int, int] | None:
    """The place of a second sentence that asks, "If so, why?" included."""
    asks = [s for s in split(text) if ASKS.search(text[s.start : s.end])]
    return (asks[1].start, asks[1].end) if len(asks) > 1 else None


def joined_words(asking: Asking) -> tuple[int, int] | None:
    if JOINS.search(asking.text) is None:
        return None
    for pattern in JOINED:
        match = pattern.search(asking.text, asking.body)
        if match:
            return match.span()
    match = TWO_DEEDS.search(asking.text, asking.body)
    if match:
        return match.span()
    return rated_pair(asking)


def rated_pair(asking: Asking) -> tuple[int, int] | None:
    """As in "satisfied with the speed and quality": one rating for two things."""
    if RATES.search(asking.text, asking.body) is None:
        return None
    match = RATED_PAIR.search(asking.text, asking.body)
    if match is None:
        return None
    if match["long"]:
        return match.span("long")
    is_one = match["a"].lower() in ONE_THING or match["a"].lower() == "not"
    return None if is_one else (match.start("a"), match.end())


def part(text: str, start: int, end: int) -> tuple[str, str] | None:
    """The two questions in one text, or None where the cut would need a person.

    `start` and `end` are the marked words of the finding.
    """
    marked = text[start:end]
    if ASKS.search(marked):
        return text[:start].strip(), text[start:].strip()
    words = re.fullmatch(
        rf"({WORDS}),? {PAIR} (?:how )?((?:the |our |your )?{WORDS})", marked
    )
    if words is None:
        return None
    # "the" stands before the first word, outside the mark: keep it only once.
    second = re.sub(r"^(?:the|our|your) ", "", words[2])
    return tuple(text[:start] + word + text[end:] for word in (words[1], second))

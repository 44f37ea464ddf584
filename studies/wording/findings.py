"""What a plain-language check says: which rule, where, why, and what to put instead."""

from dataclasses import dataclass
from enum import StrEnum

from studies.wording.reasons import REASONS


class TextKind(StrEnum):
    """What a text is for; it decides the reading level, and legal text is exempt."""

    QUESTION = "question"
    HINT = "hint"
    CHOICE = "choice"
    CONSENT = "consent"
    MESSAGE = "message"
    SHARE_BACK = "share_back"
    LEGAL = "legal"


class Level(StrEnum):
    WARNING = "warning"
    NOTE = "note"


class Part(StrEnum):
    """The part of a question that a finding marks; single texts have only TEXT."""

    TEXT = "text"
    HINT = "hint"
    CHOICE = "choice"
    CHOICES = "choices"


class Rule(StrEnum):
    LONG_SENTENCE = "long_sentence"
    VERY_LONG_SENTENCE = "very_long_sentence"
    LONG_PARAGRAPH = "long_paragraph"
    READING_GRADE = "reading_grade"
    READING_EASE = "reading_ease"
    MEAN_LENGTH = "mean_length"
    HARD_WORD = "hard_word"
    SHALL = "shall"
    AND_OR = "and_or"
    SLASH = "slash"
    PASSIVE = "passive"
    HIDDEN_VERB = "hidden_verb"
    DOUBLE_NEGATIVE = "double_negative"
    NOUN_STRING = "noun_string"
    ABBREVIATION = "abbreviation"
    NOT_YOU = "not_you"
    EMPTY_START = "empty_start"
    TWO_QUESTIONS = "two_questions"
    LEADING = "leading"
    ONE_SIDED = "one_sided"
    UNBALANCED_SCALE = "unbalanced_scale"
    NO_TIME_FRAME = "no_time_frame"
    NEGATIVE_QUESTION = "negative_question"
    TOO_MANY_CHOICES = "too_many_choices"
    NONE_MISSING = "none_missing"
    OTHER_MISSING = "other_missing"
    NOT_LAST = "not_last"
    OVERLAPPING_RANGES = "overlapping_ranges"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Finding:
    """One broken rule.

    `start` and `end` mark the words in the text; `suggestion`, when not empty, is what
    one click puts in their place. For `Part.CHOICES` the suggestion is a choice to add.
    `place` is the caller's own key and comes back unchanged.
    """

    rule: Rule
    place: str
    start: int
    end: int
    suggestion: str = ""
    level: Level = Level.WARNING
    part: Part = Part.TEXT
    choice: int | None = None
    facts: tuple[tuple[str, str | int | float], ...] = ()

    @property
    def reason(self) -> str:
        """Why this is hard to read, in the language of whoever looks."""
        return REASONS[self.rule.value] % dict(self.facts)


@dataclass(frozen=True)
class Text:
    """A text to check together with others; `place` is the caller's key."""

    text: str
    language: str
    kind: TextKind
    place: str = ""


@dataclass(frozen=True)
class QuestionText:
    """A question as a respondent meets it.

    `is_scale` for ordered choices on one scale, `takes_several` where more than one
    choice may be ticked. Choices that stand apart from a scale count as choices.
    `has_way_out` where "would rather not say" or "does not apply" is offered beside them.
    """

    text: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    is_scale: bool = False
    takes_several: bool = False
    has_way_out: bool = False
    place: str = ""

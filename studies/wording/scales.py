"""Knows ordered answer scales: which end a label stands for, and its opposite."""

import re

from studies.wording.english import word_set

# Good end, bad end. The pairs also mend one-sided questions: "easy" -> "easy or hard".
OPPOSITES = {
    "easy": "hard",
    "easily": "hard",
    "satisfied": "dissatisfied",
    "agree": "disagree",
    "likely": "unlikely",
    "clear": "unclear",
    "helpful": "unhelpful",
    "useful": "not useful",
    "important": "unimportant",
    "happy": "unhappy",
    "good": "bad",
    "well": "badly",
    "fair": "unfair",
    "safe": "unsafe",
    "fast": "slow",
    "quick": "slow",
    "quickly": "slowly",
    "simple": "complicated",
    "friendly": "unfriendly",
    "comfortable": "uncomfortable",
    "confident": "not confident",
    "better": "worse",
    "pleased": "displeased",
    "welcome": "unwelcome",
    "polite": "rude",
    "positive": "negative",
}
# From either end to the other; an end of two words ("not useful") begins no question.
BOTH_ENDS = (
    {bad: good for good, bad in reversed(OPPOSITES.items()) if " " not in bad}
    | {"difficult": "easy", "confusing": "clear"}
    | OPPOSITES
)
# Only what stands in answer scales; the words never mean something else in English.
SPANISH_GOOD = word_set(
    "fácil satisfecho satisfecha claro clara útil bueno buena bien excelente contento "
    "contenta rápido amable justo seguro segura probable importante sí perfecto"
) | {"de acuerdo"}
SPANISH_BAD = word_set(
    "difícil insatisfecho insatisfecha confuso confusa inútil malo mala mal pésimo "
    "terrible descontento descontenta lento grosero injusto inseguro insegura "
    "improbable"
) | {"en desacuerdo"}
GOOD = (
    frozenset(OPPOSITES)
    | SPANISH_GOOD
    | word_set(
        "excellent great perfect outstanding wonderful superb best fantastic yes"
    )
)
BAD = (
    frozenset(OPPOSITES.values())
    | SPANISH_BAD
    | word_set(
        "difficult poor terrible awful confusing worst bad unsatisfied horrible "
        "unacceptable hard unpleasant"
    )
)
# The points of a scale are words, not sentences.
LONGEST_LABEL = 60
STRENGTH = re.compile(
    r"\b(?:very|extremely|strongly|somewhat|slightly|a little|a bit|quite|"
    r"rather|fairly|"
    r"moderately|completely|mostly|totally|really|highly|definitely|probably|much|"
    r"too|so|not at all|pretty|a lot|muy|algo|bastante|totalmente|completamente|"
    r"extremadamente|un poco|más o menos)\b ?",
    re.IGNORECASE,
)
MIDDLE = re.compile(
    r"^neither\b|^neutral\b|^neither agree|\bnor\b|^not \w+ (?:and|or) not \w+|"
    r"^ok(?:ay)?$|"
    r"^average$|^about the same$|^the same$|^in between$|^so-so$|^undecided$|^ni \w+.* ni \b|"
    r"^regular$|^más o menos$|^neutral$",
    re.IGNORECASE,
)
ORDERS = [
    re.compile(words, re.IGNORECASE)
    for words in (
        (
            r"^(?:never|almost never|rarely|seldom|hardly ever|once in a while|"
            r"sometimes|"
            r"occasionally|often|frequently|usually|very often|almost always|always|"
            r"most of the time|some of the time|all of the time|none of the time)$"
        ),
        (
            r"^(?:not at all|a little(?: bit)?|slightly|somewhat|moderately|"
            r"a moderate amount|"
            r"some|a lot|a great deal|very|very much|quite a bit|mostly|"
            r"completely|extremely|"
            r"fully|totally|partly|not very|not much|none)$"
        ),
        (
            r"^(?:every ?day|daily|.*\b(?:a|per|each|every) (?:day|week|month|"
            r"year)\b|weekly|"
            r"monthly|yearly|less often|more often|never)$"
        ),
        r"^(?:nunca|casi nunca|rara vez|a veces|a menudo|muchas veces|casi siempre|"
        r"siempre)$",
        r"^(?:excellent|very good|good|fair|ok|okay|average|poor|very poor|bad|"
        r"very bad)$",
    )
]
NUMBERED = re.compile(r"^[(\[]?\d{1,2}[)\]]?(?:\s*(?:[-–—=:.]|\().*)?$")


def core(label: str) -> str:
    """The label without words of strength: "Very easy" -> "easy"."""
    return STRENGTH.sub("", label.strip().rstrip(".").lower()).strip()


def polarity(label: str) -> int | None:
    """1 for the good end, -1 for the bad end, 0 for the middle, None when unknown."""
    if MIDDLE.search(label.strip()):
        return 0
    if label.strip().lower().startswith("not at all "):
        return -1
    text = core(label)
    if text in BAD:
        return -1
    if text in GOOD:
        return 1
    negated = text.removeprefix("not ")
    return -1 if negated != text and negated in GOOD else None


def is_scale(labels: list[str]) -> bool:
    """Whether these labels, in their order, are one ordered scale."""
    if len(labels) < 3 or any(len(label) > LONGEST_LABEL for label in labels):
        return False
    if all(NUMBERED.match(label.strip()) for label in labels):
        return True
    plain = [label.strip().rstrip(".") for label in labels]
    if any(all(order.match(label) for label in plain) for order in ORDERS):
        return True
    sides = [polarity(label) for label in plain]
    if None in sides or len({side for side in sides if side}) < 2:
        return False
    return sides == sorted(sides) or sides == sorted(sides, reverse=True)


def balance(labels: list[str]) -> tuple[int, int] | None:
    """Good and bad labels of a two-sided scale; None where a side cannot be told."""
    if len(labels) < 3 or any(len(label) > LONGEST_LABEL for label in labels):
        return None
    plain = [label.strip().lower() for label in labels]
    sides = [polarity(label) for label in plain]
    if "fair" in plain and {"poor", "good"} & set(plain):
        sides[plain.index("fair")] = 0  # between good and poor, not the word for just
    if None in sides:
        return None
    if any(label.startswith("not at all") for label in plain):
        return None  # from nothing to all: a scale with one side has no balance
    good, bad = sides.count(1), sides.count(-1)
    return (good, bad) if good + bad >= 3 or 0 in (good, bad) else None

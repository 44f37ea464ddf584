"""Tells ordinary choices from those that let people out: other, none, not sure."""

import re

OTHER = re.compile(
    r"^(?:something|someone|somewhere|anything) else\b|^others?\b(?! than)|"
    r"^another \w+$|^some other\b|^otr[oa]s?\b(?! que)|^alg(?:o|uien) más\b|"
    r"\botr[oa] (?:forma|manera|lugar|medio|razón)\b",
    re.IGNORECASE,
)
NONE = re.compile(
    r"^none\b|^nothing\b|^no one$|^nobody\b|^neither$|^no,? none\b|"
    r"^ningun[oa]\b|^ningún\b|^nada\b|^nadie\b",
    re.IGNORECASE,
)
# "I would not want help", "I did not see a date": a way out of one choice, but among
# several choices an answer like any other ("I did not have all the papers").
NOT_ME = re.compile(
    r"^i (?:would not|wouldn[’']t|did not|didn[’']t|do not|don[’']t|have not|"
    r"haven[’']t|was not|wasn[’']t|am not|never)\b",
    re.IGNORECASE,
)
REFUSE = re.compile(
    r"\b(?:rather|prefer) not\b|^no (?:answer|comment)$|^decline\b|^skip\b|"
    r"\bprefiero no\b|^no quiero (?:decir|contestar|responder)",
    re.IGNORECASE,
)
UNSURE = re.compile(
    r"\bnot sure\b|\bunsure\b|(?:do not|don[’']t|can[’']?t|cannot|didn[’']t|did not) "
    r"(?:know|remember|recall|say)\b|^no opinion\b|"
    r"\bno (?:lo )?sé\b|\bno (?:estoy segur[oa]|me acuerdo|recuerdo)\b",
    re.IGNORECASE,
)
NOT_APPLICABLE = re.compile(
    r"\b(?:does|did) not apply\b|\b(?:doesn|didn)[’']t apply\b|"
    r"\bnot applicable\b|^n/?a$|\bno (?:se )?aplica\b|\bno corresponde\b",
    re.IGNORECASE,
)
ALL = re.compile(
    r"^all of (?:these|the above|them)\b|^todas? (?:las|los) anteriores", re.IGNORECASE
)
# One search for each question asked of a label: lists may have thousands.
ALONE = re.compile(
    "|".join(part.pattern for part in (NONE, REFUSE, NOT_APPLICABLE, ALL, UNSURE)),
    re.IGNORECASE,
)
WAY_OUT = re.compile(
    "|".join(part.pattern for part in (OTHER, ALONE, NOT_ME)), re.IGNORECASE
)
WRITE_IN = re.compile(
    r"\s*[:\-–—,]?\s*(?:[(\[]?\s*(?:please )?(?:specify|say what|"
    r"tell us(?: what)?|explain|"
    r"write(?: it)? (?:in|here)|describe)\s*[)\]]?)?\s*[:.]?\s*(?:_{2,}|\.{4,}|"
    r"…{2,})?\s*$",
    re.IGNORECASE,
)


def is_other(label: str) -> bool:
    return OTHER.search(label.strip()) is not None


def is_none(label: str) -> bool:
    """As in "None of these" and "Nothing made it hard"."""
    return NONE.search(label.strip()) is not None


def stands_alone(label: str) -> bool:
    """Whether ticking this choice makes no sense together with any other."""
    return ALONE.search(label.strip()) is not None


def is_way_out(label: str) -> bool:
    """A choice for people whose answer is none of the ordinary ones."""
    return WAY_OUT.search(label.strip()) is not None


def without_write_in(label: str) -> str:
    """The label without its "(please specify): ____"."""
    return WRITE_IN.sub("", label).strip() or label.strip()

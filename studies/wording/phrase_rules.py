"""English rules that a pattern can tell: and/or, slashes, negatives, empty starts."""

import re
from collections.abc import Iterator

from studies.wording.english import word_set
from studies.wording.findings import Finding, Level, Rule

AND_OR = re.compile(r"\band\s?/\s?or\b", re.IGNORECASE)
SLASH = re.compile(r"(?<![\w/.:@-])[A-Za-z]{2,}/[A-Za-z]{2,}(?![\w/.@])")
SLASH_NAMES = word_set("hiv/aids tcp/ip yes/no am/pm on/off")
EMPTY_START = re.compile(
    r"\bit (?:is|was|will be) (?:also )?(?:important|necessary|essential|"
    r"recommended|advised|"
    r"suggested|advisable|imperative|critical|anticipated|expected|noted|vital|"
    r"understood|crucial|mandatory|required) (?:to|that|for)\b"
    r"|\bthere (?:is|are|was|were|will be) (?:[\w’'-]+ ){1,4}(?:who|that|which)\b",
    re.IGNORECASE,
)
NOT_YOU = re.compile(
    r"\b(?:the|an?|all|each|every|any) (?:applicant|claimant|beneficiary|recipient|"
    r"respondent|participant|addressee|policyholder|taxpayer|candidate|licensee|"
    r"enrollee|"
    r"petitioner|registrant|grantee)(?:s?[’']s?|s|)\b(?! of the| who| for the)"
    r"|\bbeneficiaries\b|\bapplicants\b",
    re.IGNORECASE,
)
POSITIVE = {
    "unusual": "usual",
    "uncommon": "common",
    "unlikely": "likely",
    "impossible": "possible",
    "unreasonable": "reasonable",
    "unfair": "fair",
    "untrue": "true",
    "unimportant": "important",
    "insignificant": "important",
    "unable": "able",
    "unclear": "clear",
    "unwilling": "willing",
    "unaware": "aware",
    "ineligible": "eligible",
    "incorrect": "correct",
    "incomplete": "complete",
    "inaccurate": "correct",
    "illegal": "legal",
    "unlawful": "lawful",
    "dissimilar": "like",
    "unhappy": "happy",
    "unlike": "like",
    "unnecessary": "needed",
    "unknown": "known",
    "unsafe": "safe",
}
NO = r"(?:not|no|never|cannot|nobody|none|\w+n[’']t)"
SECOND_NO = (
    r"(?:without|unless|except (?:when|if|that|where|for those)|fail(?:s|ed)? to|"
    r"absent|lacks?)"
)
NOT_UN = re.compile(
    rf"\b(?P<no>{NO}) (?:an? |at all )?(?P<un>{'|'.join(POSITIVE)})\b", re.IGNORECASE
)
NO_TWICE = re.compile(
    rf"\b{NO}\b(?:(?! and | or | but | if |[.!?;:,\n]).){{1,80}}?\b{SECOND_NO}\b",
    re.IGNORECASE,
)
NO_FEWER = re.compile(r"\b(?:no|not) (?:fewer|less) than\b", re.IGNORECASE)


def phrases(text: str, place: str) -> Iterator[Finding]:
    """All findings of this module; each pattern first needs a cheap sign of itself."""
    lower = text.lower()
    if "/" in text:
        yield from slashes(text, place)
    if "it " in lower or "there " in lower:
        yield from (at(Rule.EMPTY_START, place, m) for m in EMPTY_START.finditer(text))
    yield from (at(Rule.NOT_YOU, place, m) for m in NOT_YOU.finditer(text))
    if "no" in lower or "n't" in lower or "n’t" in lower or "never" in lower:
        yield from double_negatives(text, place)


def slashes(text: str, place: str) -> Iterator[Finding]:
    for match in AND_OR.finditer(text):
        yield at(Rule.AND_OR, place, match, "or", level=Level.WARNING)
    for match in SLASH.finditer(text):
        word = match.group().lower()
        if word not in SLASH_NAMES and word != "and/or":
            yield at(Rule.SLASH, place, match, match.group().replace("/", " or "))


def double_negatives(text: str, place: str) -> Iterator[Finding]:
    for match in NOT_UN.finditer(text):
        positive = POSITIVE[match["un"].lower()]
        fix = (
            positive if match["no"].lower() == "not" and positive[0] not in "n" else ""
        )
        yield at(Rule.DOUBLE_NEGATIVE, place, match, fix, level=Level.WARNING)
    for match in NO_TWICE.finditer(text):
        yield at(Rule.DOUBLE_NEGATIVE, place, match, level=Level.WARNING)
    for match in NO_FEWER.finditer(text):
        yield at(Rule.DOUBLE_NEGATIVE, place, match, "at least", level=Level.WARNING)


def at(
    rule: Rule,
    place: str,
    match: re.Match,
    fix: str = "",
    level: Level = Level.NOTE,
) -> Finding:
    return Finding(rule, place, match.start(), match.end(), suggestion=fix, level=level)

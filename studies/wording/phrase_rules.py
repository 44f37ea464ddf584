"""English rules that a pattern can tell: and/or, slashes, negatives, empty starts."""

import re
from collections.abc import Iterator

from studies.wording.english import word_set
from studies.wording.findings import Finding, Level, Rule

AND_OR = re.compile(r"\band\s?/\s?or\b", re.IGNORECASE)
SLASH = re.compile(r"(?<![\w/.:@-])[^\W\d_]{2,}/[^\W\d_]{2,}(?![\w/@]|\.\w)")
SLASH_NAMES = word_set("hiv/aids tcp/ip yes/no am/pm on/off")
EMPTY_START = re.compile(
    r"\bit (?:is|was|will be) (?:also )?(?:important|necessary|essential|"
    r"recommended|advised|"
    r"suggested|advisable|imperative|critical|anticipated|expected|noted|vital|"
    r"understood|crucial|mandatory|required) (?:to|that|for)\b"
    r"|\bthere (?:is|are|was|were|will be) (?!so |such )(?:[\w’'-]+ ){1,4}(?:who|that|which)\b"
    r"|\bit (?:should|must|is to) be (?:noted|remembered|stressed) that\b"
    r"|\bplease (?:be (?:advised|informed|aware)|note|remember|understand) that\b"
    r"|\bthis (?:letter|notice|message|e-?mail|correspondence) (?:is|serves) to "
    r"(?:inform|advise|notify|remind|let) you(?: know)? (?:that|of)\b"
    r"|\b(?:we are writing|this is|we wish|we would like) to (?:inform|advise|notify) "
    r"you (?:that|of)\b"
    r"|\bthe (?:purpose|aim|objective) of this (?:letter|notice|form|document|guidance|"
    r"message|page|survey|brochure) is to\b"
    r"|\byou are (?:hereby )?(?:informed|advised|notified|reminded) that\b",
    re.IGNORECASE,
)
EMPTY_SIGNS = ("it ", "there ", "please ", " you", "the purpose", "the aim", "the obj")
READERS = (
    "applicant|claimant|beneficiary|recipient|respondent|participant|addressee|"
    "policyholder|taxpayer|candidate|licensee|enrollee|petitioner|registrant|grantee"
)
# Who else is meant to read only where they are told to do something.
TOLD = (
    "individuals|persons|patrons|motorists|electors|residents|tenants|patients|"
    "visitors|employees|recipients|claimants|taxpayers|households|users|clients"
)
NOT_YOU = re.compile(
    rf"\b(?:the|an?|all|each|every|any) (?:{READERS})(?:s?[’']s?|s|)\b"
    r"(?! of the| who| for the)"
    r"|\bbeneficiaries\b|\bapplicants\b"
    rf"|\b(?:{TOLD})(?= (?:must|shall|should|are (?:advised|reminded|requested|asked|"
    r"required|encouraged|urged|hereby|not permitted|prohibited))\b)"
    r"|\b(?:individuals|persons)(?= (?:who|with|seeking|presenting|wishing|desiring)\b)",
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
    "disagree": "agree",
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
NOTHING_NOT = re.compile(
    r"\bno(?:thing|body| one) (?:that|who) (?:is|are|was) not\b", re.I
)
NOT_UN = re.compile(
    rf"\b(?P<no>{NO}) (?:an? |at all )?(?P<un>{'|'.join(POSITIVE)})\b", re.IGNORECASE
)
NO_TWICE = re.compile(
    rf"\b{NO}\b(?:(?! and | or | but | if |[.!?;:,\n]).){{1,80}}?\b{SECOND_NO}\b",
    re.IGNORECASE,
)
OTHER_THAN_NOT = re.compile(
    r"\bother than\b[^.;:!?\n]{1,80}?\b(?:may|must|can|will|shall|do|does|should) ?not\b",
    re.IGNORECASE,
)
NO_FEWER = re.compile(r"\b(?:no|not) (?:fewer|less) than\b", re.IGNORECASE)


def phrases(text: str, place: str) -> Iterator[Finding]:
    """All findings of this module; each pattern first needs a cheap sign of itself."""
    lower = text.lower()
    if "/" in text:
        yield from slashes(text, place)
    if any(sign in lower for sign in EMPTY_SIGNS):
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
    for pattern in (NOTHING_NOT, OTHER_THAN_NOT):
        for match in pattern.finditer(text):
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

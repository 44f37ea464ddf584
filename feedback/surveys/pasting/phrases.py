"""Recognizes the small print of questionnaires: hints, required marks, slashes."""

import re
from dataclasses import dataclass, field

from feedback.surveys.pasting.parts import LONGEST_CHOICE

SEVERAL = re.compile(
    r"\b(?:select|check|choose|mark|tick|pick|circle) (?:all|any|every|as many|up to|"
    r"(?:two|three|four|five|\d) |more than one)|\ball that apply\b|"
    r", if any(?:thing)?,|"
    r"\bdo any of (?:these|the following)\b|\bmore than one answer\b|"
    r"\bwhich of (?:these|the following)\b(?!.*\b(?:best|most|one)\b)|"
    r"\b(?:marque|elija|seleccione) todas?\b",
    re.IGNORECASE,
)
ONE = re.compile(
    r"\b(?:select|check|choose|mark|tick|pick|circle) (?:only )?(?:one|1|"
    r"a single|the best)\b",
    re.IGNORECASE,
)
LONG = re.compile(
    r"\b(?:explain|describe|tell us|tell me|comments?|suggestions?|in your own words|"
    r"anything else|why|if you could|what would it be|share (?:your|any)|say more|"
    r"what (?:else|happened|could we|would you (?:change|improve|tell)))\b",
    re.IGNORECASE,
)
# What a question without choices asks for, the exact ones first.
OPEN_KINDS = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in {
        "email": r"^(?:what is )?(?:your |best )?e-?mail(?: address)?\W*$|"
        r"\byour e-?mail address\b|\bcorreo electrónico\W*$",
        "phone": r"^(?:what is )?(?:your )?(?:cell |mobile |tele)?phone(?: number)?\W*$|"
        r"\byour (?:cell |mobile |tele)?phone number\b|^número de teléfono\W*$",
        "postal_code": r"\b(?:zip|postal) ?code\b|\bpostcode\b|\bcódigo postal\b",
        "date": r"\b(?:MM|DD) ?[/.-] ?(?:DD|MM)\b|\bwhat (?:was the )?date\b|"
        r"\b(?:on )?(?:what|which) day (?:did|was|were)\b|^(?:the )?date\b[^?]*:?\W*$|"
        r"\bdate of (?:birth|your|the)\b|\b(?:en )?qué fecha\b",
        "number": r"\bhow many\b|\bhow old are you\b|^(?:your )?age\W*$|"
        r"\bat what age\b|\bcuánt[oa]s\b",
    }.items()
}
AGREES = re.compile(
    r"\bI (?:agree|consent|accept)\b|\bestoy de acuerdo\b", re.IGNORECASE
)
LIKELY = re.compile(r"\blikely\b|\brecommend\b|\brecomend", re.IGNORECASE)
FIRST_NUMBER = re.compile(r"\d{1,2}")
YES_NO = frozenset([("yes", "no"), ("sí", "no"), ("si", "no")])
SHORT = re.compile(
    r"\bin (?:a few|one|two|three) words?\b|\bshort(?:ly)?\b", re.IGNORECASE
)
HINT = re.compile(
    r"^[(\[].*[)\]][.]?$|^(?:hint|note|help|instructions?)\s*:|"
    r"^(?:you (?:can|may|do not|don[’']t)\b|please\b|optional\b|for example\b|e\.g\.|"
    r"(?:select|check|choose|mark|tick|pick|circle) (?:all|any|one|only|up to|"
    r"the|as)\b|"
    r"think (?:of|about)\b|include\b|skip\b|it helps us\b|we (?:ask|use|will)\b)",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"^(?:please )?(?:tell|describe|explain|rate|share|write|list|rank)\b",
    re.IGNORECASE,
)
REQUIRED = re.compile(
    r"\s*[(\[](?:required|mandatory|obligatorio)[)\]]\s*|\s*\*\s*$|^\*\s*(?=[^*]*$)",
    re.IGNORECASE,
)
OPTIONAL = re.compile(r"\s*[(\[](?:optional|opcional)[)\]]\s*", re.IGNORECASE)
KINDS = {
    "one_choice": r"one|one choice|single choice|multiple choice|choose one",
    "several_choices": r"several|several choices|check ?box(?:es)?|multi-?select",
    "scale": r"scale|likert|rating",
    "short_text": r"short text|short answer|text",
    "yes_no": r"yes ?/ ?no|yes or no",
    "number": r"number|whole number",
    "date": r"date",
    "email": r"e-?mail",
    "phone": r"phone",
    "postal_code": r"zip ?code|postal code",
    "long_text": r"long text|long answer|paragraph|open(?: text|[- ]ended)?",
}
KIND = re.compile(
    r"\s*[(\[](?:" + "|".join(f"(?P<{k}>{v})" for k, v in KINDS.items()) + r")[)\]]\s*",
    re.IGNORECASE,
)
ITALIC = re.compile(
    r"(?<!\w)(?P<s>[*_]{1,2})(?=[^\s*_])(?P<said>[^*_]{2,}?)(?P=s)(?!\w)"
)
ASK = re.compile(r"[?？؟][\"'”’»)]*")
SECTION = re.compile(
    r"^(?:section|part|sección|parte)\s+(?:\d+|[A-Z])\b", re.IGNORECASE
)
CLOSING = re.compile(
    r"^(?:thank you|thanks|gracias|end of (?:the )?survey|submit$)", re.IGNORECASE
)
SLASH = re.compile(r"\s+/\s+")
TIGHT_SLASH = re.compile(r"[^\s/]+(?: [^\s/]+){0,2}(?:/[^\s/]+(?: [^\s/]+){0,3})+")
APART = re.compile(r"\s*;\s*(?:apart|separate(?:ly)?)\s*:\s*", re.IGNORECASE)
POINTS = re.compile(r"\b(?P<low>[01])\s*(?:to|through|[-–—])\s*(?P<high>[4-9]|10)\b")
END_LABEL = re.compile(r"\b(\d{1,2})\s*(?:=|is|means|being)\s*([^,;.)(]{2,40})")


@dataclass
class Asked:
    """A question line taken apart."""

    label: str
    kind: str = ""
    required: bool = False
    hints: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    apart: str = ""
    has_blank: bool = False


def take_apart(text: str) -> Asked:
    """Label, hints, choices behind it, required mark and named kind of one line."""
    asked = Asked("")
    named = KIND.search(text)
    if named:
        asked.kind = next(name for name, said in named.groupdict().items() if said)
        text = f"{text[: named.start()]} {text[named.end() :]}".strip()
    for italic in ITALIC.finditer(text):
        asked.hints.append(italic["said"].strip())
    text = ITALIC.sub(" ", text).strip()
    asked.required = REQUIRED.search(text) is not None
    text = OPTIONAL.sub(" ", REQUIRED.sub(" ", text)).strip()
    label, tail = label_and_tail(text)
    asked.label = without_blank(label)
    asked.has_blank = asked.label != label
    take_tail(asked, tail)
    return asked


def without_blank(label: str) -> str:
    """The label ("Your name:") without the line to write on."""
    if not label.rstrip().endswith("___"):
        return label
    return label.rstrip("_ ") or label


def label_and_tail(text: str) -> tuple[str, str]:
    """The question up to its last question mark, and what stands behind it."""
    marks = list(ASK.finditer(text))
    if not marks:
        return text, ""
    end = marks[-1].end()
    return text[:end].strip(), text[end:].strip()


def take_tail(asked: Asked, tail: str) -> None:
    choices, apart = slash_choices(tail)
    if choices and max(map(len, choices)) <= LONGEST_CHOICE:
        asked.choices, asked.apart = choices, apart
    elif HINT.search(tail):
        asked.hints.append(unwrapped(tail))
    elif tail:
        asked.label = f"{asked.label} {tail}"


def slash_choices(text: str) -> tuple[list[str], str]:
    """Choices in one line, as "Yes / No / I am not sure", and one apart from them."""
    body, *apart = APART.split(text, maxsplit=1)
    parts = [part.strip() for part in SLASH.split(body)]
    if len(parts) < 2 and TIGHT_SLASH.fullmatch(body) and not re.search(r"\d/", body):
        parts = [part.strip() for part in body.split("/")]
    if len(parts) < 2 or not all(parts):
        return [], ""
    return parts, apart[0].strip() if apart else ""


def unwrapped(hint: str) -> str:
    """A hint without the brackets or stars around it."""
    text = hint.strip()
    if (
        text[:1] in "(["
        and text[-1:] in ")]"
        and not re.search(r"[()\[\]]", text[1:-1])
    ):
        text = text[1:-1].strip()
    return text.strip("*_").strip() or hint


def asks(text: str) -> bool:
    """Whether a line asks: a question mark at its end, or before hints and choices."""
    asked = take_apart(text)
    return ASK.search(asked.label[-3:]) is not None and bool(asked.label.strip("?؟？ "))


def points_of_scale(text: str) -> list[str]:
    """The numbers of "on a scale of 1 to 5", with the words given for any of them."""
    match = POINTS.search(text)
    if match is None or not re.search(
        r"\brate\b|\bscale\b|\bfrom\b", text, re.IGNORECASE
    ):
        return []
    words = {int(n): label.strip() for n, label in END_LABEL.findall(text)}
    points = range(int(match["low"]), int(match["high"]) + 1)
    return [f"{n} – {words[n]}" if n in words else str(n) for n in points]

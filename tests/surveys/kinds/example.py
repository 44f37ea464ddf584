"""One question of a kind, an answer to it, and what becomes of that answer."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from feedback.answering.filling import Filling
from feedback.answering.pages import PageSet
from feedback.answering.reading import read_answers
from feedback.surveys.kinds import KINDS, Answer, AnswerFault
from feedback.surveys.models.document import in_present_format

AGENCY = {
    "name": "Office of Household Support",
    "contact_phone": "",
    "contact_hours": "",
    "contact_hours_language": "",
    "contact_email": "",
}
LANGUAGES = ["en", "ar", "es", "zh-hans"]
Sent = dict[str, str | list[str]]


@dataclass(frozen=True)
class Example:
    """`sent` is what a browser sends, `answer` what is kept of it, and so on."""

    kind: str
    sent: Sent
    answer: Answer
    said: list[str]
    counted: list[str]
    cells: list[str]
    settings: dict[str, Any] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    refused: tuple[Sent, ...] = ()

    def question(self, **changes) -> dict[str, Any]:
        flags = {"exclusive": False, "other": False, "apart": False, "driver": ""}
        flags |= {"other": "other" in changes.pop("flags", ())}
        return {
            "key": "q1",
            "kind": self.kind,
            "required": False,
            "locked": False,
            "show_when": None,
            "settings": self.settings | changes.pop("settings", {}),
            "choices": [{"code": code} | flags for code in self.choices],
            "rows": [{"code": code} for code in self.rows],
        } | changes


def texts(question: dict[str, Any]) -> dict[str, str]:
    """Words for everything that a question shows."""
    found = {"title": "A survey", "q1": "What is it?", "q1:hint": "In brief."}
    found |= {f"q1:{c['code']}": c["code"].title() for c in question["choices"]}
    return found | {f"q1:row:{r['code']}": r["code"].title() for r in question["rows"]}


def pages(
    *questions: dict[str, Any], together: bool = False, language: str = "en", **words
) -> PageSet:
    keys = [q["key"] for q in questions if KINDS[q["kind"]].is_on_page]
    document = {
        "format": 1,  # reading it adds what the present format has beside
        "source_language": "en",
        "languages": LANGUAGES,
        "later_languages": [],
        "anonymous": True,
        "texts": {
            code: texts(questions[0]) | {"q2": "Else?"} | words for code in LANGUAGES
        },
        "questions": list(questions),
        "pages": [keys] if together else [[key] for key in keys],
    }
    return PageSet(in_present_format(document), language, AGENCY)


def posted(sent: Sent) -> QueryDict:
    post = QueryDict(mutable=True)
    for name, value in sent.items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return post


def take(question: dict[str, Any], sent: Sent) -> Answer | AnswerFault:
    answers, faults = read_answers([question], posted(sent))
    return faults["q1"] if faults else answers["q1"]


def fault(question: dict[str, Any], sent: Sent) -> str:
    """The sentence with which an answer is sent back; "" where it is taken."""
    taken = take(question, sent)
    return taken.message if isinstance(taken, AnswerFault) else ""


def drawn(question: dict[str, Any], language: str = "en", **filling) -> str:
    return pages(question, language=language).question_page(0, Filling(**filling))

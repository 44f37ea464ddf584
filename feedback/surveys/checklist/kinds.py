"""What the kinds of a draft's questions still need before people see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Question


@dataclass(frozen=True)
class KindLine:
    """One thing to mend or to know about one question; "%(question)s" names it."""

    question: Question
    code: str
    text: str
    stop: bool = True
    field: str = ""  # of the question's form, in which it is mended


def kind_lines(questions: Sequence[Question], *, anonymous: bool) -> Iterator[KindLine]:
    """Everything that is open, in the order of the questions."""
    for question in questions:
        yield from _lines_to_pick(question)
        yield from _promise(question) if anonymous else ()
        if question.kind == "hidden" and not question.settings.get("parameter"):
            text = _("“%(question)s” has no name in the link yet.")
            yield KindLine(question, "no_parameter", text)


def _lines_to_pick(question: Question) -> Iterator[KindLine]:
    kind = KINDS[question.kind]
    if kind.has_choices and len(question.drafted_choices) < kind.least_choices:
        text = ngettext(
            "“%(question)s” needs at least one choice.",
            "“%(question)s” needs at least two choices.",
            kind.least_choices,
        )
        yield KindLine(question, "few_choices", text, field="choices")
    if kind.most_choices and len(question.drafted_choices) > kind.most_choices:
        text = _("“%(question)s” has more than one box. Keep one choice.")
        yield KindLine(question, "many_choices", text, field="choices")
    if kind.has_rows and not question.drafted_rows:
        text = _("“%(question)s” has no lines yet.")
        yield KindLine(question, "no_rows", text, field="rows")


def _promise(question: Question) -> Iterator[KindLine]:
    """The first page says that nobody can know who answered: it must stay true."""
    kind = KINDS[question.kind]
    if kind.is_contact:
        text = _(
            "“%(question)s” asks where to reach somebody, and the first page promises "
            "that answers are anonymous. Take it out, or make the survey confidential."
        )
        yield KindLine(question, "contact_in_anonymous", text)
    if question.kind == "hidden" and not question.settings.get("values"):
        text = _(
            "“%(question)s” keeps any value of a link, and the first page promises that "
            "answers are anonymous. List the values that are kept."
        )
        yield KindLine(question, "link_in_anonymous", text)
    if question.kind == "postal_code" and question.settings.get("four_more"):
        text = _(
            "“%(question)s” keeps nine digits, which can point to one house, and the "
            "first page promises that answers are anonymous. Keep five."
        )
        yield KindLine(question, "house_in_anonymous", text)
    if question.kind in {"postal_code", "date"}:
        text = _(
            "“%(question)s” can single somebody out together with other answers. Ask it "
            "only if you need it."
        )
        yield KindLine(question, "singles_out", text, stop=False)

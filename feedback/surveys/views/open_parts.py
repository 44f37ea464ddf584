"""What the editor shows open: a question's fields, the menu of kinds, a way back."""

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from feedback.surveys import putting_back
from feedback.surveys.editor.draft_list import (
    CARD,
    NEW,
    Part,
    before_it,
    card_id,
    lines,
)
from feedback.surveys.editor.draft_page import DraftPage
from feedback.surveys.forms import clash
from feedback.surveys.forms.question import QuestionForm
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Question

FIELDS, MOVE = "surveys/edit_question.html", "surveys/edit_move.html"
ADD, GONE = "surveys/edit_add.html", "surveys/edit_gone.html"


def question_form(
    draft: DraftPage, question: Question | None, data=None
) -> QuestionForm:
    """The fields of a question; each question's have names of their own on the page."""
    form = QuestionForm(
        data,
        question=question,
        earlier=draft.earlier_than(question),
        published=draft.newest is not None,
        language=draft.survey.source_language,
    )
    form.auto_id = f"q{question.pk}-%s" if question else "new-%s"
    return form


def opened(question: Question, form: QuestionForm, **holds) -> Part:
    """A card with its fields in it."""
    holds = {"form": form, "seen": clash.seen(form)} | holds
    return Part(card_id(question), FIELDS, holds=holds)


def moving(draft: DraftPage, question: Question) -> Part:
    """A card that asks behind which question, or in which section, it goes."""
    places, behind, here = [], "0", "0"
    for line in lines(draft):
        if line.section:
            here = f"s{line.section.pk}"
            label = _("First in “%(title)s”") % {"title": line.section.title[:60]}
            places.append((here, label))
        elif line.card.question.pk == question.pk:
            behind = here
        else:
            here = str(line.card.question.pk)
            words = {"number": line.card.number, "label": line.card.question.label[:60]}
            places.append((here, _("After %(number)d. %(label)s") % words))
    holds = {"places": places, "behind": behind}
    return Part(card_id(question), MOVE, holds=holds)


def new(after: int, form: QuestionForm | None = None, kind: str = "") -> Part:
    """The menu of kinds or, once one is picked, the fields of a new question."""
    holds = {"form": form, "kind": kind}
    if form is None:
        holds["kinds"] = [
            (kind.code, capfirst(kind.label), kind.about) for kind in KINDS.values()
        ]
    else:
        holds["kind_label"] = capfirst(KINDS[kind].label)
    return Part(NEW, ADD, after, holds)


def gone(draft: DraftPage, question: Question) -> Part:
    """In the place of a question that was just archived: a way to take that back."""
    after = before_it(draft, question)
    return Part(card_id(question), GONE, after, {"question": question})


def copied(question: Question) -> Part:
    """The card of a copy that was just made, with a way to take that back."""
    return Part(card_id(question), CARD, holds={"is_copy": True})


def moved(question: Question, said: str, undo: str) -> Part:
    """The card of a question that was just moved, with a way to take that back."""
    return Part(card_id(question), CARD, holds={"said": said, "undo": undo})


def refused(question: Question, said: str) -> Part:
    """A card with the reason why something was not done to it."""
    return Part(card_id(question), CARD, holds={"said": said})


def place_of(draft: DraftPage, question: Question) -> str:
    """Which number a question has now, as it is said after a move."""
    words = {"number": draft.number_of(question), "total": len(draft.questions)}
    return _("Now question %(number)d of %(total)d.") % words


def full(question: Question) -> Part:
    """A card of a long list with all that those of a short one show."""
    return Part(card_id(question), CARD, holds={"is_full": True})


def after_an_act(request: HttpRequest, draft: DraftPage) -> Part | None:
    """What the last act left open, as the address says it without a script."""
    away, copy = request.GET.get("put_away", ""), request.GET.get("copied", "")
    if away.isdecimal():
        found = [row for row in draft.put_away if str(row.pk) == away]
        return gone(draft, found[0]) if found else None
    found = [row for row in draft.questions if str(row.pk) == copy]
    return copied(found[0]) if found else _after_a_move(request, draft)


def _after_a_move(request: HttpRequest, draft: DraftPage) -> Part | None:
    undo = request.GET.get("moved", "")
    stood = putting_back.read(undo, request.user) if undo else None
    found = [row for row in draft.questions if stood and row.pk == stood.question]
    return moved(found[0], place_of(draft, found[0]), undo) if found else None

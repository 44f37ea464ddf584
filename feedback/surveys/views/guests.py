"""The two pages for people without an account, each behind an unguessable link."""

from collections import Counter

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cxstudio.refusal import Refusal
from feedback.surveys.forms.commenting import ABOUT, CommentForm, review_rows
from feedback.surveys.forms.translating import written
from feedback.surveys.models import Approval, Comment, GuestLink
from feedback.surveys.outside import approving, commenting, guests
from feedback.surveys.reading import Reading, languages_to_read
from feedback.surveys.texts import OWN_TEXTS, draft_questions
from feedback.surveys.translation import translating
from feedback.surveys.translation.rows import (
    UNWRITTEN,
    rows_of,
    translate_page,
    with_unsaved,
)
from feedback.surveys.views.translate import say_saved, where_next
from studies.agencies.doors import public
from studies.wording.agency_face import face
from studies.wording.tags import language_info
from studies.wording.translations import State

# In the session of whoever comments: their name, and which comments they sent.
NAME, SENT, APPROVED = "guest_name", "guest_comments", "guest_approvals"


@public("A translator's link opens the texts of one draft in one language.")
@never_cache
def guest_translate(request, token):
    link = guests.working_link(token, GuestLink.Purpose.TRANSLATE)
    if link is None:
        return _closed(request)
    survey, language = link.survey, link.language
    rows = guests.assigned(link, rows_of(survey, language))
    if request.method != "POST":
        return _translate_page(request, link, rows)
    sent = written(request.POST, by_guest=True)
    try:
        guests.note_save(link)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        for row in rows:
            row.typed = sent[row.place].text if row.place in sent else row.typed
        return _translate_page(request, link, rows, status=429)
    saved = translating.save_translations(
        survey.pk,
        language,
        sent,
        by=None,
        guest=link.mark,
        allowed={row.place for row in rows},
    )
    say_saved(request, saved)
    rows = guests.assigned(link, rows_of(survey, language))
    if saved.is_settled:
        return redirect(where_next(request, rows, sent, unfinished=UNWRITTEN))
    return _translate_page(
        request, link, with_unsaved(rows, sent, saved), not_asked=saved.not_asked
    )


def _translate_page(
    request, link: GuestLink, rows: list, status: int = 200, not_asked=None
):
    survey = link.survey
    states = Counter(row.state for row in rows if not row.is_vouched)
    context = {
        "agency": face(survey.agency, get_language()),
        "survey": survey,
        "link": link,
        "shown": translate_page(
            rows,
            link.language,
            show=request.GET.get("show", ""),
            number=request.GET.get("page", 1),
            unfinished=UNWRITTEN,
        ),
        "target": language_info(link.language),
        "source": language_info(survey.source_language),
        "missing": states[State.MISSING],
        "outdated": states[State.OUTDATED],
        "by_machine": states[State.MACHINE],
        "total": len(rows),
        "not_asked": list((not_asked or {}).values()),
    }
    return render(request, "surveys/guest_translate.html", context, status=status)


def _closed(request):
    """One page for ended, over and unknown: it tells nobody which links there were.

    What somebody was just writing is shown back, so that they can copy it.
    """
    unsaved = [
        text
        for name, text in request.POST.items()
        if name.startswith(("text-", ABOUT)) and text.strip()
    ]
    context = {"unsaved": unsaved[:200]}
    return render(request, "surveys/guest_closed.html", context, status=404)


@public("A reviewer's link opens one draft to read, comment on and approve.")
@never_cache
def guest_comment(request, token):
    link = guests.working_link(token, GuestLink.Purpose.COMMENT)
    if link is None:
        return _closed(request)
    survey = link.survey
    questions = draft_questions(survey)
    reading = Reading(survey, questions, _reading_language(request, link))
    name = {"name": request.session.get(NAME, "")}
    form = CommentForm(request.POST or None, questions=questions, initial=name)
    if request.method == "POST" and form.is_valid():
        try:
            guests.note_save(link)
            kept, approval = _keep(link, form, reading)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            _remember(request, form.cleaned_data["name"], kept, approval)
            return redirect(request.get_full_path())
    return _comment_page(request, link, form, questions, reading)


def _reading_language(request, link: GuestLink) -> str:
    asked = request.GET.get("in", link.language)
    known = languages_to_read(link.survey)
    return asked if asked in known else link.survey.source_language


@transaction.atomic
def _keep(
    link: GuestLink, form: CommentForm, reading: Reading
) -> tuple[list[Comment], Approval | None]:
    """The approval first: where it is refused, comments wait on the page with it."""
    name, note = form.cleaned_data["name"], form.cleaned_data["note"]
    approval = None
    if form.approves:
        seen = form.data.get("seen", "")
        approval = approving.approve(link.pk, name, note, seen=seen)
    is_source = reading.language == link.survey.source_language
    language = "" if is_source else reading.language
    return commenting.comment(link.pk, name, form.said(), language), approval


def _comment_page(request, link: GuestLink, form, questions, reading: Reading):
    # What this browser sent, and nobody else who has the same link.
    survey, session = link.survey, request.session
    sent = link.comments.filter(pk__in=session.get(SENT, []))
    rows = review_rows(questions, form, sent, reading)
    context = {
        "agency": face(survey.agency, get_language()),
        "survey": survey,
        "link": link,
        "form": form,
        "rows": rows,
        "reading": reading,
        "own": {name: reading.get(name) for name in OWN_TEXTS},
        "in_languages": [language_info(code) for code in languages_to_read(survey)],
        "whole": form[ABOUT + commenting.WHOLE],
        "whole_sent": [row for row in sent if row.question_id is None],
    }
    if link.asks_for:
        present = approving.wording_hash(survey, link.asks_for, link.language)
        mine = link.approvals.filter(pk__in=session.get(APPROVED, []))
        context |= {
            "seen": present,
            "approves": approving.approval_name(link.asks_for, link.language),
            "approvals": [(row, row.content_hash == present) for row in mine],
        }
    return render(request, "surveys/guest_comment.html", context)


def _remember(
    request, name: str, kept: list[Comment], approval: Approval | None
) -> None:
    """Show what was sent on the next page, and spare the name the next time."""
    session = request.session
    session[NAME] = name
    session[SENT] = (session.get(SENT, []) + [row.pk for row in kept])[-200:]
    if approval:
        session[APPROVED] = (session.get(APPROVED, []) + [approval.pk])[-50:]
        text = _("Thank you, %(name)s. The team sees that you approved it.")
        messages.success(request, text % {"name": name})
    if not kept:
        return
    text = ngettext(
        "Thank you, %(name)s. %(n)d comment is with the team. You can add more.",
        "Thank you, %(name)s. %(n)d comments are with the team. You can add more.",
        len(kept),
    )
    messages.success(request, text % {"name": name, "n": len(kept)})

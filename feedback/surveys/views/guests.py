"""The two pages for people without an account, each behind an unguessable link."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from cxstudio.refusal import Refusal
from feedback.surveys import commenting, guests, translating
from feedback.surveys.forms.commenting import ABOUT, CommentForm, review_rows
from feedback.surveys.forms.translating import written
from feedback.surveys.models import Comment, GuestLink
from feedback.surveys.texts import draft_questions
from feedback.surveys.translate_rows import (
    UNWRITTEN,
    rows_of,
    translate_page,
    with_unsaved,
)
from feedback.surveys.views.translate import say_saved, where_next
from studies.agencies.doors import public
from studies.wording.tags import language_info
from studies.wording.translations import State

# In the session of whoever comments: their name, and which comments they sent.
NAME, SENT = "guest_name", "guest_comments"


@public("A translator's link opens the texts of one draft in one language.")
@never_cache
def guest_translate(request, token):
    link = guests.working_link(token, GuestLink.Purpose.TRANSLATE)
    if link is None:
        return _closed(request)
    survey, language = link.survey, link.language
    if request.method != "POST":
        return _translate_page(request, link, rows_of(survey, language))
    sent = written(request.POST, by_guest=True)
    try:
        guests.note_save(link)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        rows = rows_of(survey, language)
        for row in rows:
            row.typed = sent[row.place].text if row.place in sent else row.typed
        return _translate_page(request, link, rows, status=429)
    saved = translating.save_translations(survey.pk, language, sent, by=None)
    say_saved(request, saved)
    rows = rows_of(survey, language)
    if saved.is_settled:
        return redirect(where_next(request, rows, sent, unfinished=UNWRITTEN))
    return _translate_page(request, link, with_unsaved(rows, sent, saved))


def _translate_page(request, link: GuestLink, rows: list, status: int = 200):
    survey, states = link.survey, Counter(row.state for row in rows)
    context = {
        "agency": survey.agency,
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
    }
    return render(request, "surveys/guest_translate.html", context, status=status)


def _closed(request):
    """One page for ended, over and unknown: it tells nobody which links there were."""
    return render(request, "surveys/guest_closed.html", status=404)


@public("A reviewer's link opens one draft to read and to comment on.")
@never_cache
def guest_comment(request, token):
    link = guests.working_link(token, GuestLink.Purpose.COMMENT)
    if link is None:
        return _closed(request)
    questions = draft_questions(link.survey)
    name = {"name": request.session.get(NAME, "")}
    form = CommentForm(request.POST or None, questions=questions, initial=name)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            guests.note_save(link)
            kept = commenting.comment(link.pk, name, form.said())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            _remember(request, name, kept)
            return redirect(request.get_full_path())
    # What this browser sent, and nobody else who has the same link.
    sent = link.comments.filter(pk__in=request.session.get(SENT, []))
    rows = review_rows(questions, form, sent)
    context = {
        "agency": link.survey.agency,
        "survey": link.survey,
        "link": link,
        "form": form,
        "rows": rows,
        "whole": form[ABOUT + commenting.WHOLE],
        "whole_sent": [row for row in sent if row.question_id is None],
    }
    return render(request, "surveys/guest_comment.html", context)


def _remember(request, name: str, kept: list[Comment]) -> None:
    """Show what was sent on the next page, and spare the name the next time."""
    request.session[NAME] = name
    sent = request.session.get(SENT, []) + [row.pk for row in kept]
    request.session[SENT] = sent[-200:]
    text = ngettext(
        "Thank you, %(name)s. %(n)d comment is with the team. You can add more.",
        "Thank you, %(name)s. %(n)d comments are with the team. You can add more.",
        len(kept),
    )
    messages.success(request, text % {"name": name, "n": len(kept)})

"""The rules and sections of a draft: all of them as sentences, one open at a time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from cxstudio.stale import StaleEdit
from feedback.surveys import ruling, sections
from feedback.surveys.editor.rule_page import RulesPage
from feedback.surveys.forms.rule import RuleForm, target_of
from feedback.surveys.models import Section, Survey
from feedback.surveys.rules import references
from feedback.surveys.views.finding import question_of, survey_of
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission


def at(survey: Survey, anchor: str = ""):
    address = reverse("survey-rules", args=[survey.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)


@requires(Permission.SURVEY_VIEW)
def survey_rules(request, pk):
    return _overview(request, survey_of(request, pk))


def _overview(request, survey: Survey, **parts):
    page = RulesPage(survey)
    context = {"survey": survey, "page": page, "here": "rules", **parts}
    return render(request, "surveys/rules.html", context)


@requires(Permission.SURVEY_EDIT)
def rule_edit(request, pk, what, row_pk=None):
    """One rule in menus. Every button but Save only draws the page anew."""
    survey = survey_of(request, pk)
    post = request.POST if request.method == "POST" else None
    form = RuleForm(survey, target_of(survey, what, row_pk), post)
    is_saving = post is not None and "save" in post
    if is_saving and form.is_complete:
        try:
            form.save(by=request.user)
        except StaleEdit as refusal:
            form.error = refusal.message
            form.post = form.post.copy()
            form.post["marker"] = form.fresh_marker()
        except Refusal as refusal:
            form.error = refusal.message
        else:
            messages.success(request, _("Saved in the draft."))
            return at(survey)
    place = form.place()
    context = {
        "survey": survey,
        "form": form,
        "rows": form.menus.rows(with_faults=is_saving),
        "faults": references.faults(form.draft, place) if place else [],
        "is_contradictory": form.is_contradictory(),
        "here": "rules",
    }
    return render(request, "surveys/rule_edit.html", context)


@requires(Permission.SURVEY_EDIT)
@require_POST
def rule_move(request, pk, rule_pk):
    """Archive a rule, or bring it back."""
    survey = survey_of(request, pk)
    rule = get_object_or_404(survey.rules, pk=rule_pk)
    move = ruling.restore_rule if "back" in request.POST else ruling.archive_rule
    try:
        move(rule.pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return at(survey, "rules")


@requires(Permission.SURVEY_EDIT)
@require_POST
def section_save(request, pk, section_pk=None):
    """A new section, or the words of one that is there."""
    survey = survey_of(request, pk)
    words = {name: request.POST.get(name, "") for name in ("title", "text")}
    try:
        if section_pk is None:
            sections.add_section(survey.pk, **_short(words), by=request.user)
        else:
            section = _section_of(survey, section_pk)
            sections.edit_section(section.pk, **_short(words), by=request.user)
    except Refusal as refusal:
        parts = {"error": refusal.message, "typed": words, "open": section_pk}
        return _overview(request, survey, **parts)
    return at(survey, "sections")


def _short(words: dict[str, str]) -> dict[str, str]:
    return {"title": words["title"][:160], "text": words["text"][:5000]}


@requires(Permission.SURVEY_EDIT)
@require_POST
def section_move(request, pk, section_pk):
    """Up, down, archived, or back."""
    survey = survey_of(request, pk)
    section = _section_of(survey, section_pk)
    to = request.POST.get("to", "")
    if to in ("up", "down"):
        sections.move_section(section.pk, up=to == "up", by=request.user)
    elif to == "archive":
        sections.archive_section(section.pk, by=request.user)
    elif to == "back":
        sections.restore_section(section.pk, by=request.user)
    return at(survey, "sections")


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_section(request, pk, question_pk):
    """Put a question into a section, or out of all of them."""
    survey = survey_of(request, pk)
    question = question_of(survey, question_pk)
    chosen = request.POST.get("section", "")
    section = None
    if chosen.isdecimal() and len(chosen) < 10:
        section = get_object_or_404(survey.sections.current(), pk=int(chosen)).pk
    sections.put_in_section(question.pk, section, by=request.user)
    return at(survey, f"question-{question.pk}")


def _section_of(survey: Survey, pk: int) -> Section:
    return get_object_or_404(survey.sections, pk=pk)

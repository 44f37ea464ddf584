"""The same pages, redirects and writes as the product's, no more.

Drawn from hand-written templates for each request; or, where READY says so, once in a
process and cut where the token and the answers go.
"""

from functools import cache

from django.conf import settings
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape

from bench.bare.models import Answers
from bench.questions import AT_ONCE, QUESTIONS, pages

CUT = "\ue000"


def first(request, layout):
    if request.method == "POST":
        row = Answers.objects.create()
        return redirect(f"/s/{layout}/{row.pk}/q/1/")
    return _page(_drawn("first.html"), get_token(request))


def question(request, layout, pk, number):
    asked = pages(layout)[number - 1]
    if request.method == "POST":
        answers = {key: request.POST.getlist(key) for key, *_ in asked}
        if layout == AT_ONCE:
            sent = {"answers": answers, "sent_at": timezone.now()}
            Answers.objects.filter(pk=pk).update(**sent)
            return redirect(f"/s/{layout}/{pk}/receipt/")
        Answers.objects.filter(pk=pk).update(answers=answers)
        is_last = number == len(pages(layout))
        return redirect(
            f"/s/{layout}/{pk}/" + ("check/" if is_last else f"q/{number + 1}/")
        )
    _row(pk=pk)
    return _page(_drawn("question.html", layout, number), get_token(request))


def check(request, layout, pk):
    if request.method == "POST":
        Answers.objects.filter(pk=pk).update(sent_at=timezone.now())
        return redirect(f"/s/{layout}/{pk}/receipt/")
    answers = _row(pk=pk).answers
    said = [escape(" ".join(answers.get(key, []))) for key, *_ in QUESTIONS]
    return _page(_drawn("check.html"), *said, get_token(request))


def receipt(request, layout, pk):
    return _page(_drawn("receipt.html"), str(_row(pk=pk, sent_at__isnull=False).pk))


def _row(**found):
    row = Answers.objects.filter(**found).first()
    if row is None:
        raise Http404
    return row


def _page(parts: list[str], *own: str) -> HttpResponse:
    between = [piece for pair in zip(parts, own, strict=False) for piece in pair]
    return HttpResponse("".join([*between, parts[-1]]))


def _drawn(template: str, layout: str = "", number: int = 1) -> list[str]:
    asked = pages(layout)[number - 1] if layout else []
    context = {
        "cut": CUT,
        "questions": QUESTIONS,
        "number": len(QUESTIONS),
        "asked": asked,
    }
    return render_to_string(template, context).split(CUT)


if settings.READY:
    _drawn = cache(_drawn)

"""The same pages, redirects and writes, no more: ready HTML with the person's part.

Each page is drawn once in a process and cut where the token and the answers go.
"""

from functools import cache

from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape

from bench.bare.models import Answers
from bench.questions import QUESTIONS, pages

CUT = "\ue000"


def first(request, layout):
    if request.method == "POST":
        row = Answers.objects.create()
        return redirect(f"/s/{layout}/{row.pk}/q/1/")
    return _page(_first(), get_token(request))


def question(request, layout, pk, number):
    asked = pages(layout)[number - 1]
    if request.method == "POST":
        answers = {key: request.POST.getlist(key) for key, *_ in asked}
        Answers.objects.filter(pk=pk).update(answers=answers)
        is_last = number == len(pages(layout))
        return redirect(
            f"/s/{layout}/{pk}/" + ("check/" if is_last else f"q/{number + 1}/")
        )
    _row(pk=pk)
    return _page(_question(layout, number), get_token(request))


def check(request, layout, pk):
    if request.method == "POST":
        Answers.objects.filter(pk=pk).update(sent_at=timezone.now())
        return redirect(f"/s/{layout}/{pk}/receipt/")
    answers = _row(pk=pk).answers
    said = [escape(" ".join(answers.get(key, []))) for key, *_ in QUESTIONS]
    return _page(_check(), *said, get_token(request))


def receipt(request, layout, pk):
    return _page(_receipt(), str(_row(pk=pk, sent_at__isnull=False).pk))


def _row(**found):
    row = Answers.objects.filter(**found).first()
    if row is None:
        raise Http404
    return row


def _page(parts: list[str], *own: str) -> HttpResponse:
    between = [piece for pair in zip(parts, own, strict=False) for piece in pair]
    return HttpResponse("".join([*between, parts[-1]]))


@cache
def _first() -> list[str]:
    return _drawn("first.html", number=len(QUESTIONS))


@cache
def _question(layout: str, number: int) -> list[str]:
    return _drawn("question.html", asked=pages(layout)[number - 1])


@cache
def _check() -> list[str]:
    return _drawn("check.html", questions=QUESTIONS)


@cache
def _receipt() -> list[str]:
    return _drawn("receipt.html")


def _drawn(template: str, **context) -> list[str]:
    return render_to_string(template, context | {"cut": CUT}).split(CUT)

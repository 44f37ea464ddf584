"""Hand-written views and templates: the same pages, redirects and writes, no more."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bench.bare.models import Answers
from bench.questions import QUESTIONS, pages


def first(request, layout):
    if request.method == "POST":
        row = Answers.objects.create()
        return redirect(f"/s/{layout}/{row.pk}/q/1/")
    return render(request, "first.html", {"number": len(QUESTIONS)})


def question(request, layout, pk, number):
    asked = pages(layout)[number - 1]
    if request.method == "POST":
        answers = {key: request.POST.getlist(key) for key, *_ in asked}
        Answers.objects.filter(pk=pk).update(answers=answers)
        is_last = number == len(pages(layout))
        return redirect(
            f"/s/{layout}/{pk}/" + ("check/" if is_last else f"q/{number + 1}/")
        )
    row = get_object_or_404(Answers, pk=pk)
    return render(request, "question.html", {"asked": asked, "row": row})


def check(request, layout, pk):
    if request.method == "POST":
        Answers.objects.filter(pk=pk).update(sent_at=timezone.now())
        return redirect(f"/s/{layout}/{pk}/receipt/")
    row = get_object_or_404(Answers, pk=pk)
    return render(request, "check.html", {"questions": QUESTIONS, "row": row})


def receipt(request, layout, pk):
    row = get_object_or_404(Answers, pk=pk, sent_at__isnull=False)
    return render(request, "receipt.html", {"row": row})

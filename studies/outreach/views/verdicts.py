"""Somebody found out what became of a mail that may or may not have left."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal


def settle(request: HttpRequest, judge: Callable, row_id: object, said: dict) -> None:
    """Judge the row as the pressed button says; `said` has a sentence per verdict."""
    verdict = request.POST.get("verdict")
    if verdict not in said:
        return
    try:
        settled = judge(row_id, verdict, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        told = said[verdict] if settled else _("This was settled before.")
        messages.success(request, told)

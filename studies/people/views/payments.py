from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.csv_lines import download, lines
from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.history import changes_of
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.people import payments
from studies.people.forms.payments import OfferForm, PaidForm
from studies.people.models import Payment
from studies.people.models.payment import PaymentQuerySet
from studies.planning.models import Study

PAGE = 50
State = Payment.State


@requires(Permission.PAYMENT_VIEW)
def payment_list(request, slug):
    """What people of a study were offered, those first who wait for it."""
    study = _study_or_404(request, slug)
    rows = _rows(study)
    shown = request.GET.get("show", State.DUE)
    waiting = study.payments.due().count()
    if shown in State.values:
        rows = rows.filter(state=shown)
    context = {
        "study": study,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "shown": shown,
        "states": State.choices,
        "waiting": waiting,
    }
    return render(request, "people/payment_list.html", context)


@requires(Permission.PAYMENT_EDIT)
@done_once
def payment_new(request, slug):
    study = _study_or_404(request, slug)
    first = {"number": request.GET.get("person", "")[:12]}
    form = OfferForm(request.POST or None, study=study, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            row = payments.offer(**form.terms, by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Kept as offered."))
            return redirect("payment", study.slug, row.pk)
    return render(request, "people/payment_new.html", {"study": study, "form": form})


@requires(Permission.PAYMENT_VIEW)
def payment(request, slug, payment_pk):
    """One payment, who changed it, and the buttons that move it."""
    row = _payment_or_404(request, slug, payment_pk)
    context = {
        "payment": row,
        "study": row.study,
        "form": PaidForm(),
        "changes": changes_of(row),
    }
    return render(request, "people/payment.html", context)


@require_POST
@requires(Permission.PAYMENT_EDIT)
def payment_paid(request, slug, payment_pk):
    row = _payment_or_404(request, slug, payment_pk)
    form = PaidForm(request.POST)
    if form.is_valid():
        try:
            row = payments.paid(row.pk, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            _say_paid(request, row, form.cleaned_data)
            return redirect("payments", slug)
    context = {"payment": row, "study": row.study, "form": form}
    return render(request, "people/payment.html", context)


def _say_paid(request, row: Payment, said: dict) -> None:
    """Another page may have said before how it was paid, and that stays."""
    if (row.how, row.settled_on) == (said["how"], said["on"]):
        messages.success(request, _("Marked as paid."))
        return
    text = _("Nothing was changed: it was marked as paid before, %(how)s, %(day)s.")
    day = date_format(row.settled_on, "DATE_FORMAT")
    messages.warning(request, text % {"how": row.get_how_display(), "day": day})


@require_POST
@requires(Permission.PAYMENT_EDIT)
def payment_due(request, slug, payment_pk):
    text = _("It is due now, whether or not they stopped early.")
    return _moved(request, slug, payment_pk, payments.mark_due, text)


@require_POST
@requires(Permission.PAYMENT_EDIT)
def payment_refused(request, slug, payment_pk):
    text = _("Kept: this person does not want it.")
    return _moved(request, slug, payment_pk, payments.refused, text)


@require_POST
@requires(Permission.PAYMENT_EDIT)
def payment_reopen(request, slug, payment_pk):
    return _moved(request, slug, payment_pk, payments.reopen, _("It is due again."))


@require_POST
@requires(Permission.PAYMENT_VIEW)
def payment_export(request, slug):
    """Everything the study offered and paid, under pseudonyms."""
    study = _study_or_404(request, slug)
    day = timezone.localdate().isoformat()
    name = f"payments-{study.slug}-{day}.csv"
    return download(lines(_header(), _cells(_rows(study)), bom=True), name)


def _moved(request, slug: str, pk: object, move, text: str):
    row = _payment_or_404(request, slug, pk)
    try:
        move(row.pk, by=request.user)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, text)
    return redirect("payment", slug, row.pk)


def _header() -> list[str]:
    names = ("participant", "round", "what_for", "state", "offered_on", "due_on")
    return [
        *(str(Payment._meta.get_field(name).verbose_name) for name in names),
        _("paid or refused"),
        _("how"),
        _("amount"),
        _("currency"),
        _("marked by"),
    ]


def _cells(rows: PaymentQuerySet) -> Iterator[list[str]]:
    for row in rows.iterator(chunk_size=500):
        amount, currency = row.amount.split()
        yield [
            row.participant.pseudonym,
            str(row.round.number) if row.round else "",
            row.what_for,
            str(row.get_state_display()),
            row.offered_on.isoformat(),
            row.due_on.isoformat() if row.due_on else "",
            row.settled_on.isoformat() if row.settled_on else "",
            str(row.get_how_display()),
            amount,
            currency,
            str(row.marked_by or ""),
        ]


def _rows(study: Study) -> PaymentQuerySet:
    rows = study.payments.select_related("participant", "round", "marked_by")
    return rows.order_by("offered_on", "participant__number", "pk")


def _payment_or_404(request, slug: str, pk: object) -> Payment:
    rows = Payment.objects.within(request.agency).filter(study__slug=slug)
    rows = rows.select_related("study", "participant", "round")
    return get_object_or_404(rows, pk=pk)


def _study_or_404(request, slug: str) -> Study:
    return get_object_or_404(Study.objects.within(request.agency), slug=slug)

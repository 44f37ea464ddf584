from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.partners import actions as partners
from studies.partners import flyers, links, prints, short_codes
from studies.partners.forms import LinkForm, PartnerForm, PrintForm
from studies.partners.forms.many import LinksShownForm
from studies.partners.models import InviteLink, Partner
from studies.planning.models import Study

# Where a refusal to make a link is said; others stand above the form.
FIELD_OF = {"kiosk_never_fills": "cap", "ends_in_the_past": "ends_on"}
FILES = {"png": "image/png", "svg": "image/svg+xml"}


A_PAGE = 50


@requires(Permission.PARTNER_VIEW)
def partner_list(request):
    put_away = request.GET.get("show") == "archived"
    named = request.GET.get("name", "").replace("\x00", "").strip()[:160]
    ours = Partner.objects.within(request.agency)
    rows = (ours.archived() if put_away else ours.current()).annotate(
        links=Count("invite_links", filter=Q(invite_links__revoked_at=None))
    )
    if named:
        rows = rows.filter(Q(name__icontains=named) | Q(serves__icontains=named))
    page = Paginator(rows.order_by("name"), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "put_away": put_away, "named": named}
    return render(request, "partners/partner_list.html", context)


@requires(Permission.PARTNER_EDIT)
def partner_new(request):
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            partner = partners.add_partner(
                agency=request.agency, by=request.user, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("Partner added. Now make their first link."))
            return redirect("partner", partner.pk)
    return render(request, "partners/partner_form.html", {"form": form})


@requires(Permission.PARTNER_EDIT)
def partner_edit(request, pk):
    partner = _partner(request, pk)
    there = {name: getattr(partner, name) for name in PartnerForm.base_fields}
    form = PartnerForm(request.POST or None, initial=there)
    if request.method == "POST" and form.is_valid():
        try:
            partners.change_partner(partner.pk, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("name", refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("partner", partner.pk)
    context = {"form": form, "partner": partner}
    return render(request, "partners/partner_form.html", context)


@requires(Permission.PARTNER_VIEW)
@done_once
def partner(request, pk):
    """One partner with its links; making a link is a POST to the same page."""
    row = _partner(request, pk)
    may_edit = request.member.may(Permission.PARTNER_EDIT)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = LinkForm(request.POST or None, agency=request.agency)
    if request.method == "POST" and form.is_valid():
        link = _make_link(request, row, form)
        if link is not None:
            return redirect("link", link.pk)
    shown = LinksShownForm(request.GET, partner=row)
    related = row.invite_links.select_related("activity__round__study", "site")
    rows = shown.narrow(related.with_partnership())
    context = {
        "partner": row,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "shown": shown,
        "form": form if may_edit else None,
        "partnerships": row.partnerships.with_terms().order_by("-since", "pk"),
        "studies": Study.objects.within(request.agency)
        .current()
        .exclude(partnerships__partner=row),
        "sites": row.sites.current(),
        "contacts": row.contacts.count(),
    }
    return render(request, "partners/partner.html", context)


def _make_link(request, row: Partner, form: LinkForm) -> InviteLink | None:
    try:
        link = partners.make_link(
            form.cleaned_data["activity"].pk,
            partner=row,
            label=form.cleaned_data["label"],
            cap=form.cleaned_data["cap"],
            expires_at=form.expires_at,
            is_kiosk=form.cleaned_data["is_kiosk"],
            by=request.user,
        )
    except Refusal as refusal:
        form.add_error(FIELD_OF.get(refusal.code), refusal.message)
        return None
    messages.success(request, _("The link works from now on. Print it or pass it on."))
    return link


@requires(Permission.PARTNER_EDIT)
def partner_archive(request, pk):
    row = _partner(request, pk)
    if request.method == "POST":
        back = row.archived_at is not None
        partners.archive_partner(row.pk, by=request.user, back=back)
        text = (
            _("Back on the list.") if back else _("Archived. Their links still work.")
        )
        messages.success(request, text)
    return redirect("partner-list")


@requires(Permission.PARTNER_VIEW)
def link(request, pk):
    row = _link(request, pk)
    context = {
        "link": row,
        "url": links.url(row),
        "go": short_codes.address(),
        "code": short_codes.in_words(row),
        "qr": links.qr_svg(row, "cx-qr", _("QR code of the link")),
        "can_print": not row.is_kiosk and flyers.languages_of(row),
    }
    return render(request, "partners/link.html", context)


@requires(Permission.PARTNER_VIEW)
def link_qr(request, pk, kind):
    """The QR code as a file to place into a poster of the partner's own."""
    row = _link(request, pk)
    answer = HttpResponse(links.qr_file(row, kind), content_type=FILES[kind])
    name = slugify(str(row)) or "link"
    answer["Content-Disposition"] = f'attachment; filename="qr-{name}.{kind}"'
    return answer


@requires(Permission.PARTNER_EDIT)
def link_revoke(request, pk):
    """One press on the link's page ends it; opened by itself it asks first."""
    row = _link(request, pk)
    if request.method == "POST":
        partners.revoke_link(row.pk, by=request.user)
        messages.success(
            request,
            _(
                "The link has ended. Answers so far are kept. If that was a mistake, "
                "press “Open it again” here."
            ),
        )
        return redirect("link", row.pk)
    return render(request, "partners/link_revoke.html", {"link": row})


@require_POST
@requires(Permission.PARTNER_EDIT)
def link_again(request, pk):
    """Undo the end of a link."""
    row = _link(request, pk)
    partners.open_link_again(row.pk, by=request.user)
    messages.success(
        request, _("The link works again, with the same address, code and flyers.")
    )
    return redirect("link", row.pk)


@requires(Permission.PARTNER_VIEW)
def link_flyer(request, pk):
    """What to print for a link; the same form leads to the file."""
    row = _link(request, pk)
    try:
        prints.check(row)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("link", row.pk)
    asked = [c for part in request.GET.getlist("languages") for c in part.split(",")]
    usual = {
        "kind": request.GET.get("kind", prints.usual_kind(row)),
        "languages": asked or flyers.languages_of(row)[:2],
        "paper": request.GET.get("paper", "letter"),
    }
    context = {"link": row, "form": PrintForm(link=row, initial=usual)}
    return render(request, "partners/print.html", context)


@requires(Permission.PARTNER_VIEW)
def link_print(request, pk):
    """A sheet as a PDF file, or the form again with what stands against it."""
    row = _link(request, pk)
    form = PrintForm(request.GET, link=row)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            made = prints.pdf(row, **asked)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            answer = HttpResponse(made, content_type="application/pdf")
            name = prints.file_name(row, **asked)
            answer["Content-Disposition"] = f'inline; filename="{name}"'
            return answer
    return render(request, "partners/print.html", {"link": row, "form": form})


def _partner(request, pk) -> Partner:
    return get_object_or_404(Partner.objects.within(request.agency), pk=pk)


def _link(request, pk) -> InviteLink:
    """A shared link of the agency; personal ones have no page."""
    ours = InviteLink.objects.within(request.agency).shared()
    rows = ours.select_related(
        "activity__round__study", "activity__agency", "partner", "site", "segment"
    )
    return get_object_or_404(rows.with_partnership(), pk=pk)

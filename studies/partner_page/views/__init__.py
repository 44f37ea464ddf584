"""What a partner's pages have in common: found by the saved link, or not there at all."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cxstudio import guessing
from cxstudio.refusal import Refusal
from studies.partner_page import browsers, codes, saved_links
from studies.partner_page.forms import AddressForm, CodeForm
from studies.partner_page.models import CODE_WORKS_FOR, PartnerPage
from studies.partners.models import PartnerContact, Partnership
from studies.wording.agency_face import face
from studies.wording.tags import is_same_language

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Visit:
    """Somebody on a partner's page; `contact` where they typed a code here."""

    page: PartnerPage
    partnership: Partnership | None
    contact: PartnerContact | None

    @property
    def root(self) -> str:
        return f"/partner/{self.page.token}/"

    @property
    def address(self) -> str:
        """Of the study that they look at."""
        if self.partnership is None:
            return self.root
        return f"{self.root}study/{self.partnership.study.slug}/"

    def frame(self) -> dict:
        agency, language = self.page.partner.agency, translation.get_language()
        ours = settings.LANGUAGE_CODE
        return {
            "partner": self.page.partner,
            # The language of names that the team wrote, where it is not the page's.
            "names_in": "" if is_same_language(language, ours) else ours,
            "root": self.root,
            "address": self.address,
            "agency": face(agency, language),
        }

    def back(self, said: str = "") -> HttpResponse:
        asked = {"said": said} if said else {}
        asked |= {"lang": translation.get_language()}
        return redirect(f"{self.address}?{urlencode(asked)}")


def partner_door(*, asks_code: bool = False) -> Callable:
    """A page behind the saved link; with `asks_code`, behind a mailed code too.

    The token is the proof, so there is no other one against forged forms, and the page
    is the same each time it is drawn. A form of another site is refused.
    """

    def mark(view):
        @csrf_exempt
        @never_cache
        @wraps(view)
        def door(request, token, slug="", **kwargs):
            visit = _visit(request, token, slug)
            if visit is None:
                response = unknown(request)
            elif asks_code and visit.contact is None:
                response = _ask_for_code(request, visit)
            else:
                response = view(request, visit, **kwargs)
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return door

    return mark


def _visit(request: HttpRequest, token: str, slug: str) -> Visit | None:
    page = saved_links.find(token)
    if (
        page is None
        or request.headers.get("Sec-Fetch-Site") == "cross-site"
        and (request.method == "POST")
    ):
        return None
    timezone.activate(page.partner.agency.zone)
    _speak(request, page)
    partnership = None
    if slug:
        theirs = page.partner.partnerships.with_terms()
        partnership = theirs.filter(study__slug=slug, study__archived_at=None).first()
        if partnership is None:
            return None
    return Visit(page, partnership, browsers.who(request, page))


def _speak(request: HttpRequest, page: PartnerPage) -> None:
    """The partner's language, until somebody there chooses another one."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = dict(settings.LANGUAGES)
    if request.GET.get("lang", "") not in known and chosen not in known:
        translation.activate(page.language)
        request.LANGUAGE_CODE = page.language


def unknown(request: HttpRequest) -> HttpResponse:
    """The same page for what never was, what was taken back, and what ran out."""
    log.warning("unknown_link", extra={"door": "partner"})
    response = render(request, "partner_page/unknown.html", status=404)
    return guessing.note_wrong(response, "partner")


def _ask_for_code(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Type an address, then the code that was mailed to it, if it is a contact's."""
    asked = request.POST.get("asked") or request.GET.get("asked", "")
    act = request.POST.get("act", "")
    form = (CodeForm if asked else AddressForm)(request.POST if act else None)
    if act and form.is_valid():
        try:
            return _typed_code(request, visit, asked, form)
        except Refusal as refusal:
            form.add_error("code" if asked else "email", refusal.message)
    context = {"form": form, "asked": asked, "minutes": CODE_WORKS_FOR.seconds // 60}
    return render(request, "partner_page/code.html", context | visit.frame())


def _typed_code(request: HttpRequest, visit: Visit, asked: str, form) -> HttpResponse:
    query = {"lang": translation.get_language()}
    if not asked:
        address, language = form.cleaned_data["email"], query["lang"]
        known = browsers.known(request, visit.page)
        row = codes.ask(visit.page.pk, address, language=language, known=known)
        query |= {"asked": str(row.pk)}
        return redirect(f"{request.path}?{urlencode(query)}")
    contact = codes.check(visit.page.pk, asked, form.cleaned_data["code"])
    response = redirect(f"{request.path}?{urlencode(query)}")
    browsers.keep_open(response, visit.page, contact.pk)
    return response

"""What a browser keeps of a contact person who typed a code: signed, for one partner."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from studies.partner_page.models import PartnerPage
from studies.partners.models import PartnerContact

# Whoever typed a code may act for so long, on this partner's page alone (p).
COOKIE, OPEN_SECONDS = "cx_partner", 30 * 60
# For so long their browser is known: it opens nothing, but strangers who try codes
# can't use up its tries (p).
KNOWN_COOKIE, KNOWN_SECONDS = "cx_partner_known", 180 * 24 * 60 * 60


def keep_open(response: HttpResponse, page: PartnerPage, contact_id: int) -> None:
    """Signed cookies for this address alone; a new address makes them worthless."""
    for name, seconds in ((COOKIE, OPEN_SECONDS), (KNOWN_COOKIE, KNOWN_SECONDS)):
        response.set_signed_cookie(
            name,
            f"{page.token_hash}:{contact_id}",
            salt=name,
            max_age=seconds,
            path=f"/partner/{page.token}/",
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )


def who(request: HttpRequest, page: PartnerPage) -> PartnerContact | None:
    """Whoever typed a code here within half an hour, while they are a contact still."""
    return _kept(request, page, COOKIE, OPEN_SECONDS)


def known(request: HttpRequest, page: PartnerPage) -> PartnerContact | None:
    """Who typed a code in this browser before, while they are a contact still."""
    return _kept(request, page, KNOWN_COOKIE, KNOWN_SECONDS)


def _kept(
    request: HttpRequest, page: PartnerPage, name: str, seconds: int
) -> PartnerContact | None:
    try:
        kept = request.get_signed_cookie(name, salt=name, max_age=seconds)
    except (KeyError, signing.BadSignature):
        return None
    token_hash, _colon, contact_id = kept.partition(":")
    if token_hash != page.token_hash:
        return None
    return page.partner.contacts.filter(pk=contact_id).first()

"""The saved link of a partner: made, given again, made anew, taken back, found."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from studies.agencies.models import User
from studies.partner_page.models import PartnerPage, default_end
from studies.partners.models import Partner, hash_token


def address(page: PartnerPage) -> str:
    return f"{settings.BASE_URL}/partner/{page.token}/"


def find(token: str) -> PartnerPage | None:
    """The page behind a token where it works; one look-up by hash in any case."""
    rows = PartnerPage.objects.working().filter(token_hash=hash_token(token))
    return rows.select_related("partner__agency").first()


@transaction.atomic
def make(partner_id: int, *, language: str, by: User | None) -> PartnerPage:
    """A new address. The one from before leads nowhere from then on."""
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    page = PartnerPage.objects.filter(partner=partner).first()
    page = page or PartnerPage(partner=partner)
    page.token = secrets.token_urlsafe(24)  # 192 bits
    page.token_hash = hash_token(page.token)
    page.language, page.revoked_at = language, None
    page.made_at, page.expires_on = timezone.now(), default_end()
    page.save()
    page.codes.all().delete()
    return page


def speak(page_id: int, language: str, *, by: User) -> None:
    PartnerPage.objects.filter(pk=page_id).update(language=language)


def revoke(page_id: int, *, by: User) -> None:
    """Take the address back at once. It never works again; a new one can be made."""
    PartnerPage.objects.filter(pk=page_id, revoked_at=None).update(
        revoked_at=timezone.now()
    )

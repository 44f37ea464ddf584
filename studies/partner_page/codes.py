"""Codes by mail: who wants to do more than look shows that they are a contact person."""

import hashlib
import hmac
import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.posting import Left, hand_over
from cxstudio.refusal import Refusal
from studies.partner_page import emails
from studies.partner_page.models import PageCode, PartnerPage
from studies.partners.models import PartnerContact
from studies.wording.spelled_codes import ALPHABET, readings

LENGTH = 8
# Per code; per partner and hour; per partner and hour (p).
MOST_TRIES, MOST_WRONG, MOST_CODES = 5, 15, 6
AN_HOUR = timedelta(hours=1)
# Whoever typed a code may act for so long, on this partner's page alone (p).
COOKIE, OPEN_SECONDS = "cx_partner", 30 * 60

log = logging.getLogger(__name__)
State = PageCode.State


def spelled(code_id: uuid.UUID) -> str:
    """The code of a row: about 2 to the power of 36 there are."""
    text = f"partner-page-code:{code_id}".encode()
    digest = hmac.digest(settings.SECRET_KEY.encode(), text, hashlib.sha256)
    number, letters = int.from_bytes(digest[:16]), []
    for _place in range(LENGTH):
        number, at = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[at])
    return "".join(letters)


@transaction.atomic
def ask(page_id: int, address: str, *, language: str = "") -> PageCode:
    """A code for whoever has this address there; the same row where nobody has.

    It is mailed in the `language` that they read the page in, else in the contact's.
    """
    page = PartnerPage.objects.select_for_update().get(pk=page_id)
    if _recent(page).count() >= MOST_CODES:
        raise Refusal(
            _("Many codes were asked for here. Wait an hour, then ask again."),
            code="too_many_codes",
        )
    contact = page.partner.contacts.at_address(address.strip()).first()
    known = language if language in dict(settings.LANGUAGES) else ""
    row = PageCode.objects.create(page=page, contact=contact, language=known)
    wake.on_commit("partner_page.mail_codes")
    return row


def check(page_id: int, code_id: object, typed: str) -> PartnerContact:
    """The contact person whose code this is; used once, on this page alone."""
    contact = _used(page_id, code_id, typed)
    if contact is None:
        raise Refusal(
            _(
                "This code does not work, or it is over. Look at each letter again, "
                "or ask for a new code."
            ),
            code="wrong_code",
        )
    return contact


@transaction.atomic
def _used(page_id: int, code_id: object, typed: str) -> PartnerContact | None:
    """Counts a wrong try for good, so it never raises: that would take it back."""
    page = PartnerPage.objects.select_for_update().get(pk=page_id)
    wrong = _recent(page).aggregate(n=Sum("wrong_tries"))["n"] or 0
    row = page.codes.filter(pk=_uuid(code_id)).select_related("contact").first()
    if row is None or row.used_at or row.is_over or wrong >= MOST_WRONG:
        return None
    if row.wrong_tries >= MOST_TRIES:
        return None
    right = spelled(row.pk)
    found = [constant_time_compare(one, right) for one in readings(typed, LENGTH)]
    if row.contact is None or not any(found):
        row.wrong_tries += 1
        row.save(update_fields=["wrong_tries"])
        return None
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    return row.contact


def mail_due() -> int:
    """Mail each code that waits; one that may have left already is not mailed again."""
    sent = 0
    for pk in list(PageCode.objects.waiting().values_list("pk", flat=True)):
        rows = PageCode.objects.filter(pk=pk)
        if rows.filter(state=State.WAITING).update(state=State.TAKEN):
            left = _mail(rows.select_related("contact", "page__partner__agency").get())
            rows.update(state=left)
            sent += left == State.SENT
    return sent


def _mail(row: PageCode) -> State:
    if row.contact is None or not row.contact.email:
        return State.NOBODY
    left = hand_over(emails.code(row, spelled(row.pk)))
    if left == Left.NO:
        log.warning("partner_code_waits", extra={"code": str(row.pk)})
        return State.WAITING
    return State.SENT if left == Left.YES else State.UNSURE


def forget() -> int:
    """Nothing stays of codes that were asked for longer than a day ago."""
    over = timezone.now() - timedelta(days=1)
    return PageCode.objects.filter(asked_at__lt=over).delete()[0]


def keep_open(response: HttpResponse, page: PartnerPage, contact_id: int) -> None:
    """A signed cookie for this address alone; a new address makes it worthless."""
    response.set_signed_cookie(
        COOKIE,
        f"{page.token_hash}:{contact_id}",
        salt=COOKIE,
        max_age=OPEN_SECONDS,
        path=f"/partner/{page.token}/",
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def who(request: HttpRequest, page: PartnerPage) -> PartnerContact | None:
    """Whoever typed a code here within half an hour, while they are a contact still."""
    try:
        kept = request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=OPEN_SECONDS)
    except (KeyError, signing.BadSignature):
        return None
    token_hash, _colon, contact_id = kept.partition(":")
    if token_hash != page.token_hash:
        return None
    return page.partner.contacts.filter(pk=contact_id).first()


def _recent(page: PartnerPage):
    return page.codes.filter(asked_at__gt=timezone.now() - AN_HOUR)


def _uuid(text: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None

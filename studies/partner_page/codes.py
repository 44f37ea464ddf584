"""Codes by mail: who wants to do more than look shows that they are a contact person."""

import hashlib
import hmac
import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
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
# Wrong tries: for each asking; in an hour from a browser where a contact person typed
# a code before; in an hour from all others together (p). See docs/decisions/0033.
MOST_TRIES, MOST_WRONG_KNOWN, MOST_WRONG = 5, 15, 300
AN_HOUR = timedelta(hours=1)
# Askings that are kept for each partner; older ones that mailed nothing go first.
MOST_KEPT = 500

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
def ask(
    page_id: int,
    address: str,
    *,
    language: str = "",
    known: PartnerContact | None = None,
) -> PageCode:
    """A code for whoever has this address there; the same row where nobody has.

    It is mailed in the `language` that they read the page in, else in the contact's.
    A code that was mailed minutes ago, whoever asked for it, serves once more: so
    nobody is mailed one after the other, and nobody is refused because others asked.
    `known`: the contact person who typed a code in this browser before.
    """
    page = PartnerPage.objects.select_for_update().get(pk=page_id)
    contact = page.partner.contacts.at_address(address.strip()).first()
    mailed = page.codes.all().in_their_box(contact)
    row = PageCode.objects.create(
        page=page,
        contact=contact,
        language=language if language in dict(settings.LANGUAGES) else "",
        mailed_as=mailed if contact else None,
        state=State.SHARED if contact and mailed else State.WAITING,
        asked_by=known,
    )
    page.codes.filter(pk__in=page.codes.idle()[MOST_KEPT:]).delete()
    wake.on_commit("partner_page.mail_codes")
    return row


def check(page_id: int, code_id: object, typed: str) -> PartnerContact:
    """The contact person whose code this is; used once, on this page alone.

    Tries of strangers count apart from those of a browser that is known: they can't
    use up the tries of somebody who has been here before.
    """
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
    rows = page.codes.filter(pk=_uuid(code_id))
    row = rows.select_related("contact", "mailed_as").first()
    if row is None or row.is_spent or _tried_too_often(page, row):
        return None
    right = spelled(row.mail.pk)
    found = [constant_time_compare(one, right) for one in readings(typed, LENGTH)]
    if row.contact is None or not any(found):
        row.wrong_tries += 1
        row.save(update_fields=["wrong_tries"])
        return None
    page.codes.filter(pk__in=[row.pk, row.mail.pk]).update(used_at=timezone.now())
    return row.contact


def _tried_too_often(page: PartnerPage, row: PageCode) -> bool:
    if row.wrong_tries >= MOST_TRIES:
        return True
    most = MOST_WRONG_KNOWN if row.asked_by_id else MOST_WRONG
    return wrong_tries(page, by=row.asked_by_id) >= most


def wrong_tries(page: PartnerPage, *, by: int | None) -> int:
    """In the last hour, from browsers of this contact person, or of nobody known."""
    since = timezone.now() - AN_HOUR
    rows = page.codes.filter(asked_at__gt=since, asked_by=by)
    return rows.aggregate(n=Sum("wrong_tries"))["n"] or 0


def is_guessed_at(page: PartnerPage) -> bool:
    """Somebody who is no contact tries out codes, so that new contacts can't come in."""
    return wrong_tries(page, by=None) >= MOST_WRONG


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
    if left.may_go_again:
        log.warning("partner_code_waits", extra={"code": str(row.pk)})
        return State.WAITING
    return State.SENT if left == Left.YES else State.UNSURE


def forget() -> int:
    """Nothing stays of codes that were asked for longer than a day ago."""
    over = timezone.now() - timedelta(days=1)
    return PageCode.objects.filter(asked_at__lt=over).delete()[0]


def _uuid(text: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None

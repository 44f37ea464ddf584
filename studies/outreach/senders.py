"""Who mailings come from: written by an administrator, proved by a code, then used."""

import secrets
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.posting import Left, hand_over
from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.outreach.models import Sender, Wave

NO_SENDER = "no_sender"  # why a mailing waits
DIGITS, MOST_WRONG = 6, 5
VALID, APART = timedelta(hours=1), timedelta(minutes=1)


def allowed_domains() -> list[str]:
    """Where the operator lets agencies send from; that of the installation if unset."""
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return [domain.lower() for domain in settings.SENDER_DOMAINS or [own]]


def checked(agency: Agency) -> Sender | None:
    """The sender whose address was proved; without one, mail says whose server it is."""
    return Sender.objects.filter(agency=agency).exclude(checked_at=None).first()


def may_write(agency: Agency) -> bool:
    """People can see who writes; the demo writes to nobody."""
    return agency.is_demo or checked(agency) is not None


def is_missing(wave: Wave) -> bool:
    """A real mailing waits for its sender; practice and the demo write to nobody."""
    if wave.agency.is_demo or wave.is_practice or wave.only_practices:
        return False
    return checked(wave.agency) is None


@transaction.atomic
def save(
    agency: Agency, *, name: str, address: str, reader: str, reply_to: str, by: User
) -> Sender:
    """Write who mailings come from. Another address has to be checked before use."""
    row = Sender.objects.select_for_update().filter(agency=agency).first()
    row = row or Sender(agency=agency)
    is_another = row.address.lower() != address.lower()
    domain = address.rpartition("@")[2].lower()
    if is_another and domain not in allowed_domains():
        raise Refusal(
            _(
                "Nothing was saved. Mail may come from these domains alone: "
                "%(domains)s. Ask whoever runs this installation to add %(domain)s."
            )
            % {"domains": ", ".join(allowed_domains()), "domain": domain},
            code="domain",
        )
    if is_another:
        row.checked_at = row.checked_by = row.code_sent_at = None
        row.code_hash = ""
    row.name, row.address, row.reader, row.reply_to = name, address, reader, reply_to
    row.save()
    return row


def mail_code(agency: Agency, *, by: User, now: datetime | None = None) -> None:
    """Mail a new code to the address; the one before does not count any more."""
    now = now or timezone.now()
    code = "".join(secrets.choice("0123456789") for _digit in range(DIGITS))
    row = _new_code(agency, code, now)
    mail = EmailMessage(
        subject=_("%(code)s is the code for your mailings") % {"code": code},
        body=_(
            "%(agency)s wants its mailings to come from this address. If that is "
            "right, type this code in CX Studio, under Mailings, Sender:\n\n%(code)s\n\n"
            "It works for one hour. If you know nothing of it, do nothing, and no "
            "mailing will come from here."
        )
        % {"agency": agency.name, "code": code},
        to=[row.address],
    )
    if hand_over(mail) != Left.YES:
        raise Refusal(
            _("The mail server did not take the mail. Try again in some minutes."),
            code="unreachable",
        )


@transaction.atomic
def _new_code(agency: Agency, code: str, now: datetime) -> Sender:
    row = Sender.objects.select_for_update().get(agency=agency)
    if row.code_sent_at and row.code_sent_at + APART > now:
        raise Refusal(
            _("A code is on its way. Look in the mailbox, and wait a minute."),
            code="too_soon",
        )
    row.code_hash, row.code_sent_at, row.wrong_codes = _sealed(row, code), now, 0
    row.save(update_fields=["code_hash", "code_sent_at", "wrong_codes"])
    return row


def check(
    agency: Agency, code: str, *, by: User, now: datetime | None = None
) -> Sender:
    """Take the code that came to the address. A few wrong ones end it."""
    now = now or timezone.now()
    row, wrong = _try(agency, "".join(code.split()), by, now)
    if not wrong:
        _let_go(agency)
    if wrong:
        raise Refusal(
            _("That is not the code. Look at the newest mail, or ask for a new code."),
            code="wrong_code",
        )
    return row


def _let_go(agency: Agency) -> None:
    """News of what changed that waited for its sender goes out now."""
    held = Wave.objects.filter(agency=agency, trouble=NO_SENDER)
    held.filter(state=Wave.State.PAUSED).update(state=Wave.State.RUNNING, trouble="")
    wake.on_commit("outreach.deliver_due")


@transaction.atomic
def _try(agency: Agency, code: str, by: User, now: datetime) -> tuple[Sender, bool]:
    row = Sender.objects.select_for_update().get(agency=agency)
    if row.checked_at:
        return row, False
    alive = (
        row.code_hash
        and row.wrong_codes < MOST_WRONG
        and row.code_sent_at + VALID > now
    )
    if not (alive and constant_time_compare(row.code_hash, _sealed(row, code))):
        row.wrong_codes = min(row.wrong_codes + 1, MOST_WRONG)
        row.save(update_fields=["wrong_codes"])
        return row, True
    row.checked_at, row.checked_by, row.code_hash = now, by, ""
    row.save(update_fields=["checked_at", "checked_by", "code_hash"])
    return row, False


def _sealed(row: Sender, code: str) -> str:
    sealed = salted_hmac(
        "sender-code", f"{row.pk}:{row.address}:{code}", algorithm="sha256"
    )
    return sealed.hexdigest()

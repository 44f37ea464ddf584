"""Hands one mail over to the mail server, and says what became of it."""

from enum import StrEnum
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMessage, get_connection
from django.db import models
from django.utils.translation import gettext_lazy as _

from cxstudio.provider_errors import is_refusal, trouble_of
from cxstudio.smtp_replies import is_final, names_nobody


class Left(StrEnum):
    YES = "yes"
    NO = "no"  # the server can't be reached or takes nothing now: it may be tried again
    LATER = "later"  # the server wants this one later: the same, but not at once
    REFUSED = "refused"  # the server's own no: it did not leave, and would not again
    NO_SUCH_ADDRESS = "no_such_address"  # the same, for each mail to this address
    UNSURE = "unsure"  # it broke off in between: a second try could be a second mail

    @property
    def may_go_again(self) -> bool:
        """Nothing has left, and another time it may."""
        return self in (Left.NO, Left.LATER)

    @property
    def is_refusal(self) -> bool:
        return self in (Left.REFUSED, Left.NO_SUCH_ADDRESS)


class MailState(models.TextChoices):
    """Of a row that stands for one mail, told once or not at all."""

    QUEUED = "queued", _("waiting")
    IN_HAND = "in_hand", _("sending")
    HANDED_OVER = "handed_over", _("sent")
    UNSURE = "unsure", _("not sure it was sent")
    DROPPED = "dropped", _("not sent")

    @classmethod
    def after(cls, left: Left) -> "MailState":
        """What becomes of a row in hand; one of which nothing left is offered again."""
        return {
            Left.YES: cls.HANDED_OVER,
            Left.NO: cls.QUEUED,
            Left.LATER: cls.QUEUED,
            Left.UNSURE: cls.UNSURE,
        }.get(left, cls.DROPPED)


def hand_over(message: EmailMessage) -> Left:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        return Left.NO
    message.connection = connection
    if name := message.extra_headers.get("Message-ID", ""):
        # A provider that names its mails itself gives ours back with its news.
        message.metadata = {"reference": name.strip("<>").partition("@")[0]}
    try:
        message.send()
    except (OSError, SMTPException, AnymailError) as error:
        return _what_became(error, message)
    finally:
        connection.close()
    return Left.UNSURE if _said_of(message) & {"unknown"} else Left.YES


def _what_became(error: Exception, message: EmailMessage) -> Left:
    if isinstance(error, SMTPRecipientsRefused):  # said before any text is sent
        return _refused_people(list(error.recipients.values()))
    if isinstance(error, AnymailRecipientsRefused):
        is_none = _said_of(message) == {"invalid"}
        return Left.NO_SUCH_ADDRESS if is_none else Left.REFUSED
    if isinstance(error, SMTPDataError) and is_final(error.smtp_code):
        return Left.REFUSED
    if trouble_of(error):
        return Left.NO
    return Left.REFUSED if is_refusal(error) else Left.UNSURE


def _said_of(message: EmailMessage) -> set[str]:
    """What a provider's web address said of the people; empty for a mail server."""
    status = getattr(message, "anymail_status", None)
    return set(status.status or ()) if status else set()


def _refused_people(replies: list[tuple[int, bytes]]) -> Left:
    if all(names_nobody(code, reply) for code, reply in replies):
        return Left.NO_SUCH_ADDRESS
    final = any(is_final(code) for code, _reply in replies)
    return Left.REFUSED if final else Left.LATER

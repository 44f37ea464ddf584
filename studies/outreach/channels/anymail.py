"""Mail by the web address of any provider that django-anymail knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from requests import RequestException

from cxstudio.provider_errors import is_refusal, trouble_of
from studies.outreach.channels.outgoing import NothingLeft, Outcome, Outgoing, Sent

# What the provider says of the one person that a mail is for. "unknown" is an answer
# that django-anymail can't read: it may have been taken.
OUTCOMES = {
    "queued": Outcome.HANDED_OVER,
    "sent": Outcome.HANDED_OVER,
    "rejected": Outcome.REFUSED,
    "failed": Outcome.REFUSED,
    "invalid": Outcome.NO_SUCH_ADDRESS,
}
# Heads that the provider writes itself, from what it is told apart.
ITS_OWN = {"from", "to", "subject", "reply-to", "mime-version"}


@contextmanager
def open_session() -> Iterator["Session"]:
    """One kept connection for a batch; the first message shows whether it comes about."""
    try:
        backend = get_connection(fail_silently=False)
        backend.open()
    except (ImproperlyConfigured, AnymailError):
        raise NothingLeft("not_set_up") from None
    try:
        yield Session(backend)
    finally:
        backend.close()


@dataclass
class Session:
    """Sends message after message, each with our reference for later news of it."""

    backend: BaseEmailBackend
    # After an answer that nobody can read, the next one would fare no better.
    is_broken: bool = False

    def send(self, outgoing: Outgoing) -> Sent:
        if outgoing.is_to_nobody:
            return Sent(Outcome.REFUSED)
        if self.is_broken:
            raise NothingLeft("unreachable")
        mail = _mail(outgoing)
        try:
            self.backend.send_messages([mail])
        except AnymailRecipientsRefused:
            pass  # what it said of the person stands in the mail's status
        except (
            AnymailError,
            RequestException,
            LookupError,
            TypeError,
            ValueError,
        ) as e:
            return self._failed(e)
        return self._said(mail)

    def _said(self, mail: EmailMultiAlternatives) -> Sent:
        # Each mail is for one person, so there is one status, or none that can be read.
        status = mail.anymail_status
        [said] = status.status or {"unknown"}
        outcome = OUTCOMES.get(said, Outcome.UNCERTAIN)
        return Sent(outcome, str(status.message_id or ""))

    def _failed(self, error: Exception) -> Sent:
        if trouble := trouble_of(error):
            raise NothingLeft(trouble) from None
        if is_refusal(error) or _was_never_posted(error):
            return Sent(Outcome.REFUSED)
        self.is_broken = True
        return Sent(Outcome.UNCERTAIN)


def _was_never_posted(error: Exception) -> bool:
    """It could not even be put into the provider's form."""
    return isinstance(error, AnymailError) and isinstance(
        error, (ValueError, TypeError)
    )


def _mail(outgoing: Outgoing) -> EmailMultiAlternatives:
    """The same mail in the parts that a provider takes, and with nothing tracked."""
    parsed: EmailMessage = message_from_bytes(outgoing.content, policy=policy.default)
    mail = EmailMultiAlternatives(
        subject=parsed["Subject"],
        body=_part(parsed, "plain"),
        from_email=parsed["From"],
        to=[outgoing.to],
        reply_to=[parsed["Reply-To"]] if parsed["Reply-To"] else None,
        headers=_other_heads(parsed),
    )
    if html := _part(parsed, "html"):
        mail.attach_alternative(html, "text/html")
    mail.metadata = {"reference": outgoing.reference}
    # Links of our own only, and nobody learns who opened what.
    mail.track_opens = mail.track_clicks = False
    return mail


def _part(parsed: EmailMessage, kind: str) -> str:
    body = parsed.get_body([kind])
    return body.get_content() if body else ""


def _other_heads(parsed: EmailMessage) -> dict[str, str]:
    return {
        name: str(value)
        for name, value in parsed.items()
        if name.lower() not in ITS_OWN and not name.lower().startswith("content-")
    }

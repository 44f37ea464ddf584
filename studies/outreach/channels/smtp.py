import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from cxstudio.smtp_replies import is_final, names_nobody
from studies.outreach.channels.outgoing import NothingLeft, Outcome, Outgoing, Sent

DOT_AT_START = re.compile(rb"(?m)^\.")


@contextmanager
def open_session() -> Iterator["Session"]:
    """One connection to the mail server for a batch, else NothingLeft."""
    backend = EmailBackend(fail_silently=False, timeout=settings.EMAIL_TIMEOUT)
    try:
        backend.open()
        backend.connection.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError):
        backend.fail_silently = True
        backend.close()
        raise NothingLeft("unreachable") from None
    try:
        yield Session(backend.connection)
    finally:
        backend.fail_silently = True  # what was handed over stays handed over
        backend.close()


@dataclass
class Session:
    """Sends message after message, and knows of each whether it can have left.

    Before DATA nothing has left. Once the text is on its way, only the server's own
    yes or no is certain.
    """

    smtp: smtplib.SMTP
    unfinished: bool = False

    def send(self, outgoing: Outgoing) -> Sent:
        if outgoing.is_to_nobody:
            return Sent(Outcome.REFUSED)
        try:
            refusal = self._announce(outgoing.sender, outgoing.to)
        except (smtplib.SMTPException, OSError):
            raise NothingLeft("unreachable") from None
        except ValueError:  # letters that no command can carry
            return Sent(Outcome.REFUSED)
        return Sent(refusal or self._hand_over(outgoing.content))

    def _announce(self, sender: str, to: str) -> Outcome | None:
        if self.unfinished:
            self.smtp.rset()
        self.unfinished = True
        code, _reply = self.smtp.mail(sender)
        if code != 250:
            raise NothingLeft("unreachable" if code == 421 else "sender_refused")
        code, reply = self.smtp.rcpt(to)
        if code not in (250, 251):
            return _refusal_of_person(code, reply)
        code, _reply = self.smtp.docmd("DATA")
        if code != 354:
            return _refusal(code)
        return None

    def _hand_over(self, content: bytes) -> Outcome:
        try:
            self.smtp.send(DOT_AT_START.sub(b"..", content) + b".\r\n")
            code, _reply = self.smtp.getreply()
        except (smtplib.SMTPException, OSError):
            return Outcome.UNCERTAIN
        self.unfinished = False
        if code == 250:
            return Outcome.HANDED_OVER
        return Outcome.REFUSED if is_final(code) else Outcome.UNCERTAIN


def _refusal(code: int) -> Outcome:
    if code == 421 or code < 0:  # the server is closing
        raise NothingLeft("unreachable")
    return Outcome.REFUSED if is_final(code) else Outcome.LATER


def _refusal_of_person(code: int, reply: bytes) -> Outcome:
    outcome = _refusal(code)
    return Outcome.NO_SUCH_ADDRESS if names_nobody(code, reply) else outcome

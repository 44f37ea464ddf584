"""Text messages by GOV.UK Notify, and by the services of other governments built on it.

The template there has the one placeholder ((message)); all words are ours.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import jwt
from django.conf import settings

from studies.outreach.channels.gateway import Line, document
from studies.outreach.channels.outgoing import NothingLeft, Outcome, Outgoing, Sent

# An API key is a name, the service's id and the secret, with a "-" between.
ID = 36


@contextmanager
def open_session() -> Iterator["Session"]:
    """One kept connection; the first message shows whether it comes about."""
    key = settings.SMS.get("key", "")
    if len(key) < 2 * ID + 1 or not settings.SMS.get("template"):
        raise NothingLeft("not_set_up")
    line = Line()
    try:
        yield Session(line, service=key[-2 * ID - 1 : -ID - 1], secret=key[-ID:])
    finally:
        line.close()


@dataclass
class Session:
    line: Line
    service: str
    secret: str

    def send(self, outgoing: Outgoing) -> Sent:
        if outgoing.is_to_nobody:
            return Sent(Outcome.REFUSED)
        heads = {"Authorization": f"Bearer {self._token()}"}
        answer = self.line.post(_where(), json=_body(outgoing), headers=heads)
        if answer is None:
            return Sent(Outcome.UNCERTAIN)
        said = document(answer)
        if answer.ok and said.get("id"):
            return Sent(Outcome.HANDED_OVER, said["id"])
        if answer.ok:
            return self.line.uncertain()
        return self._refusal(said)

    def _token(self) -> str:
        """It holds for half a minute, so each message has its own."""
        told = {"iss": self.service, "iat": int(time.time())}
        return jwt.encode(told, self.secret, algorithm="HS256")

    def _refusal(self, said: dict) -> Sent:
        """Whose fault it is: the number's, or our account's and template's."""
        messages = [
            str(error.get("message", ""))
            for error in said.get("errors") or []
            if isinstance(error, dict)
        ]
        if any(message.startswith("phone_number") for message in messages):
            return Sent(Outcome.NO_SUCH_ADDRESS)
        if any("emplate" in message or "API key" in message for message in messages):
            raise NothingLeft("sender_refused")
        return Sent(Outcome.REFUSED)


def _where() -> str:
    base = settings.SMS.get("url") or "https://api.notifications.service.gov.uk"
    return f"{base}/v2/notifications/sms"


def _body(outgoing: Outgoing) -> dict:
    return {
        "phone_number": outgoing.to,
        "template_id": settings.SMS["template"],
        "personalisation": {"message": outgoing.content.decode()},
        "reference": outgoing.reference,
    }

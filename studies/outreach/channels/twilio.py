"""Text messages by Twilio, and by gateways that speak as it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from studies.outreach.channels.gateway import Line, document
from studies.outreach.channels.outgoing import NothingLeft, Outcome, Outgoing, Sent

# Its numbers for "nobody can be reached at this number by text".
NO_SUCH_NUMBER = {21211, 21214, 21217, 21219, 21401, 21614}
# The person told the gateway STOP, and it takes nothing for them until they say START.
STOPPED = 21610
# What is wrong is ours: the sender's number, or what our account may do.
OURS = {20003, 20404, 21212, 21603, 21606, 21607, 21659, 21660, 21701, 21703}
NEEDED = ["account", "token", "sender"]


@contextmanager
def open_session() -> Iterator["Session"]:
    """One kept connection; the first message shows whether it comes about."""
    if not all(settings.SMS.get(name) for name in NEEDED):
        raise NothingLeft("not_set_up")
    line = Line()
    line.http.auth = (settings.SMS["account"], settings.SMS["token"])
    try:
        yield Session(line)
    finally:
        line.close()


@dataclass
class Session:
    line: Line

    def send(self, outgoing: Outgoing) -> Sent:
        if outgoing.is_to_nobody:
            return Sent(Outcome.REFUSED)
        answer = self.line.post(_where(), data=_form(outgoing))
        if answer is None:
            return Sent(Outcome.UNCERTAIN)
        said = document(answer)
        if answer.ok and said.get("sid"):
            return Sent(Outcome.HANDED_OVER, said["sid"])
        if answer.ok:
            return self.line.uncertain()
        if said.get("code") == STOPPED:
            return Sent(Outcome.STOPPED)
        if said.get("code") in OURS:
            raise NothingLeft("sender_refused")
        missing = said.get("code") in NO_SUCH_NUMBER
        return Sent(Outcome.NO_SUCH_ADDRESS if missing else Outcome.REFUSED)


def _where() -> str:
    base = settings.SMS.get("url") or "https://api.twilio.com"
    return f"{base}/2010-04-01/Accounts/{settings.SMS['account']}/Messages.json"


def _form(outgoing: Outgoing) -> dict[str, str]:
    sender = settings.SMS["sender"]
    is_service = sender.startswith("MG")
    # Our name for the message comes back with its news, even where the answer was lost.
    about = urlencode({"reference": outgoing.reference})
    return {
        "To": outgoing.to,
        "MessagingServiceSid" if is_service else "From": sender,
        "Body": outgoing.content.decode(),
        "StatusCallback": f"{settings.BASE_URL}/hooks/sms/twilio/?{about}",
    }

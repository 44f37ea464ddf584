"""A real SMTP server on loopback, and the letters as people find them."""

import re
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from studies.outreach.default_texts import written

# To whom somebody else put on the list: beat says when, and no step waits for it.
ADDED = tuple(
    subject.replace("{agency}", "")
    for steps in written().values()
    for subject in steps["added"]["subjects"]
)


class Letter:
    """One mail, as its reader sees it."""

    def __init__(self, mail: EmailMessage):
        self.mail = mail
        self.subject = mail["Subject"]
        self.text = mail.get_body(("plain",)).get_content()

    def link(self, place: str) -> str:
        """The one address in the letter that leads to a place, such as /i/."""
        [found] = set(re.findall(rf"https?://[^\s<>]+{place}[^\s<>]+", self.text))
        return found


class Mailboxes:
    """Everybody's letters by address, in the order of their coming."""

    def __init__(self):
        self._letters: list[tuple[str, Letter]] = []
        self.added: list[str] = []
        self._came = threading.Condition()

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        if any(words in mail["Subject"] for words in ADDED):
            self.added += envelope.rcpt_tos
            return "250 OK"
        with self._came:
            for address in envelope.rcpt_tos:
                self._letters.append((address, Letter(mail)))
            self._came.notify_all()
        return "250 OK"

    def of(self, address: str) -> list[Letter]:
        with self._came:
            return [letter for to, letter in self._letters if to == address]

    @property
    def total(self) -> int:
        return len(self._letters)

    def wait_for(self, total: int, seconds: float = 20) -> None:
        """Until so many letters came; the post brings them when it brings them."""
        with self._came:
            came = self._came.wait_for(lambda: len(self._letters) >= total, seconds)
        assert came, f"{self.total} of {total} letters came: {self._letters}"


class PostOffice(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="post.example.org")

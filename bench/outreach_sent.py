"""One worker process sends mailings, in turns with a bare loop; see outreach.py.

`outreach_sent MESSAGES ROUNDS RECORD FIRST`, the last two of the sink's.
"""

import json
import smtplib
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.db.models import F

from studies.outreach import delivering
from studies.outreach.models import Delivery
from tests.outreach.proof import town
from tests.outreach.proof.killing import row_of
from tests.outreach.proof.sink import Taken

SAMPLE_SECONDS = 0.1
HEAD = ("From", "To", "Subject", "Date", "Message-ID", "List-Unsubscribe")


@dataclass
class Watch:
    """The memory of this process while it sends, in megabytes."""

    samples: list[float] = field(default_factory=list)
    sends: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while self.sends.wait():
            self.samples.append(_private())
            time.sleep(SAMPLE_SECONDS)

    def after_tenth_and_at_end(self) -> tuple[float, float]:
        return self.samples[len(self.samples) // 10], self.samples[-1]


def main(messages: int, rounds: int, record: Path, first: Path) -> None:
    watch, product, bare, ready, cpu = Watch(), [], [], [], 0.0
    watch.begin()
    for place in range(rounds):
        town.mailing(messages, start=place * messages, reminder=None)
        began, worked = time.perf_counter(), time.process_time()
        watch.sends.set()
        _send_all()
        watch.sends.clear()
        product.append(messages / (time.perf_counter() - began))
        cpu += time.process_time() - worked
        whole = first.read_bytes()
        bare.append(messages / _loop(messages, Words.of(whole).written))
        ready.append(messages / _loop(messages, lambda: whole))  # noqa: B023
    print(
        json.dumps(
            {
                "messages": messages,
                "bytes": first.stat().st_size,
                "product": product,
                "bare": bare,
                "ready": ready,
                "cpu": cpu / messages / rounds,
                "memory": watch.after_tenth_and_at_end(),
                "wrong": _wrong(Taken(record).look()),
            }
        )
    )


def _send_all() -> None:
    """As the worker's task does, which hands over to another after two minutes."""
    waiting = Delivery.objects.queued().exclude(due_at__gt=F("since"))
    while waiting.exists():
        delivering.deliver_due()


def _loop(messages: int, content: Callable[[], bytes]) -> float:
    """The seconds that the same number of mails takes which nobody keeps a ledger of."""
    sender = "studio@localhost"
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as smtp:
        began = time.perf_counter()
        for number in range(messages):
            smtp.sendmail(sender, [f"bare{number}@example.org"], content())
        return time.perf_counter() - began


@dataclass(frozen=True)
class Words:
    """What a mail says, taken apart once."""

    head: dict[str, str]
    text: str
    html: str

    @classmethod
    def of(cls, whole: bytes) -> "Words":
        mail = message_from_bytes(whole, policy=policy.SMTP)
        head = {name: str(mail[name]) for name in HEAD}
        text, html = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))
        return cls(head, text, html)

    def written(self) -> bytes:
        """A mail of its own, put together by the library."""
        mail = EmailMessage(policy=policy.SMTP)
        for name, value in self.head.items():
            mail[name] = value
        mail.set_content(self.text)
        mail.add_alternative(self.html, subtype="html")
        return mail.as_bytes()


def _wrong(taken: Taken) -> int:
    """Messages that did not arrive just once, or of which the ledger says so."""
    arrived = {row_of(name): times for name, times in taken.messages.items()}
    rows = Delivery.objects.values_list("pk", "state")
    return sum(
        state != Delivery.State.HANDED_OVER or str(pk) not in arrived
        for pk, state in rows
    ) + sum(times > 1 for to, times in taken.people.items() if to[:4] != "bare")


def _private() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    sizes = [int(line.split()[1]) for line in lines if line.startswith("Private_")]
    return sum(sizes) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))

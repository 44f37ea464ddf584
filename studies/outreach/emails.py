from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from studies.outreach.models import Delivery
from studies.wording.tags import direction


@dataclass(frozen=True)
class Letter:
    """What one person reads, in their language, with all filled in."""

    language: str
    subject: str
    text: str
    stop_url: str
    sender: str
    # Of the agency, where they were checked; else the installation's own.
    address: str = ""
    reply_to: str = ""


STOP_HERE, SENDER_HERE, SUBJECT_HERE = "<where-to-stop>", "sender-here", "subject-here"
# Seven bits only, so that any mail server on the way takes it as it is.
POLICY = SMTP.clone(cte_type="7bit")


def sender_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def return_address() -> str:
    """Where mail servers send back what they can't deliver; see `read_bounce`."""
    return settings.BOUNCE_EMAIL or sender_address()


def message_id(delivery: Delivery) -> str:
    """The same for the same row, so that a mail can be followed to its row and back."""
    host = urlsplit(settings.BASE_URL).hostname
    return f"<{delivery.pk.hex}@{host}>"


def envelope_address(address: str) -> str:
    """The address as mail servers take it: a name in another script in ASCII."""
    local, at, domain = address.rpartition("@")
    return local + at + domain.encode("idna").decode()


def build(delivery: Delivery, letter: Letter, *, to: str, now: datetime) -> bytes:
    """One mail in plain text and simple HTML, ready for the wire.

    Nothing in a header can begin a new one: line breaks become spaces, and the
    library refuses any that are left.
    """
    agency = delivery.wave.agency
    mail = EmailMessage(policy=POLICY)
    address = letter.address or sender_address()
    sender, subject = " ".join(letter.sender.split()), " ".join(letter.subject.split())
    mail["From"] = Address(_or_place(sender, SENDER_HERE), addr_spec=address)
    mail["To"] = to
    if reply_to := letter.reply_to or agency.contact_email:
        mail["Reply-To"] = reply_to
    mail["Subject"] = _or_place(subject, SUBJECT_HERE)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(delivery)
    mail["List-Unsubscribe"] = STOP_HERE
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    mail.add_alternative(html(letter), subtype="html")
    mail["Content-Language"] = letter.language  # of the whole, so after its parts
    written = mail.as_bytes()
    for place, value in (
        (SENDER_HERE, _encoded(sender) + b"\r\n"),
        (SUBJECT_HERE, _encoded(subject)),
        (STOP_HERE, _whole(letter.stop_url)),
    ):
        written = written.replace(place.encode(), value, 1)
    return written


def _or_place(words: str, place: str) -> str:
    return words if words.isascii() else place


def _encoded(words: str) -> bytes:
    """Words of any script in a header. The library's own folding of long ones leaves a
    space between two encoded words, where mail programs drop it."""
    coded = Header(words, "utf-8", maxlinelen=75, header_name="Subject")
    return coded.encode(linesep="\r\n").encode("ascii")


def _whole(url: str) -> bytes:
    """An address as it stands in a header: the library would put one so long into
    encoded words, which a mail program does not take for an address."""
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError("an address of ours that can't stand in a header")
    return f"<{url}>".encode()


def html(letter: Letter) -> str:
    """The same words as HTML, for readers who need their language and direction."""
    parts = [part for part in letter.text.split("\n\n") if part.strip()]
    return render_to_string(
        "outreach/mail.html",
        {
            "letter": letter,
            "paragraphs": [part.splitlines() for part in parts],
            "direction": direction(letter.language),
        },
    )

"""Mails of one mailing, pressed from one plate for each step and language.

A plate is a mail that was written once, by the same code as any other, for somebody
who does not exist: where it says what only that person could read, it has a gap. What
a plate can't carry (an address of unusual form, a text that fits no gap) is written the
long way.
"""

import base64
import binascii
import html
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as Mime
from email.utils import format_datetime

from django.conf import settings

from studies.outreach import emails
from studies.outreach.letters import Writer
from studies.outreach.models import Delivery, Step
from studies.people.models import Person

# Addresses that stand in a header as they are, in one line.
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,30}@[A-Za-z0-9.-]{1,40}")
LONG_AGO = datetime(1999, 12, 31, 23, 59, 58, tzinfo=UTC)

Cut = list[str]  # text, name of a gap, text, name of a gap, … text


@dataclass(frozen=True)
class Part:
    head: str
    encoding: str
    cut: Cut

    def pressed(self, values: Mapping[str, str]) -> bytes:
        text = _filled(self.cut, values)
        if self.encoding == "base64":
            coded = base64.encodebytes(text.replace("\n", "\r\n").encode())
        elif self.encoding == "quoted-printable":
            coded = binascii.b2a_qp(text.encode(), istext=True)
        else:
            coded = text.encode("ascii")
        return self.head.encode() + coded.replace(b"\n", b"\r\n")


@dataclass(frozen=True)
class Plate:
    head: Cut
    boundary: bytes
    parts: list[Part]
    names: frozenset[str]

    def press(self, values: Mapping[str, str], head: Mapping[str, str]) -> bytes:
        """`values` stand in the texts, `head` in the head of the mail."""
        shown = {name: html.escape(value) for name, value in values.items()}
        text, page = (
            part.pressed(filling)
            for part, filling in zip(self.parts, (values, shown), strict=True)
        )
        between = b"\r\n--" + self.boundary
        return b"".join(
            [_filled(self.head, head).encode("ascii"), b"\r\n--", self.boundary]
            + [b"\r\n", text, between, b"\r\n", page, between, b"--\r\n"]
        )


@dataclass
class Press:
    """The plates of one batch, each made when the first mail asks for it."""

    writer: Writer
    _plates: dict[tuple[str, str], Plate | None] = field(default_factory=dict)

    def mail(
        self, row: Delivery, person: Person, link: str, *, to: str, now: datetime
    ) -> bytes | None:
        """The mail as it goes on the wire; None where it has to be written at length."""
        # What somebody typed, in any script, fits no gap.
        if row.step == Step.ADDED or PLAIN_ADDRESS.fullmatch(to) is None:
            return None
        language = self.writer.language(row.step, person)
        if (row.step, language) not in self._plates:
            plate = _plate(self.writer, row.step, language)
            self._plates[row.step, language] = plate
        plate = self._plates[row.step, language]
        values = self.writer.personal(row, person, link, language)
        given = frozenset(name for name, value in values.items() if value)
        if plate is None or given != plate.names:
            return None
        head = {"to": to, "date": format_datetime(now), "id": row.pk.hex}
        return plate.press(values, head | values)


def _plate(writer: Writer, step: str, language: str) -> Plate | None:
    nobody = Person(pk=uuid.uuid4(), language=language)
    row = Delivery(pk=uuid.uuid4(), wave=writer.wave, step=step)
    link = f"{settings.BASE_URL}/i/{uuid.uuid4().hex}/" if writer.wave.activity else ""
    to = f"{uuid.uuid4().hex[:20]}@example.org"
    letter = writer.write(row, nobody, link)
    values = writer.personal(row, nobody, link, language)
    values = {name: value for name, value in values.items() if value}
    head = values | {"to": to, "date": format_datetime(LONG_AGO), "id": row.pk.hex}
    whole = emails.build(row, letter, to=to, now=LONG_AGO)
    return _cut_out(whole, values, head, stop=letter.stop_url)


def _cut_out(
    whole: bytes, values: dict[str, str], in_head: dict[str, str], *, stop: str
) -> Plate | None:
    mime = message_from_bytes(whole)
    parts = mime.get_payload() if mime.is_multipart() else []
    head, _end, _body = whole.partition(b"\r\n\r\n")
    cut = _cut(head.decode("ascii") + "\r\n", in_head)
    needed = {"to", "date", "id", _name_of(stop, values)}
    if not needed <= set(cut[1::2]) or len(parts) != 2:
        return None
    boundary = (mime.get_boundary() or "").encode()
    pages = [_part(part, values) for part in parts]
    return Plate(cut, boundary, pages, frozenset(values))


def _part(part: Mime, values: dict[str, str]) -> Part:
    head = "".join(f"{name}: {value}\r\n" for name, value in part.items())
    text = part.get_payload(decode=True).decode().replace("\r\n", "\n")
    encoding = part["Content-Transfer-Encoding"]
    return Part(f"{head}\r\n", encoding, _cut(text, values))


def _cut(text: str, values: Mapping[str, str]) -> Cut:
    names = {value: name for name, value in values.items()}
    # The longest first: one address may begin with another.
    found = sorted((re.escape(value) for value in names), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(found)})", text)
    return [names[one] if at % 2 else one for at, one in enumerate(pieces)]


def _name_of(value: str, values: Mapping[str, str]) -> str:
    return next((name for name, one in values.items() if one == value), "")


def _filled(cut: Cut, values: Mapping[str, str]) -> str:
    return "".join([values[one] if at % 2 else one for at, one in enumerate(cut)])

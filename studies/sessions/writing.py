"""Writes the mails about a visit: in the person's language, with a calendar entry."""

from datetime import datetime
from email.utils import formataddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from studies.agencies.models import Agency
from studies.outreach import emails, senders
from studies.outreach.letters import nearest, stop_url, visit_url
from studies.sessions import calendar, spoken, when
from studies.sessions.models import Booking, Letter
from studies.sessions.texts import Texts, texts
from studies.wording.agency_face import face
from studies.wording.number_order import keep_numbers

Kind = Letter.Kind


def language_of(booking: Booking) -> str:
    """The person's, where our pages speak it."""
    known = [code for code, _name in settings.LANGUAGES]
    return nearest(booking.participant.language, known, settings.LANGUAGE_CODE)


def written(letter: Letter) -> emails.Letter:
    """What the mail says, in the language of its person."""
    booking, agency = letter.booking, letter.booking.session.round.study.agency
    language = language_of(booking)
    with translation.override(language):
        said, facts = texts(booking.session, language), face(agency, language)
        return emails.Letter(
            language=language,
            subject=" ".join(subject(letter.kind, said).split()),
            text=_text(letter, said, facts, language),
            stop_url=stop_url(booking.participant.person, language),
            **_who_writes(agency, facts["name"]),
        )


def message(letter: Letter, now: datetime) -> EmailMultiAlternatives:
    """The mail as it goes out now, to one person and nobody else."""
    words = written(letter)
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        # The envelope's, where refusals come back; people read the one in the head.
        from_email=emails.return_address(),
        to=[emails.envelope_address(letter.booking.participant.person.email)],
        reply_to=[words.reply_to] if words.reply_to else None,
        headers=_headers(letter, words),
    )
    with translation.override(words.language):
        mail.attach_alternative(emails.html(words), "text/html")
        if letter.kind != Kind.INVITATION:
            said = texts(letter.booking.session, words.language)
            entry = visit(letter.booking, said, words.language, kind=letter.kind)
            _add_calendar(mail, entry, words, now)
    return mail


def _who_writes(agency: Agency, name: str) -> dict[str, str]:
    """The agency's own address where it was proved, as in its mailings."""
    sender = senders.checked(agency)
    return {
        "sender": " ".join(((sender.name if sender else "") or name).split()),
        "address": sender.address if sender else emails.sender_address(),
        "reply_to": (sender.reply_to if sender else "") or agency.contact_email,
    }


def subject(kind: str, said: Texts) -> str:
    what = {"title": said.title}
    if kind == Kind.INVITATION:
        return _("Choose a time: %(title)s") % what
    if kind == Kind.CONFIRMATION:
        return _("Your visit is booked: %(title)s") % what
    if kind == Kind.UPDATE:
        return _("Your visit has changed: %(title)s") % what
    if kind == Kind.CANCELLATION:
        return _("Your visit is canceled: %(title)s") % what
    return _("Your visit is soon: %(title)s") % what


def visit(
    booking: Booking, said: Texts, language: str, *, kind: str = Kind.CONFIRMATION
) -> calendar.Visit:
    """The entry in the person's calendar; its name stays the same for good."""
    session, slot = booking.session, booking.slot
    lines = [said.about, said.payment, session.call_link]
    lines.append(
        _("Change or cancel: %(link)s") % {"link": visit_url(booking.pk, language)}
    )
    return calendar.Visit(
        uid=uid(booking),
        sequence=booking.sequence,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        title=said.title,
        about="\n\n".join(line for line in lines if line),
        place=said.place or _("By a call"),
        language=language,
        is_canceled=kind == Kind.CANCELLATION,
    )


def uid(booking: Booking) -> str:
    return f"{booking.pk}@{urlsplit(settings.BASE_URL).hostname}"


def _text(letter: Letter, said: Texts, facts: dict, language: str) -> str:
    booking = letter.booking
    zone = ZoneInfo(booking.time_zone or booking.session.time_zone)
    context = {
        "said": said,
        "session": booking.session,
        "spoken": spoken.sentence(booking.session)
        if letter.kind == Kind.INVITATION
        else spoken.to_somebody_foreign(booking),
        "interpreter": spoken.interpreter(booking),
        "canceled_by_us": booking.canceled_by == "staff",
        "time": booking.slot and when.spoken(booking.slot, zone),
        "link": visit_url(booking.pk, language),
        "stop": stop_url(booking.participant.person, language),
        "agency": facts["name"],
        "phone": keep_numbers(facts["contact_phone"], language),
    }
    words = render_to_string(f"sessions/mail/{letter.kind}.txt", context)
    return "\n\n".join(part.strip() for part in words.split("\n\n") if part.strip())


def reference(letter: Letter) -> str:
    """By this a provider's later news is laid to its row; see provider_news.py."""
    return f"visit-{letter.pk}-{letter.booking_id.hex}"


def _headers(letter: Letter, words: emails.Letter) -> dict[str, str]:
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "From": formataddr((words.sender, words.address)),
        "Message-ID": f"<{reference(letter)}@{host}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": words.language,
    }
    if letter.kind == Kind.INVITATION:
        headers["List-Unsubscribe"] = f"<{words.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _add_calendar(
    mail: EmailMultiAlternatives,
    entry: calendar.Visit,
    words: emails.Letter,
    now: datetime,
) -> None:
    """As a part that mail programs offer by themselves, and as a file for the others."""
    content = calendar.for_person(
        entry,
        agency=words.sender,
        contact=words.reply_to,
        sender=words.address,
        address=mail.to[0],
        now=now,
    )
    method = "CANCEL" if entry.is_canceled else "REQUEST"
    mail.attach_alternative(content.decode(), f"text/calendar; method={method}")
    mail.attach("visit.ics", content, "application/ics")

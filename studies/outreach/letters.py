"""Writes what one person reads: the text of a step, in their language, filled in."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import formats, translation

from studies.outreach import check_lines, placeholders, senders, tokens
from studies.outreach.emails import Letter
from studies.outreach.models import Delivery, Message, Sender, Step, Wave
from studies.partners import links
from studies.partners.models import InviteLink
from studies.people.models import Person
from studies.wording.agency_face import Faces, faces
from studies.wording.models import Translation
from studies.wording.number_order import keep_numbers
from studies.wording.translations import SourceText, place


def nearest(language: str, there: Iterable[str], otherwise: str) -> str:
    """The language itself, else its base ("es" for "es-mx"), else the other one."""
    there = set(there)
    for code in (language, language.split("-")[0]):
        if code in there:
            return code
    return otherwise


def page_url(slug: str, language: str) -> str:
    return _public(f"/p/{slug}/", language)


def stop_url(person: Person, language: str) -> str:
    return _public(f"/stop/{tokens.stop_token(person.pk)}/", language)


def again_url(person: Person, language: str) -> str:
    return _public(f"/again/{tokens.again_token(person.pk)}/", language)


def remove_url(person: Person, language: str) -> str:
    return _public(f"/again/{tokens.again_token(person.pk)}/remove/", language)


def visit_url(booking_id: uuid.UUID, language: str) -> str:
    return _public(f"/visit/{tokens.visit_token(booking_id)}/", language)


def done_url(delivery: Delivery, language: str) -> str:
    return _public(f"/done/{tokens.done_token(delivery.pk)}/", language)


def _public(path: str, language: str) -> str:
    known = [code for code, _name in settings.LANGUAGES]
    code = nearest(language, known, settings.LANGUAGE_CODE)
    return f"{settings.BASE_URL}{path}?lang={code}"


class Gap(ValueError):
    """What the words of a mailing name is not there any more, for anybody."""


@dataclass
class Writer:
    """Writes the letters of one mailing; texts are read once and kept."""

    wave: Wave
    may_have_gaps: bool = False  # a draft, which nobody gets
    _texts: dict[int, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def write(self, delivery: Delivery, person: Person, link: str) -> Letter:
        """The letter as it goes out now; `link` is this person's way to the survey.

        Without one, words that need it are refused: nobody gets a mail with a gap.
        """
        message = self.wave.message(delivery.step)
        language = self.language(delivery.step, person)
        subject, body = (
            keep_numbers(text, language) for text in self._of(message)[language]
        )
        personal = self.personal(delivery, person, link, language)
        values = self.values(language) | personal
        if not self.may_have_gaps:
            _refuse_gaps(placeholders.used_in(f"{subject} {body}"), values, personal)
        # The mail program's own button erases whoever has not said yes yet.
        stop = values["remove" if delivery.step == Step.PANEL_ASK else "stop"]
        check = check_lines.line(self.wave.agency, language, body)
        text = placeholders.fill(body, values)
        sender = self._sender
        return Letter(
            language,
            placeholders.fill(subject, values),
            f"{text}\n\n{keep_numbers(check, language)}" if check else text,
            stop,
            (sender and sender.name) or values["agency"],
            address=sender.address if sender else "",
            reply_to=sender.reply_to if sender else "",
        )

    def language(self, step: str, person: Person) -> str:
        message = self.wave.message(step)
        return nearest(person.language, self._of(message), message.source_language)

    def personal(
        self, delivery: Delivery, person: Person, link: str, language: str
    ) -> dict[str, str]:
        """All that differs between two people who read the same language."""
        values = {
            "link": link,
            "stop": stop_url(person, language),
            "done": done_url(delivery, language),
        }
        if self.wave.is_panel:
            values["again"] = again_url(person, language)
            values["remove"] = remove_url(person, language)
        if delivery.step == Step.ADDED:
            values["how"] = person.how_we_got_it
        return values

    @cached_property
    def _sender(self) -> Sender | None:
        return senders.checked(self.wave.agency)

    @cached_property
    def _faces(self) -> Faces:
        return faces(self.wave.agency)

    def _of(self, message: Message) -> dict[str, tuple[str, str]]:
        if message.pk not in self._texts:
            self._texts[message.pk] = texts_of(message)
        return self._texts[message.pk]

    def values(self, language: str) -> dict[str, str]:
        """What is the same for all who read this language; empty where it is not known."""
        wave, activity, study = self.wave, self.wave.activity, self.wave.about
        values = dict.fromkeys(placeholders.KNOWN, "")
        values |= {"agency": self._faces.speak(language)["name"]}
        if wave.agency.contact_phone:
            values["phone"] = keep_numbers(wave.agency.contact_phone, language)
        if study is not None:
            values["page"] = page_url(study.slug, language)
        if activity is None:
            return values
        values["survey"] = activity.public_text("title", language) or activity.name
        values["minutes"] = str(activity.minutes or "")
        if activity.closes_at:
            day = activity.closes_at.astimezone(wave.agency.zone).date()
            values["closes_on"] = _day(day, language)
        if activity.round is not None:
            values["tell_by"] = _day(activity.round.tell_by, language)
        return values


def _refuse_gaps(
    used: Iterable[str], values: dict[str, str], personal: dict[str, str]
) -> None:
    """The team may have taken out a day or a number since the mailing began."""
    missing = {name for name in used if name in values and not values[name]}
    if missing - personal.keys():
        raise Gap(", ".join(sorted(missing)))
    if missing:
        raise ValueError("nothing stands for a placeholder")


def texts_of(message: Message) -> dict[str, tuple[str, str]]:
    """Subject and body in each language in which both are written."""
    subject, body = sources_of(message)
    found: dict[str, dict[str, str]] = {}
    for row in Translation.objects.of([subject.place, body.place]):
        found.setdefault(row.language, {})[row.place] = row.text
    texts = {
        language: (rows[subject.place], rows[body.place])
        for language, rows in found.items()
        if len(rows) == 2
    }
    return texts | {message.source_language: (message.subject, message.body)}


def sources_of(message: Message) -> tuple[SourceText, SourceText]:
    return (
        SourceText(place(message, "subject"), message.subject),
        SourceText(place(message, "body"), message.body),
    )


def short_source(message: Message) -> SourceText:
    return SourceText(place(message, "short"), message.short)


def short_texts_of(message: Message) -> dict[str, str]:
    """The team's words of the text message, in each language in which there are any."""
    rows = Translation.objects.of([short_source(message).place])
    found = dict(rows.values_list("language", "text"))
    return found | ({message.source_language: message.short} if message.short else {})


def survey_link(wave: Wave, link: InviteLink | None, language: str) -> str:
    """A person's way to the survey: their own link, else the mailing's open one.

    It opens in the person's language, whatever the phone's own is; the survey's first
    language needs no word.
    """
    link = link or wave.link
    return spoken_link(wave, links.url(link), language) if link else ""


def spoken_link(wave: Wave, url: str, language: str) -> str:
    ready = wave.activity.languages_ready if wave.activity else []
    code = nearest(language, ready, "")
    return url + (f"?lang={code}" if code in ready[1:] else "")


def _day(day: date, language: str) -> str:
    known = [code for code, _name in settings.LANGUAGES]
    with translation.override(nearest(language, known, settings.LANGUAGE_CODE)):
        return formats.date_format(day, "DATE_FORMAT")


def preview(wave: Wave, step: str, language: str) -> Letter:
    """What somebody who reads this language would get, with links that are nobody's."""
    nobody = Person(pk=uuid.uuid4(), language=language, how_we_got_it="…")
    link = f"{settings.BASE_URL}/i/…/" if wave.activity_id else ""
    return Writer(wave, may_have_gaps=True).write(
        Delivery(wave=wave, step=step), nobody, link
    )

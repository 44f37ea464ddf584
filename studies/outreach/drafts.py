from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.outreach import placeholders
from studies.outreach.letters import (
    short_source,
    short_texts_of,
    sources_of,
    texts_of,
)
from studies.outreach.models import WORDS_OF, Message, Step, Wave
from studies.people.models.person import PersonQuerySet
from studies.planning.models import Activity
from studies.wording.translations import translate


@dataclass(frozen=True)
class Words:
    """Subject and text of one step in one language, and those of its text message.

    An empty text message means our words; None leaves what is kept.
    """

    subject: str
    body: str
    short: str | None = None


Texts = Mapping[str, Words]  # by language, the source first


def source_language(activity: Activity) -> str:
    """The language a mailing is written in first: the survey's own."""
    if activity.languages_ready:
        return activity.languages_ready[0]
    return activity.study.source_language if activity.study else "en"


@dataclass(frozen=True)
class StepWords:
    """What one step says, and how many days after the one before it goes out."""

    texts: Texts
    after_days: int = 0


@transaction.atomic
def save_draft(
    activity_id: int,
    *,
    wave_id: int | None = None,
    words: Mapping[str, StepWords],
    people: PersonQuerySet | None = None,
    per_second: Decimal | None = None,
    by: User,
) -> Wave:
    """Write a mailing, or write it again; one that has started stays as it was.

    `words` holds its steps; a step that is not among them is not sent. Without
    `people` it stays for those whom it was for.
    """
    activity = Activity.objects.select_related("round__study", "agency").get(
        pk=activity_id
    )
    _refuse_steps(activity, words)
    wave = _draft(activity, wave_id, by)
    for step, name in WORDS_OF.items():
        written = words.get(step)
        texts = written and written.texts
        setattr(wave, name, texts and _message(wave, step, texts, by))
        if written and step != Step.INVITATION:
            setattr(wave, f"{name}_after_days", written.after_days)
    wave.per_second = per_second
    wave.save()
    if people is not None:
        wave.audience.set(people.filter(agency=activity.agency_id))
    return wave


def _refuse_steps(activity: Activity, words: Mapping[str, StepWords]) -> None:
    if Step.REMINDER_2 in words and Step.REMINDER not in words:
        raise Refusal(
            _("Nothing was saved. A second reminder needs a first one."),
            code="second_reminder_alone",
        )
    if Step.THANKS in words and activity.anonymous:
        raise Refusal(
            _(
                "Nothing was saved. Nobody can know who answers an anonymous survey, "
                "so there is nobody to thank."
            ),
            code="nobody_to_thank",
        )


def _draft(activity: Activity, wave_id: int | None, by: User) -> Wave:
    if wave_id is None:
        return Wave(agency=activity.agency, activity=activity, created_by=by)
    wave = Wave.objects.select_for_update().get(pk=wave_id, activity=activity)
    if wave.state != Wave.State.DRAFT:
        raise Refusal(
            _("This mailing has started, so its words stay as people got them."),
            code="started",
        )
    return wave


def _message(wave: Wave, step: str, texts: Texts, by: User) -> Message:
    language = source_language(wave.activity)
    words = texts[language]
    kept = getattr(wave, f"{WORDS_OF[step]}_id")
    message = Message.objects.filter(pk=kept).first() or Message(
        agency=wave.agency, step=step
    )
    message.source_language = language
    message.subject, message.body = words.subject.strip(), words.body.strip()
    if words.short is not None:
        message.short = words.short.strip()
    message.save()
    save_translations(message, texts, agency=wave.agency, by=by)
    return message


def save_translations(
    message: Message, texts: Texts, *, agency: Agency, by: User | None
) -> None:
    """Keep the other languages; one with only half its words is not used."""
    subject, body = sources_of(message)
    for language, words in texts.items():
        if language != message.source_language:
            translate(subject, language, words.subject, agency=agency, by=by)
            translate(body, language, words.body, agency=agency, by=by)
            if words.short is not None:
                short = short_source(message)
                translate(short, language, words.short, agency=agency, by=by)


def check(wave: Wave) -> None:
    """Refuse a mailing whose words can't be filled in for everybody."""
    available = placeholders.available_for(wave)
    anonymous = wave.activity is not None and wave.activity.anonymous
    for step in wave.steps:
        for subject, body in texts_of(wave.message(step)).values():
            _refuse(
                placeholders.fault(body, step, available=available, anonymous=anonymous)
                or placeholders.fault_of_subject(subject, step, available=available)
            )
        for text in short_texts_of(wave.message(step)).values():
            _refuse(placeholders.fault_of_text(text, step, available=available))


def _refuse(fault: str | None) -> None:
    if fault:
        raise Refusal(fault, code="placeholder")

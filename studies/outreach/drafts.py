from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.outreach import placeholders
from studies.outreach.letters import sources_of, texts_of
from studies.outreach.models import Message, Step, Wave
from studies.people.models.person import PersonQuerySet
from studies.planning.models import Activity
from studies.wording.translations import translate


@dataclass(frozen=True)
class Words:
    """Subject and text of one step in one language."""

    subject: str
    body: str

    @property
    def is_empty(self) -> bool:
        return not (self.subject.strip() or self.body.strip())


Texts = Mapping[str, Words]  # by language, the source first


def source_language(activity: Activity) -> str:
    """The language a mailing is written in first: the survey's own."""
    if activity.languages_ready:
        return activity.languages_ready[0]
    return activity.study.source_language if activity.study else "en"


@transaction.atomic
def save_draft(
    activity_id: int,
    *,
    wave_id: int | None = None,
    people: PersonQuerySet,
    invitation: Texts,
    reminder: Texts | None,
    reminder_after_days: int = 7,
    by: User,
) -> Wave:
    """Write a mailing, or write it again; one that has started stays as it was."""
    activity = Activity.objects.select_related("round__study", "agency").get(
        pk=activity_id
    )
    wave = _draft(activity, wave_id, by)
    wave.first = _message(wave.first_id, activity, Step.INVITATION, invitation, by)
    wave.reminder = reminder and _message(
        wave.reminder_id, activity, Step.REMINDER, reminder, by
    )
    wave.reminder_after_days = reminder_after_days
    wave.save()
    wave.audience.set(people.filter(agency=activity.agency_id))
    return wave


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


def _message(
    pk: int | None, activity: Activity, step: str, texts: Texts, by: User
) -> Message:
    language = source_language(activity)
    words = texts[language]
    message = Message.objects.filter(pk=pk).first() or Message(
        agency=activity.agency, step=step
    )
    message.source_language = language
    message.subject, message.body = words.subject.strip(), words.body.strip()
    message.save()
    save_translations(message, texts, agency=activity.agency, by=by)
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


def check(wave: Wave) -> None:
    """Refuse a mailing whose words can't be filled in for everybody."""
    available = placeholders.available_for(wave)
    anonymous = wave.activity is not None and wave.activity.anonymous
    for step in wave.steps:
        for _language, (subject, body) in texts_of(wave.message(step)).items():
            fault = placeholders.fault(
                body, step, available=available, anonymous=anonymous
            ) or placeholders.fault_of_subject(subject, step, available=available)
            if fault:
                raise Refusal(fault, code="placeholder")

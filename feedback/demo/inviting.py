"""The mailing of the confidential survey: personal links, and reminders that stop."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from feedback.answering.models import SurveyResponse
from feedback.demo import content
from feedback.demo.days import Days
from feedback.results import folding
from feedback.surveys.models import Survey
from studies.agencies.models import Agency, User
from studies.outreach import actions as outreach
from studies.outreach import audiences, drafts, placeholders, stopping
from studies.outreach.default_texts import defaults
from studies.outreach.models import (
    Delivery,
    Kind,
    Message,
    Reached,
    Sender,
    Step,
    Suppression,
    Wave,
)
from studies.outreach.models.trail import moved, word
from studies.partners import actions as partners
from studies.partners.models import InviteLink
from studies.people import terms
from studies.people.models import Participant, Person
from studies.wording.models import Translation

State = Delivery.State
HOUR = 10


def invite_to_workshop_survey(
    survey: Survey, listed: dict[str, Participant], days: Days, *, by: User
) -> Wave:
    """Everyone of round 2 got a personal link; who answered or stopped, no reminder.

    All of it lies behind today: nothing is left to be sent.
    """
    dates = content.load("dates")["surveys"]["workshop"]
    invited, reminded = (days.at(dates[key], HOUR) for key in ("invited", "reminded"))
    asked = [
        listed[said["code"]] for said in content.load("people") if 2 in said["rounds"]
    ]
    _sender(survey.activity.agency, by=by)
    wave = _started(survey, asked, invited, reminded, by=by)
    found = partners.personal_links(survey.activity_id, [row.pk for row in asked])
    InviteLink.objects.filter(pk__in=[link.pk for link in found.values()]).update(
        created_at=invited
    )
    for row in asked:
        _hand_over(wave, Step.INVITATION, row, found[row.pk], invited)
    said = content.load("workshop_answers")
    answered = _answer(survey, listed, found, days, said["answers"])
    for code in said["opened_only"]:
        InviteLink.objects.filter(pk=found[listed[code].pk].pk).update(openings=1)
    stopped = _stop(listed[said["stopped"]["person"]], days.on(said["stopped"]["day"]))
    for row in asked:
        if row in answered:
            _drop_reminder(wave, row, "answered")
        elif row == stopped:
            _drop_reminder(wave, row, "stopped")
        else:
            _hand_over(wave, Step.REMINDER, row, found[row.pk], reminded)
    return wave


def plan_letter_mailing(survey: Survey, *, by: User) -> Wave:
    """A mailing that nobody has started: its page shows all that would happen."""
    activity = survey.activity
    wave = Wave(agency=activity.agency, activity=activity)
    words, sent_at = {}, timezone.now()
    for step, days in ((Step.INVITATION, 0), (Step.REMINDER, 7), (Step.REMINDER_2, 5)):
        sent_at += timedelta(days=days)
        available = placeholders.ahead_for(wave, sent_at)
        texts = defaults(step, available, anonymous=activity.anonymous)
        written = {code: drafts.Words(*text) for code, text in texts.items()}
        words[step] = drafts.StepWords(written, days)
    wave = drafts.save_draft(activity.pk, words=words, by=by)
    _by_machine(wave.first_id, wave.reminder_id, wave.second_reminder_id)
    said = {"kind": Kind.STUDY, "reached": Reached.NOT_INVITED}
    return audiences.choose(wave.pk, said, by=by)


def _started(
    survey: Survey,
    asked: list[Participant],
    invited: datetime,
    reminded: datetime,
    *,
    by: User,
) -> Wave:
    """The mailing, written in four languages and started through the usual door."""
    wave = drafts.save_draft(
        survey.activity_id,
        people=Person.objects.filter(pk__in=[row.person_id for row in asked]),
        words={
            Step.INVITATION: drafts.StepWords(_words("workshop_invitation")),
            Step.REMINDER: drafts.StepWords(
                _words("workshop_reminder"), (reminded - invited).days
            ),
        },
        by=by,
    )
    Wave.objects.filter(pk=wave.pk).update(created_at=invited)
    texts = (wave.first_id, wave.reminder_id)
    Message.objects.filter(pk__in=texts).update(created_at=invited)
    _by_machine(*texts)
    return outreach.start(wave.pk, by=by, now=invited)


def _by_machine(*messages: int) -> None:
    """A machine wrote their other languages, and nobody has read them over."""
    for pk in messages:
        Translation.objects.filter(place__startswith=f"message:{pk}:").update(
            state=Translation.State.MACHINE, updated_by=None
        )


def _sender(agency: Agency, *, by: User) -> None:
    """Who the demo's mailings come from, as if the code had come back."""
    Sender.objects.get_or_create(
        agency=agency,
        defaults={
            "address": agency.contact_email,
            "reader": by.name,
            "reply_to": agency.contact_email,
            "checked_at": timezone.now(),
            "checked_by": by,
        },
    )


def _words(key: str) -> dict[str, drafts.Words]:
    said = next(one for one in content.load("messages") if one["key"] == key)
    return {
        language: drafts.Words(
            said["subject"][language],
            "\n\n".join(part[language] for part in said["body"]),
        )
        for language in content.LANGUAGES
    }


def _hand_over(
    wave: Wave, step: str, row: Participant, link: InviteLink, at: datetime
) -> None:
    """As the ledger stands once the provider told that the message arrived."""
    left, there = at + timedelta(seconds=1), at + timedelta(seconds=40)
    ways = [(State.QUEUED, wave.started_at), (State.IN_HAND, at)]
    ways += [(State.HANDED_OVER, left), (State.DELIVERED, there)]
    wave.deliveries.filter(step=step, participant=row).update(
        state=State.DELIVERED,
        since=there,
        trail="".join(word(state, when) for state, when in ways),
        link=link,
        claimed_at=at,
        handed_over_at=left,
    )


def _drop_reminder(wave: Wave, row: Participant, reason: str) -> None:
    reminders = wave.deliveries.filter(step=Step.REMINDER, participant=row)
    reminders.update(**moved(State.DROPPED, wave.started_at, reason))


def _answer(
    survey: Survey,
    listed: dict[str, Participant],
    found: dict[int, InviteLink],
    days: Days,
    said: list[dict],
) -> set[Participant]:
    """Synthetic answers that came through personal links, each under its pseudonym."""
    version, asked = survey.versions.get(number=1), terms.in_force(survey.activity_id)
    for one in said:
        participant = listed[one["person"]]
        link, at = found[participant.pk], days.at(one["day"], one["hour"])
        SurveyResponse.objects.create(
            survey=survey,
            version=version,
            language=participant.language,
            state=SurveyResponse.State.SUBMITTED,
            answers=one["said"],
            is_anonymous=False,
            is_synthetic=True,
            personal_link=link,
            participant=participant,
            started_on=at.date(),
            submitted_on=at.date(),
            submitted_at=at,
            consent_version_id=asked.pk,
            consent_language=participant.language,
            consents={"quote": True},
        )
        partners.stamp_finished(link.pk)
        InviteLink.objects.filter(pk=link.pk).update(openings=2, starts=1)
    folding.fold(survey.pk)
    return {listed[one["person"]] for one in said}


def _stop(row: Participant, day: date) -> Participant:
    stopping.stop_messages(row.person_id)
    hashed = row.person.email_hash
    Suppression.objects.filter(address_hash=hashed).update(since=day)
    return row

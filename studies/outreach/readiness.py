"""Everything that would stop a mailing from starting, each with where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.outreach import drafts, placeholders, senders, wanted
from studies.outreach.letters import short_texts_of, texts_of
from studies.outreach.models import Wave
from studies.planning.models import Activity


@dataclass(frozen=True)
class Stop:
    """A reason not to start; `url` is empty where no page of ours mends it."""

    code: str
    message: str
    url: str = ""
    link: str = ""


def stops(wave: Wave, wanted_now: int, now: datetime) -> list[Stop]:
    """`wanted_now` is how many people would get the first message."""
    return [
        *_about_sender(wave),
        *_about_words(wave),
        *_about_days(wave, now),
        *_about_study(wave),
        *_about_survey(wave, now),
        *_about_people(wave, wanted_now),
    ]


def refuse_plain(wave: Wave, now: datetime) -> None:
    """All that can be known without asking who is in the audience."""
    for stop in stops(wave, 1, now):
        raise Refusal(stop.message, code=stop.code)


def refuse_unready(wave: Wave, now: datetime) -> None:
    """For the moment of the start, when the audience is written down."""
    rows = wanted.with_reason(
        wave.audience.order_by(), wave, wave.steps[0], now, of_many=True
    )
    somebody = rows.filter(reason="").exists()
    for stop in stops(wave, int(somebody), now):
        raise Refusal(stop.message, code=stop.code)


def _about_sender(wave: Wave) -> Iterator[Stop]:
    if senders.is_missing(wave):
        yield Stop(
            "sender",
            _(
                "Nothing was sent: nobody has proved yet which address your mailings "
                "come from. It takes two minutes, and a code that we mail there."
            ),
            reverse("mailing-sender"),
            _("Check the sender"),
        )


def _about_words(wave: Wave) -> Iterator[Stop]:
    try:
        drafts.check(wave)
    except Refusal as refusal:
        url = reverse("mailing-edit", args=[wave.pk])
        yield Stop(refusal.code, refusal.message, url, _("Change the words"))


def _about_days(wave: Wave, now: datetime) -> Iterator[Stop]:
    """A day that the words promise, and that is over when they are read."""
    at, zone = now, wave.agency.zone
    for step in wave.steps_from_start:
        at += wave.wait(step)
        message = wave.message(step)
        texts = [f"{subject} {body}" for subject, body in texts_of(message).values()]
        texts += short_texts_of(message).values()
        said = {name for text in texts for name in placeholders.used_in(text)}
        for name, day in placeholders.days_of(wave).items():
            if name in said and day < at.astimezone(zone).date():
                yield _past_day(wave, name, day, at.astimezone(zone).date())
                return


def _past_day(wave: Wave, name: str, day: date, sent_on: date) -> Stop:
    values = {
        "name": name,
        "day": date_format(day, "DATE_FORMAT"),
        "sent": date_format(sent_on, "DATE_FORMAT"),
    }
    return Stop(
        "past_day",
        _(
            "Nothing was sent. The words promise something by %(day)s ({%(name)s}), "
            "and a message that goes out on %(sent)s comes after it. Change the day of "
            "the round or of the survey, or the words."
        )
        % values,
        reverse("mailing-edit", args=[wave.pk]),
        _("Change the words"),
    )


def _about_study(wave: Wave) -> Iterator[Stop]:
    study = wave.about
    if study is not None and study.is_paused:
        yield Stop(
            "study_paused",
            _("Nothing was sent, because the study is paused. Go on with it first."),
            reverse("study-pause", args=[study.slug]),
            _("See why, and go on"),
        )


def _about_survey(wave: Wave, now: datetime) -> Iterator[Stop]:
    activity = wave.activity
    if activity is None:
        return
    if activity.state == Activity.State.DRAFT:
        yield Stop(
            "not_published",
            _("Nothing was sent. Publish the survey first, then start the mailing."),
        )
    if activity.state == Activity.State.PAUSED:
        yield Stop(
            "survey_paused",
            _("Nothing was sent, because the survey is paused. Go on with it first."),
        )
    if activity.state == Activity.State.CLOSED or (
        activity.closes_at is not None and activity.closes_at <= now
    ):
        yield Stop(
            "closed",
            _("Nothing was sent, because the survey is over. Open it again first."),
        )
    if not activity.anonymous and activity.study is None:
        yield Stop(
            "no_study",
            _(
                "Nothing was sent. A confidential survey needs a study, because "
                "people get their pseudonyms there. Put the survey into a round."
            ),
        )


def _about_people(wave: Wave, wanted_now: int) -> Iterator[Stop]:
    if not wanted_now:
        yield Stop(
            "nobody",
            _(
                "Nothing was sent: as it stands, nobody on the list would get a "
                "message. The reasons are listed below."
            ),
            reverse("mailing-people", args=[wave.pk]),
            _("Choose people"),
        )

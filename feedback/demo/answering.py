import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from feedback.answering import agreeing
from feedback.answering.agreeing import Agreed
from feedback.answering.models import SurveyResponse
from feedback.demo.answers import SyntheticAnswer, answers
from feedback.demo.days import Days
from feedback.results import folding
from feedback.surveys.models import Survey
from studies.agencies.models import User
from studies.partners import actions as partners
from studies.partners.actions import Place
from studies.partners.models import InviteLink, Partner
from studies.people import terms
from studies.people.terms import Terms

State = SurveyResponse.State
LABELS = {
    "open": "Poster at the office",
    "harbor": "Flyer at Harbor Lane",
    "cedar": "Cedar Street evening",
    "counter": "Card at counter 2",
}
CHANNELS = {"counter": InviteLink.Channel.COUNTER}
ALONE = 4
# Openings for each start: link previews and second looks open a link too.
OPENINGS = 1.4
NOT_QUOTED = 5


def answer_letter(
    survey: Survey, met: dict[str, Partner | None], days: Days, *, by: User
) -> None:
    """371 synthetic tries at the survey, and the links that they came through.

    Of those who came by no partner, three in four took the card at our own counter.
    """
    tries = list(_some_at_the_counter(answers()))
    version, asked = survey.versions.get(number=1), terms.in_force(survey.activity_id)
    SurveyResponse.objects.bulk_create(
        [
            _response(survey, version, tried, met, days, _agreed(asked, tried, number))
            for number, tried in enumerate(tries)
        ],
        batch_size=500,
    )
    folding.fold(survey.pk)
    started = Counter(tried.partner for tried in tries)
    finished = Counter(tried.partner for tried in tries if tried.finished)
    for key, label in LABELS.items():
        link = partners.make_link(
            survey.activity_id,
            partner=met[key],
            label=label,
            place=Place(channel=CHANNELS.get(key, "")),
            by=by,
        )
        counts = {
            "openings": round(started[key] * OPENINGS),
            "starts": started[key],
            "finishes": finished[key],
        }
        rows = InviteLink.objects.filter(pk=link.pk)
        rows.update(**counts, made_up=counts, created_at=days.at(-42))


def _some_at_the_counter(tries: Iterable[SyntheticAnswer]) -> Iterator[SyntheticAnswer]:
    came_alone = 0
    for tried in tries:
        if tried.partner == "open":
            came_alone += 1
            if came_alone % ALONE:
                tried = replace(tried, partner="counter")
        yield tried


def _agreed(asked: Terms, tried: SyntheticAnswer, number: int) -> Agreed:
    """Read in the person's language; one in so many would rather not be quoted."""
    return Agreed(asked.pk, tried.language, {"quote": number % NOT_QUOTED > 0})


def _response(survey, version, tried: SyntheticAnswer, met, days: Days, agreed: Agreed):
    day = days.on(tried.day)
    return SurveyResponse(
        # Random, as real ones are: an id that grows would tell who came when.
        id=uuid.uuid4(),
        survey=survey,
        version=version,
        language=tried.language,
        state=State.SUBMITTED if tried.finished else State.STARTED,
        answers=tried.answers,
        is_anonymous=True,
        is_synthetic=True,
        partner=met[tried.partner],
        started_on=day,
        submitted_on=day if tried.finished else None,
        **agreeing.columns(agreed),
    )

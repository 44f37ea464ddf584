"""Somebody in a study who has given a bit of everything."""

from dataclasses import dataclass

from feedback.answering.models import SurveyResponse
from feedback.results.folding import fold
from studies.people.models import Conversation, Participant, UpdateRequest
from studies.planning.models import Round
from tests import make
from tests.results.finished import finished


@dataclass
class Somebody:
    participant: Participant
    round: Round
    answer: SurveyResponse
    code: str
    talk: Conversation

    @property
    def study(self):
        return self.round.study


def somebody(*, person=None, agency=None, state="in_field") -> Somebody:
    """An answer and an interview in one round, words of both, needs, and a payment."""
    ours = {"agency": agency} if agency else {}
    round_ = make.round_(study=make.study(state="running", **ours), state=state)
    person = person or make.person(agency=round_.study.agency, name="Ana Ruiz")
    row = make.participant(study=round_.study, person=person, needs=["breaks"])
    row.segments.add(make.segment(study=round_.study))
    UpdateRequest.objects.create(study=round_.study, person=person)
    activity = make.activity(round=round_, anonymous=False, state="published")
    survey = make.published_survey(activity=activity)
    link = activity.invite_links.create(
        agency=activity.agency, participant=row, token_hash=str(make.n())
    )
    answer, code = finished(
        survey,
        answers={"q1": {"code": "c1"}},
        is_anonymous=False,
        participant=row,
        personal_link=link,
    )
    talk = make.conversation(round=round_, participant=row, heard="The bold date.")
    for source in ({"conversation": talk}, {"response_id": answer.pk}):
        make.highlight(round=round_, **source)
    make.payment(participant=row)
    if state != Round.State.CLOSED:
        fold(survey.pk)
    return Somebody(row, round_, answer, code, talk)

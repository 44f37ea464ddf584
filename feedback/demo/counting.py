"""How many people of each group are to answer, and by whom people came."""

from feedback.demo import content
from feedback.results import quota_planning
from feedback.surveys.models import Survey
from studies.agencies.models import User
from studies.partners import introductions
from studies.partners.models import Partner
from studies.people.models import Participant

QUESTION = "about_you"
# By the choice that makes the group, in the order of the plan's groups. Made-up answers
# came to 95, 15, 35 and 51 people: one group is full, one nearly so.
PLACES = {"language": 120, "no_address": 30, "carer": 35, "disability": 60}
# Kept for people of the shelter, who recruits from the third round on.
FOR_FERRYWICK = 10
# As they stand in what people said of how we came to write to them.
NAMES = [("harbor", "Harbor Lane"), ("cedar", "Cedar Street")]
CAME_TWICE = "P-005"


def set_quotas(survey: Survey, met: dict[str, Partner | None], *, by: User) -> None:
    document = quota_planning.document_of(survey)
    study = survey.activity.round.study
    groups = dict(zip(PLACES, study.segments.order_by("position"), strict=False))
    for code, places in PLACES.items():
        quota = quota_planning.add(
            survey,
            document,
            question_key=QUESTION,
            codes=[code],
            target=places,
            segment=groups.get(code),
            by=by,
        )
        if code == "no_address":
            rooms = {met["ferrywick"].pk: FOR_FERRYWICK}
            quota_planning.change(quota, target=places, rooms=rooms, by=by)


def credit_partners(
    listed: dict[str, Participant], met: dict[str, Partner | None], *, by: User
) -> None:
    """By which partner each person came; one came by both, and counts once."""
    for said in content.load("people"):
        person = listed.get(said["code"])
        brought = [met[key] for key, name in NAMES if name in said["how_we_got_it"]]
        if person and brought:
            introductions.note(person.pk, brought, by=by)
            if said["code"] == CAME_TWICE:
                both = [met[key] for key, _name in NAMES]
                introductions.note(person.pk, both, by=by)

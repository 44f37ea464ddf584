from django.db.models import QuerySet

from feedback.demo import content
from feedback.demo.days import Days
from feedback.demo.translating import keep
from studies.agencies.models import Agency, User
from studies.people import consenting
from studies.people.models import ConsentVersion
from studies.planning import actions as planning
from studies.planning.models import Round, Study
from studies.progress import actions as progress


def plan_study(agency: Agency, days: Days, *, by: User, leader: str) -> Study:
    """The study with its plan, started on the first day of its first round."""
    said = content.load("study")
    service = content.load("agency")["service"]["name"]
    dates = content.load("dates")
    study = planning.create_study(
        agency=agency,
        service_name=service["en"],
        title=said["title"]["en"],
        launch_on=days.on(dates["launch"]["day"]),
        must_hear=[],
        by=by,
        today=days.on(days.round(1)["starts"]),
    )
    goals = [goal["text"]["en"] for goal in said["goals"]]
    study.goal_1, study.goal_2, study.goal_3 = goals
    study.about = said["changing"]["en"]
    study.population = said["population"]["en"]
    study.compensation = said["people"]["payment"]["text"]["en"]
    study.leader_name = leader
    study.safety_owner = agency.members.get(user=by)
    study.save()
    groups = [(group["label"]["en"], group["needed"]) for group in said["segments"]]
    planning.set_segments(study.pk, groups)
    keep(
        agency,
        [
            (study, "title", said["title"]),
            (study, "about", said["changing"]),
            (study.service, "name", service),
        ],
    )
    _ask_for_consent(study, days, by=by)
    progress.start_study(study.pk, by=by)
    begun = days.at(days.round(1)["starts"])
    Study.objects.filter(pk=study.pk).update(started_at=begun, created_at=begun)
    study.refresh_from_db()
    return study


def _ask_for_consent(study: Study, days: Days, *, by: User) -> None:
    """The ready words in four languages, published on the first day of round 1.

    A machine drafted three of them: in the demo a name stands for these, as for its
    surveys.
    """
    text = consenting.begin(study.agency, study, by=by)
    for language in content.LANGUAGES[1:]:
        consenting.vouch_for(text.pk, language, str(by), by=by)
    version = consenting.publish(text.pk, by=by)
    # The plain query set: the model's own refuses to touch a published version.
    published = QuerySet(ConsentVersion).filter(pk=version.pk)
    published.update(published_at=days.at(days.round(1)["starts"]))


def plan_rounds(study: Study, days: Days) -> dict[int, Round]:
    """The three rounds by number, with what each wants to learn and where it stands."""
    rounds = {round_.number: round_ for round_ in study.rounds.all()}
    for said in content.load("study")["rounds"]:
        texts = [question["text"]["en"] for question in said["questions"]]
        planning.set_questions(rounds[said["number"]].pk, texts)
    states = {1: Round.State.TOLD, 2: Round.State.IN_FIELD}
    for number, state in states.items():
        rounds[number].state = state
        rounds[number].save(update_fields=["state"])
    return rounds


def add_drafts(study: Study, rounds: dict[int, Round], begun: int) -> None:
    """The letter as it was in each round that has begun."""
    for said in content.load("drafts")["drafts"]:
        if said["round"] <= begun:
            planning.add_draft(
                study.pk,
                title=study.title,
                body="\n".join(said["letter"]["en"]),
                round_id=rounds[said["round"]].pk,
            )

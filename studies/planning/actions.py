from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, Service, User
from studies.planning.calendar import backward_from
from studies.planning.models import (
    Activity,
    ConceptVersion,
    ResearchQuestion,
    Round,
    Segment,
    Study,
)
from studies.planning.slugs import free_slug

PURPOSES = [Round.Purpose.UNDERSTAND, Round.Purpose.SHAPE, Round.Purpose.CHECK]


@transaction.atomic
def create_study(
    *,
    agency: Agency,
    service_name: str,
    title: str,
    launch_on: date,
    must_hear: list[tuple[str, int]],
    by: User,
    today: date | None = None,
) -> Study:
    """Start a study in practice, its three rounds dated backward from launch.

    An unknown service is added to the agency's list. Raises Refusal where the launch
    is too near for three rounds.
    """
    dates = backward_from(launch_on, today=today or timezone.localdate())
    service, _made = Service.objects.get_or_create(
        agency=agency, name=service_name.strip()
    )
    study = Study.objects.create(
        agency=agency,
        service=service,
        title=title.strip(),
        slug=free_slug(Study, title),
        launch_on=launch_on,
        source_language=by.language,
        created_by=by,
    )
    for number, (purpose, days) in enumerate(zip(PURPOSES, dates, strict=True), 1):
        Round.objects.create(
            study=study,
            number=number,
            purpose=purpose,
            starts_on=days.starts_on,
            ends_on=days.ends_on,
            tell_by=days.tell_by,
        )
    set_segments(study.pk, must_hear)
    return study


@transaction.atomic
def change_plan(
    study_id: int, *, groups: list[tuple[str, int]], by: User, **said: object
) -> Study:
    """Save what the plan says, field by field of the study, and whom it must hear.

    What a plan does not say, such as the study's state, stays as it is now.
    """
    study = Study.objects.select_for_update().get(pk=study_id)
    _save(study, said, by)
    set_segments(study.pk, groups)
    return study


@transaction.atomic
def change_round(
    round_id: int, *, by: User, questions: list[str] | None = None, **said: object
) -> Round:
    """Save a round's days, or whom it did not hear; None leaves its questions."""
    round_ = Round.objects.select_for_update().get(pk=round_id)
    _save(round_, said, by)
    if questions is not None:
        set_questions(round_.pk, questions)
    return round_


def _save(row: Study | Round, said: dict[str, object], by: User) -> None:
    for name, value in said.items():
        setattr(row, name, value)
    row._history_user = by
    row.save(update_fields=list(said))


@transaction.atomic
def set_segments(study_id: int, groups: list[tuple[str, int]]) -> None:
    """Make these the groups we must hear, in this order; a group with people stays."""
    study = Study.objects.select_for_update().get(pk=study_id)
    wanted = {name.strip(): needed for name, needed in groups if name.strip()}
    for position, (name, needed) in enumerate(wanted.items()):
        Segment.objects.update_or_create(
            study=study,
            name=name,
            defaults={"needed": needed, "position": position, "must_hear": True},
        )
    gone = study.segments.exclude(name__in=wanted)
    gone.filter(participants=None, conversations=None).delete()
    gone.update(must_hear=False)


@transaction.atomic
def set_questions(round_id: int, texts: list[str]) -> None:
    """Make these the round's research questions, in this order."""
    round_ = Round.objects.select_for_update().get(pk=round_id)
    round_.questions.all().delete()
    ResearchQuestion.objects.bulk_create(
        ResearchQuestion(round=round_, text=text.strip(), position=position)
        for position, text in enumerate(texts)
        if text.strip()
    )


@transaction.atomic
def add_draft(
    study_id: int, *, title: str, body: str, round_id: int | None = None
) -> ConceptVersion:
    """Put the next draft beside the earlier ones; numbers never have gaps."""
    study = Study.objects.select_for_update().get(pk=study_id)
    if not body.strip():
        raise Refusal(_("Write or paste the text of the draft."), code="empty")
    return ConceptVersion.objects.create(
        study=study,
        round_id=round_id,
        number=study.drafts.count() + 1,
        title=title.strip() or study.title,
        body=body.strip(),
    )


@transaction.atomic
def stamp_published(
    activity_id: int,
    *,
    languages: list[str],
    texts: dict[str, dict[str, str]] | None = None,
    minutes: int | None = None,
) -> Activity:
    """Record that an activity is ready for people, in which languages, and its texts.

    `languages` begins with the source; `texts` is {language: {"title", "purpose"}}.
    """
    activity = Activity.objects.select_for_update().get(pk=activity_id)
    # Publishing again while paused leaves it paused.
    if activity.state == Activity.State.DRAFT:
        activity.state = Activity.State.PUBLISHED
    activity.languages_ready = languages
    activity.public_texts = texts or {}
    activity.minutes = minutes
    activity.save()
    return activity

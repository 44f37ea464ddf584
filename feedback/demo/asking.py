from django.db.models import QuerySet

from feedback.demo import content
from feedback.demo.days import Days
from feedback.demo.translating import joined, keep
from feedback.surveys import publishing
from feedback.surveys.models import Choice, Question, Survey, SurveyVersion
from feedback.surveys.translation import translating
from studies.agencies.models import User
from studies.planning.models import Activity, Round


def ask(
    name: str, slug: str, rounds: dict[int, Round], days: Days, *, by: User
) -> Survey:
    """One of the demo's surveys in four languages, published on its first day."""
    said = content.load(name)
    dates = content.load("dates")["surveys"][said["key"]]
    round_ = rounds[dates["round"]]
    # It stays open through the present round, so that a visitor can answer it too.
    present = days.round(2)
    activity = Activity.objects.create(
        agency=round_.study.agency,
        round=round_,
        kind=Activity.Kind.SURVEY,
        name=said["title"]["en"],
        slug=slug,
        anonymous=said["kind"] == "anonymous",
        opens_at=days.at(dates["opens"]),
        closes_at=days.at(present["ends"] + 1, hour=0),
    )
    purpose = said["purpose"]
    thanks = joined(said["thanks"])
    legal = said.get("legal", {"en": ""})
    survey = Survey.objects.create(
        activity=activity,
        title=said["title"]["en"],
        purpose=purpose["en"],
        legal=legal["en"],
        thanks=thanks["en"],
        languages=list(content.LANGUAGES[1:]),
        layout=Survey.Layout.ONE_A_PAGE,
    )
    words = [
        (survey, "title", said["title"]),
        (survey, "purpose", purpose),
        (survey, "legal", legal),
        (survey, "thanks", thanks),
        *_questions(survey, said["questions"]),
    ]
    keep(activity.agency, words)
    for language in survey.languages:  # a machine wrote them: a name stands for it
        translating.vouch_for(survey.pk, language, str(by), by=by)
    version = publishing.publish(survey.pk, by=by)
    # The plain query set: the model's own refuses to touch a published version.
    published = QuerySet(SurveyVersion).filter(pk=version.pk)
    published.update(published_at=days.at(dates["opens"]))
    return survey


def _questions(survey: Survey, said: list[dict]):
    """Write the questions and their choices; yield what is to be translated."""
    for position, asked in enumerate(said):
        hint = asked["hint"] or {"en": ""}
        question = Question.objects.create(
            survey=survey,
            key=asked["key"],
            kind=asked["kind"],
            label=asked["label"]["en"],
            hint=hint["en"],
            required=asked["required"],
            show_when=asked["show_when"],
            position=position,
        )
        yield question, "label", asked["label"]
        yield question, "hint", hint
        choices = Choice.objects.bulk_create(
            Choice(
                question=question,
                code=choice["code"],
                label=choice["label"]["en"],
                exclusive=choice["exclusive"],
                other=choice["other"],
                apart=choice["apart"],
                position=index,
            )
            for index, choice in enumerate(asked["choices"])
        )
        for row, choice in zip(choices, asked["choices"], strict=True):
            yield row, "label", choice["label"]

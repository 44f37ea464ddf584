from django.db import transaction

from feedback.surveys.drafting import create_survey, save_survey
from feedback.surveys.models import Survey
from feedback.surveys.questions import add_question, as_written
from feedback.surveys.texts import draft_questions, keyed_texts
from studies.agencies.models import User
from studies.wording.models import Translation
from studies.wording.translations import SourceText, source_hash, translate


@transaction.atomic
def copy_survey(survey_id: int, *, title: str, by: User) -> Survey:
    """The same draft once more, keys and translations included; no answers, no links.

    The copy belongs to the same round and makes the same promise until that is changed.
    """
    old = Survey.objects.select_related("activity__agency", "activity__round").get(
        pk=survey_id
    )
    questions = draft_questions(old)
    new = create_survey(
        agency=old.agency,
        title=title,
        anonymous=old.activity.anonymous,
        round=old.activity.round,
        source_language=old.source_language,
        by=by,
    )
    new.purpose, new.thanks, new.layout = old.purpose, old.thanks, old.layout
    new.languages, new.later_languages = old.languages, old.later_languages
    new.starter = old.starter
    save_survey(new, by=by)
    for question in questions:
        add_question(
            new.pk,
            as_written(question, question.drafted_choices),
            key=question.key,
            locked_wording=question.locked,
            by=by,
        )
    before = dict(keyed_texts(old, questions))
    after = dict(keyed_texts(new, draft_questions(new)))
    _copy_translations(before, after, new, by)
    return new


def _copy_translations(
    before: dict[str, SourceText],
    after: dict[str, SourceText],
    new: Survey,
    by: User,
) -> None:
    """Only those of the present wording: an outdated one would come back as current."""
    names = {source.place: name for name, source in before.items()}
    for row in Translation.objects.of(list(names)).order_by("pk"):
        name = names[row.place]
        if name in after and row.source_hash == source_hash(after[name].text):
            translate(
                after[name],
                row.language,
                row.text,
                agency=new.agency,
                by=by,
                state=row.state,
            )

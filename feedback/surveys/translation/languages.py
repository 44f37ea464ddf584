"""Which languages a survey offers, which come later, and how far each one is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.drafting import locked, save_survey
from feedback.surveys.models import Survey
from feedback.surveys.texts import draft_questions, read_texts
from feedback.surveys.translation.ready_words import translate_ready
from studies.agencies.models import User
from studies.wording.models import Translation, Vouch
from studies.wording.placeholders import faults as placeholder_faults
from studies.wording.tags import NAMED, language_name, tidy
from studies.wording.translations import SourceText, State, is_of, place

# States in which nobody has anything left to do, where a member set them.
DONE = {Translation.State.REVIEWED, Translation.State.SAME}


@dataclass(frozen=True)
class LanguageProgress:
    """How complete one language of a draft is; a vouched text counts as reviewed."""

    code: str
    total: int
    reviewed: int
    drafted: int  # written, by machine or by hand, and nobody has read it over
    outdated: int
    missing: int
    placeholder_faults: int
    vouched_by: str = ""

    @property
    def percent(self) -> int:
        """Texts there are for the present wording; only 100 means all of them."""
        if not self.total:
            return 100
        return (self.reviewed + self.drafted) * 100 // self.total

    @property
    def is_ready(self) -> bool:
        return self.reviewed == self.total and not self.placeholder_faults

    @property
    def name(self) -> str:
        return language_name(self.code)


def can_be_added(survey: Survey) -> list[str]:
    """Languages with a name that the survey does not have yet; ours come first."""
    has = {survey.source_language, *survey.languages, *survey.later_languages}
    ours = [code for code, _name in settings.LANGUAGES if code not in has]
    others = sorted(NAMED - has - set(ours), key=language_name)
    return [*ours, *others]


@transaction.atomic
def add_language(survey_id: int, code: str, *, by: User) -> Survey:
    """Offer one more language from the next version on; repeating changes nothing."""
    survey, code = locked(survey_id), tidy(code)
    if not code or code == survey.source_language:
        raise Refusal(
            _(
                "This is not a language that can be added. Write its code, such as ht "
                "for Haitian Creole. Nothing was changed."
            ),
            code="unknown_language",
        )
    if code not in survey.languages:
        survey.languages = [*survey.languages, code]
        survey.later_languages = [c for c in survey.later_languages if c != code]
        save_survey(survey, by=by)
        translate_ready(survey, survey.questions.current(), code, by=by)
    return survey


@transaction.atomic
def move_to_later(survey_id: int, code: str, *, by: User) -> Survey:
    """Publish without it for now; its texts are kept, and the first page says so."""
    survey = locked(survey_id)
    if code in survey.languages:
        survey.languages = [c for c in survey.languages if c != code]
        survey.later_languages = [*survey.later_languages, code]
        save_survey(survey, by=by)
    return survey


@transaction.atomic
def say_missing(survey_id: int, policy: str, *, by: User) -> Survey:
    """Whether people read that a language comes later; unknown policies are refused."""
    survey = locked(survey_id)
    if policy not in Survey.MissingLanguage.values:
        raise Refusal(_("Choose one of the two. Nothing was changed."), code="policy")
    survey.missing_language = policy
    return save_survey(survey, by=by)


@transaction.atomic
def drop_language(survey_id: int, code: str, *, by: User) -> Survey:
    """Neither now nor later. Its texts are kept, and are back if it is added again."""
    survey = locked(survey_id)
    survey.languages = [c for c in survey.languages if c != code]
    survey.later_languages = [c for c in survey.later_languages if c != code]
    return save_survey(survey, by=by)


def progress(
    survey: Survey, codes: Iterable[str], named: list[tuple[str, SourceText]]
) -> list[LanguageProgress]:
    """Each language's state over the draft's texts; two queries, however many."""
    codes = list(codes)
    if not codes:
        return []
    sources = [source for _name, source in named if source.text.strip()]
    rows = Translation.objects.of([source.place for source in sources])
    rows = rows.filter(language__in=codes)
    found = {(row.place, row.language): row for row in rows}
    vouches = {
        vouch.language: vouch
        for vouch in Vouch.objects.filter(place=place(survey, "texts"))
    }
    return [_progress(code, sources, found, vouches.get(code)) for code in codes]


def draft_texts(survey: Survey) -> list[tuple[str, SourceText]]:
    """What is to be translated of a draft."""
    return read_texts(survey, draft_questions(survey))


def _progress(
    code: str,
    sources: list[SourceText],
    found: dict[tuple[str, str], Translation],
    vouch: Vouch | None,
) -> LanguageProgress:
    states, faults = Counter(), 0
    for source in sources:
        row = found.get((source.place, code))
        states[_state(source, row, vouch)] += 1
        faults += bool(row and placeholder_faults(source.text, row.text))
    return LanguageProgress(
        code=code,
        total=len(sources),
        reviewed=states[State.REVIEWED],
        drafted=states[State.DRAFT],
        outdated=states[State.OUTDATED],
        missing=states[State.MISSING],
        placeholder_faults=faults,
        vouched_by=vouch.name if vouch else "",
    )


def _state(source: SourceText, row: Translation | None, vouch: Vouch | None) -> State:
    if row is None:
        return State.MISSING
    if not is_of(row.source_hash, source.text):
        return State.OUTDATED
    if row.state in DONE and not row.by_guest:
        return State.REVIEWED
    return State.REVIEWED if vouch and row.updated_at <= vouch.made_at else State.DRAFT

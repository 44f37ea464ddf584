from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from studies.evidence.models import ShareBack
from studies.planning.models import Activity, Round, Study
from studies.wording.models import Translation
from studies.wording.number_order import keep_numbers
from studies.wording.translations import SourceText, State, place, translated


@dataclass(frozen=True)
class Said:
    """A text as it is shown, and the language that it is in."""

    text: str
    language: str


@dataclass(frozen=True)
class ToldItem:
    """One published “you said, we did” in one language."""

    you_said: Said
    outcome: str
    outcome_label: str
    what_we_did: Said


@dataclass(frozen=True)
class ToldRound:
    round: Round
    items: list[ToldItem]
    not_heard: Said


@dataclass(frozen=True)
class Told:
    """A study's public page: what it is, and what came of each round."""

    title: Said
    about: Said
    service: Said
    rounds: list[ToldRound]
    is_complete: bool


def share_back_texts(row: ShareBack) -> list[SourceText]:
    return [
        SourceText(place(row, "you_said"), row.you_said),
        SourceText(place(row, "what_we_did"), row.what_we_did),
    ]


def study_texts(study: Study) -> list[SourceText]:
    return [
        SourceText(place(study, "title"), study.title),
        SourceText(place(study, "about"), study.about),
        SourceText(place(study.service, "name"), study.service.name),
    ]


def told(study: Study, language: str) -> Told:
    """The rounds with something published, newest first, in one language.

    A text without a translation stands in the study's own language, and says so.
    """
    rows = ShareBack.objects.current().filter(study=study).exclude(published_at=None)
    rows = list(rows.order_by("round__number", "pk"))
    ours = {row.round_id for row in rows}
    rounds = [one for one in study.rounds.order_by("-number") if one.pk in ours]
    texts = [text for row in rows for text in share_back_texts(row)]
    texts += [SourceText(place(one, "not_heard"), one.not_heard) for one in rounds]
    shown = _shown([*study_texts(study), *texts], study.source_language, language)
    return Told(
        title=shown[place(study, "title")],
        about=shown[place(study, "about")],
        service=shown[place(study.service, "name")],
        rounds=[_round(one, rows, shown) for one in rounds],
        is_complete=all(
            said.language == language for said in shown.values() if said.text
        ),
    )


def _round(round_: Round, rows: list[ShareBack], shown: dict[str, Said]) -> ToldRound:
    return ToldRound(
        round_,
        [
            ToldItem(
                shown[place(row, "you_said")],
                row.outcome,
                row.get_outcome_display(),
                shown[place(row, "what_we_did")],
            )
            for row in rows
            if row.round_id == round_.pk
        ],
        shown[place(round_, "not_heard")],
    )


def _shown(texts: list[SourceText], source: str, language: str) -> dict[str, Said]:
    shown = {
        text.place: Said(keep_numbers(text.text, source), source) for text in texts
    }
    if language == source:
        return shown
    return shown | {
        row.place: Said(keep_numbers(row.text, language), language)
        for row in translated(texts, language)
        if row.state != State.MISSING
    }


def languages_to_tell(study: Study, rows: Iterable[ShareBack] = ()) -> list[str]:
    """The languages beside the study's own in which its people were asked or helped.

    Those of its surveys and its partners, and those that texts are in already.
    """
    wanted: set[str] = set()
    activities = Activity.objects.filter(round__study=study)
    for ready in activities.values_list("languages_ready", flat=True):
        wanted.update(ready)
    for spoken in study.partnerships.values_list("partner__languages", flat=True):
        wanted.update(spoken)
    places = [text.place for row in rows for text in share_back_texts(row)]
    wanted.update(Translation.objects.of(places).values_list("language", flat=True))
    wanted.discard(study.source_language)
    return [code for code, _name in settings.LANGUAGES if code in wanted]

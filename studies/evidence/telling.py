from dataclasses import dataclass

from studies.evidence.models import ShareBack
from studies.planning.models import Round, Study
from studies.wording.translations import SourceText, in_language, place


@dataclass(frozen=True)
class ToldItem:
    """One published “you said, we did” in one language."""

    you_said: str
    outcome: str
    outcome_label: str
    what_we_did: str


@dataclass(frozen=True)
class ToldRound:
    round: Round
    items: list[ToldItem]
    not_heard: str


def share_back_texts(row: ShareBack) -> list[SourceText]:
    return [
        SourceText(place(row, "you_said"), row.you_said),
        SourceText(place(row, "what_we_did"), row.what_we_did),
    ]


def told_rounds(study: Study, language: str) -> list[ToldRound]:
    """The rounds with something published, newest first, in one language."""
    rows = ShareBack.objects.current().filter(study=study).exclude(published_at=None)
    by_round: dict[int, list[ShareBack]] = {}
    for row in rows.order_by("round__number", "pk"):
        by_round.setdefault(row.round_id, []).append(row)
    rounds = [r for r in study.rounds.order_by("-number") if r.pk in by_round]
    texts = [text for row in rows for text in share_back_texts(row)]
    texts += [SourceText(place(r, "not_heard"), r.not_heard) for r in rounds]
    shown = in_language(texts, language)
    return [
        ToldRound(
            round_,
            [
                ToldItem(
                    shown[place(row, "you_said")],
                    row.outcome,
                    row.get_outcome_display(),
                    shown[place(row, "what_we_did")],
                )
                for row in by_round[round_.pk]
            ],
            shown[place(round_, "not_heard")],
        )
        for round_ in rounds
    ]

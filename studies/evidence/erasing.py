"""When somebody takes an answer back: its words go, and who built on them hears so."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from studies.agencies.models import User
from studies.evidence.models import Decision, Highlight
from studies.people import conversations
from studies.people.models import Participant
from studies.planning.models import Study
from studies.wording.models import Translation
from studies.wording.translations import place

GONE = "…"


@transaction.atomic
def erase_words(response_id: UUID) -> int:
    """Erase what was kept from one answer, and its translations. Returns how many.

    What we learned and decided stays, and stands on fewer people from now on; each
    decision that stood on these words is flagged with the day, for the team alone.
    """
    return _erase(Highlight.objects.filter(response_id=response_id))


@transaction.atomic
def erase_talks(participant: Participant) -> dict[str, int]:
    """Erase what one person said when we talked: the notes, and the words kept of it.

    That we met them stays where the round is closed, see `conversations.forget`.
    """
    theirs = Highlight.objects.filter(conversation__participant=participant)
    words = _erase(theirs)
    return {"words": words, "talks": conversations.forget(participant)}


def _erase(rows: QuerySet[Highlight]) -> int:
    gone = list(rows)
    _flag_decisions(gone)
    Translation.objects.of([place(row, "words") for row in gone]).delete()
    Highlight.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return len(gone)


@transaction.atomic
def flag_quoted(participant: Participant) -> int:
    """Who may not be quoted any more: what stands on their words is worth a look.

    The words stay for the team, as notes do. Returns how many decisions are flagged.
    """
    theirs = Highlight.objects.filter(conversation__participant=participant)
    return _flag_decisions(list(theirs))


def _flag_decisions(gone: list[Highlight]) -> int:
    """Those that cite the words, an insight from them, or changed a draft by them."""
    stood = Decision.objects.filter(
        Q(highlights__in=gone)
        | Q(insights__highlights__in=gone)
        | Q(changes__highlights__in=gone)
    )
    flagged = Decision.objects.filter(pk__in=stood.values("pk"))
    return flagged.update(words_taken_back_on=timezone.localdate())


@transaction.atomic
def erase_words_of(study: Study, *, dry_run: bool = False) -> int:
    """The study closed long ago: its quotes go, and what was learned stays.

    How many people stand behind it stays known, so no decision is flagged.
    """
    rows = Highlight.objects.filter(study=study, erased_on=None)
    if dry_run:
        return rows.count()
    gone = list(rows.select_for_update(of=["self"]))
    Translation.objects.of([place(row, "words") for row in gone]).delete()
    ours = Highlight.objects.filter(pk__in=[row.pk for row in gone])
    ours.update(words=GONE, erased_on=timezone.localdate())
    return len(gone)


@transaction.atomic
def still_stands(decision_id: int, *, by: User) -> bool:
    """Somebody checked a flagged decision, and it stands; False where none was due."""
    rows = Decision.objects.select_for_update().exclude(words_taken_back_on=None)
    decision = rows.filter(pk=decision_id).first()
    if decision is None:
        return False
    decision.words_taken_back_on = None
    decision._history_user = by
    decision.save(update_fields=["words_taken_back_on"])
    return True

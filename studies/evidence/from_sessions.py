"""What people said in a session, kept as evidence."""

from django.db import transaction

from studies.agencies.models import User
from studies.evidence import actions as evidence
from studies.people import agreeing
from studies.planning.models import Round
from studies.sessions import noting
from studies.sessions.models import Note, Session


@transaction.atomic
def keep(session_id: int, *, by: User) -> tuple[int, int]:
    """Make conversations of the notes, and keep people's words to be cited.

    Returns how many conversations and how many words; repeating it adds nothing.
    """
    held = noting.hold(session_id, by=by)
    round_ = Session.objects.select_related("round__study").get(pk=session_id).round
    words = sum(_keep(round_, one, by) for one in held)
    return len(held), words


def _may_stand(note: Note) -> bool:
    """Their words, under a yes that holds now: it may be gone since they were written."""
    if note.kind not in noting.NEEDS or note.booking is None:
        return False
    return agreeing.covers(note.booking.participant, noting.NEEDS[note.kind])


def _keep(round_: Round, held: noting.Held, by: User) -> int:
    said = [note for note in held.notes if _may_stand(note)]
    for note in said:
        evidence.highlight(
            study=round_.study,
            round=round_,
            words=note.text,
            language=note.language,
            conversation=held.conversation,
            consent_version=note.consent.version if note.consent else None,
            is_synthetic=held.conversation.is_synthetic,
            by=by,
        )
    return len(said)

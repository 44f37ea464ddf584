"""Logging a talk, and keeping as quotes what people agreed may be quoted."""

from django.db import transaction

from studies.agencies.models import User
from studies.evidence import actions as evidence
from studies.people import agreeing, conversations
from studies.people.models import ConsentVersion, Conversation, Purpose
from studies.people.terms import Terms
from studies.planning.models import Round


def asks_to_quote(round_: Round) -> bool:
    """Whether people of the study read a sentence about being quoted."""
    asked = agreeing.asked_in(round_.study)
    return asked is not None and Purpose.QUOTE.value in asked.purposes


@transaction.atomic
def log(
    round_: Round, *, may_quote: bool, by: User, **said: object
) -> tuple[Conversation, int]:
    """Keep the talk, and each line as what people said where they agreed to that.

    Before a study publishes its words of consent nobody was asked, and what is heard
    stays with the team. Returns the talk and how many lines may be cited.
    """
    talk = conversations.log(round_, by=by, **said)
    asked = agreeing.asked_in(round_.study)
    lines = talk.heard.splitlines() if _covers(asked, may_quote) else []
    version = _words_agreed_to(talk, asked)
    for words in lines:
        evidence.highlight(
            study=round_.study,
            round=round_,
            words=words,
            language=talk.language,
            conversation=talk,
            consent_version=version,
            by=by,
        )
    return talk, len(lines)


def _words_agreed_to(talk: Conversation, asked: Terms | None) -> ConsentVersion | None:
    """Those that the person read, where we know who it was; else those of now."""
    held = agreeing.holding(talk.participant) if talk.participant else None
    return held.version if held else agreeing.version_of(asked)


def _covers(asked: Terms | None, may_quote: bool) -> bool:
    if asked is None:
        return True
    return may_quote and Purpose.QUOTE.value in asked.purposes

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies import archiving
from studies.agencies.models import User
from studies.evidence.models import Change, Decision, Highlight, Insight, ShareBack
from studies.outreach import actions as outreach
from studies.people import agreeing, updates
from studies.people.models import ConsentVersion, Conversation, Purpose
from studies.planning.models import ConceptVersion, Round, Study


@transaction.atomic
def highlight(
    *,
    study: Study,
    round: Round,
    words: str,
    language: str,
    by: User | None,
    conversation: Conversation | None = None,
    response_id: UUID | None = None,
    question_key: str = "",
    consent_version: ConsentVersion | None = None,
    voice: str = Highlight.Voice.OWN,
    is_synthetic: bool = False,
) -> Highlight:
    """Keep what somebody said, with the way back to it; marking twice keeps one.

    Refused where the person of a talk is known and has not agreed to be quoted. Whoever
    marks an answer has asked the answer itself.
    """
    if not words.strip():
        raise Refusal(_("Write the words that were said."), code="empty")
    _refuse_unquoted(conversation)
    said = {
        "study": study,
        "round": round,
        "words": words.strip(),
        "language": language,
        "conversation": conversation,
        "consent_version": consent_version,
        "voice": voice,
        "is_synthetic": is_synthetic,
        "created_by": by,
    }
    if response_id is None:
        return Highlight.objects.create(**said)
    row, is_new = Highlight.objects.get_or_create(
        response_id=response_id, question_key=question_key, defaults=said
    )
    if not is_new and row.archived_at:  # marked again after it was put away
        archiving.bring_back([row], by=by)
    return row


def _refuse_unquoted(conversation: Conversation | None) -> None:
    person = conversation and conversation.participant
    if person and not agreeing.covers(person, Purpose.QUOTE):
        raise Refusal(
            _(
                "Not saved: %(pseudonym)s did not agree to be quoted. Learn from the "
                "words, but leave them where they are."
            )
            % {"pseudonym": person.pseudonym},
            code="no_consent",
        )


@transaction.atomic
def learn(
    round_: Round,
    *,
    statement: str,
    severity: str,
    highlights: list[Highlight],
    by: User | None,
    counter: str = "",
) -> Insight:
    """Write down one thing that we learned, with the words that it rests on."""
    insight = Insight.objects.create(
        study=round_.study,
        round=round_,
        statement=statement.strip(),
        severity=severity,
        counter=counter.strip(),
        created_by=by,
    )
    insight.highlights.set(highlights)
    return insight


def check_stands_on_something(basis: str, reason: str, cited: list) -> None:
    """A decision cites what people said, or says on what else it stands, and why."""
    if basis == Decision.Basis.CUSTOMERS and not cited:
        raise Refusal(
            _(
                "Choose what people said or what we learned, "
                "or say what else this decision stands on."
            ),
            code="cites_nothing",
        )
    if basis != Decision.Basis.CUSTOMERS and not reason.strip():
        raise Refusal(
            _("Say why, because this decision does not come from customers."),
            code="no_reason",
        )


@transaction.atomic
def decide(
    round_: Round,
    *,
    statement: str,
    decided_by: str,
    by: User | None,
    state: str = Decision.State.ADOPTED,
    basis: str = Decision.Basis.CUSTOMERS,
    reason: str = "",
    highlights: list[Highlight] = (),
    insights: list[Insight] = (),
) -> Decision:
    """Write down a decision: it cites what people said, or says on what it stands."""
    check_stands_on_something(basis, reason, [*highlights, *insights])
    decision = Decision.objects.create(
        study=round_.study,
        round=round_,
        statement=statement.strip(),
        decided_by=decided_by.strip(),
        state=state,
        basis=basis,
        reason=reason.strip(),
        created_by=by,
    )
    decision.highlights.set(highlights)
    decision.insights.set(insights)
    return decision


@transaction.atomic
def change(
    decision: Decision,
    draft: ConceptVersion,
    *,
    before: str,
    after: str,
    note: str = "",
    highlights: list[Highlight] = (),
) -> Change:
    """Tie one difference between two drafts to its decision and the words behind it."""
    if not (before.strip() or after.strip()):
        raise Refusal(
            _("Write what stood there, or what stands there now."), code="empty"
        )
    row = Change.objects.create(
        decision=decision,
        draft=draft,
        before=before.strip(),
        after=after.strip(),
        note=note.strip(),
    )
    row.highlights.set(highlights)
    return row


@transaction.atomic
def write_share_back(
    round_: Round,
    *,
    you_said: str,
    outcome: str,
    what_we_did: str,
    by: User | None,
    decision: Decision | None = None,
) -> ShareBack:
    """Write one "you said, we did"; nobody outside sees it before it is published."""
    return ShareBack.objects.create(
        study=round_.study,
        round=round_,
        you_said=you_said.strip(),
        outcome=outcome,
        what_we_did=what_we_did.strip(),
        decision=decision,
        created_by=by,
    )


@dataclass(frozen=True)
class Published:
    """How many lines went public, and how many people get a message of it."""

    lines: int
    messages: int


@transaction.atomic
def publish_share_backs(round_: Round, *, by: User | None) -> Published:
    """Show the round's lines on the public page, and tell those who asked to be told.

    Repeating publishes and sends nothing more. Refused while the study is practice,
    because then it has no public page.
    """
    if not round_.study.counts:
        raise Refusal(
            _(
                "Nothing is published: the study is practice. What you wrote is kept. "
                "Press Start on the plan first."
            ),
            code="practice",
        )
    fresh = ShareBack.objects.current().filter(round=round_, published_at=None)
    lines = fresh.update(published_at=timezone.now())
    if not lines:
        return Published(0, 0)
    if not updates.to_tell(round_.study):
        return Published(lines, 0)
    wave = outreach.send_share_back(round_.study_id, by=by)
    told = ShareBack.objects.filter(round=round_, mailed_at=None)
    told.exclude(published_at=None).update(mailed_at=timezone.now())
    return Published(lines, outreach.going_out(wave))

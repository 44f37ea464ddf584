from datetime import datetime, time

from feedback.demo import content
from feedback.demo.days import Days, zone
from studies.agencies.models import User
from studies.evidence import actions as evidence
from studies.evidence.models import Highlight
from studies.people import actions as people
from studies.people import agreeing, conversations, panel
from studies.people.models import (
    Channel,
    Consent,
    Conversation,
    Method,
    Participant,
    Purpose,
    UpdateRequest,
)
from studies.people.panel import Wishes
from studies.planning.models import Round, Segment, Study
from studies.wording.models import Translation
from studies.wording.translations import place, source_hash

METHODS = {
    "interview": Method.INTERVIEW,
    "workshop": Method.WORKSHOP,
    "usability_test": Method.TEST,
}
AGREES = (Purpose.TAKE_PART, Purpose.QUOTE)
VERBAL = Consent.Way.VERBAL
# Who asked to be told what changed: people of both rounds, in three languages.
ASKED_TO_BE_TOLD = ["P-001", "P-005", "P-009", "P-013", "P-015"]
# Who said yes to being asked about other studies, too.
ASKED_AGAIN = ["P-001", "P-005", "P-009", "P-013"]


def list_people(
    study: Study, days: Days, begun: int, *, by: User
) -> dict[str, Participant]:
    """People of the rounds so far, in the vault, by their pseudonym."""
    listed = {}
    for said in content.load("people"):
        if min(said["rounds"]) > begun:
            continue
        person = people.add_person(
            agency=study.agency,
            name=said["name"],
            email=said["email"],
            language=said["language"],
            time_zone=said.get("time_zone", ""),
            how_we_got_it=said["how_we_got_it"],
            by=by,
        )
        listed[said["code"]] = people.join_study(person.pk, study.pk, by=by)
        if said["code"] in ASKED_TO_BE_TOLD:
            UpdateRequest.objects.create(study=study, person=person)
        if said["code"] in ASKED_AGAIN:
            panel.add(person)
            panel.say_yes(person.pk)
        if phone := said.get("text_messages_to"):
            channels = [Channel.SMS]
            panel.save_wishes(person.pk, Wishes(said["language"], channels, phone))
    _backdate_joining(listed, days)
    return listed


def _backdate_joining(listed: dict[str, Participant], days: Days) -> None:
    """Each came in when the first round that they took part in began."""
    for said in content.load("people"):
        if (row := listed.get(said["code"])) is not None:
            row.joined_on = days.on(days.round(min(said["rounds"]))["starts"])
    Participant.objects.bulk_update(listed.values(), ["joined_on"])


def hold_conversations(
    rounds: dict[int, Round],
    listed: dict[str, Participant],
    days: Days,
    begun: int,
    *,
    by: User,
) -> dict[str, Highlight]:
    """Every talk of the rounds so far, and the words marked in it, by key."""
    study = rounds[1].study
    groups = _groups(study)
    marked = {}
    for said in content.load("evidence")["conversations"]:
        if said["round"] > begun:
            continue
        participant = listed[said["person"]]
        mine = [groups[code] for code in said["segments"]]
        participant.segments.add(*mine)
        talk = conversations.log(
            rounds[said["round"]],
            held_on=days.on(said["day"]),
            method=METHODS[said["method"]],
            people=1,
            language=said["language"],
            heard=_heard(said),
            by=by,
            segments=mine,
            participant=participant,
            is_proxy="proxy" in said,
            is_synthetic=True,
        )
        agreed = _agree(talk, by)
        for words in said["highlights"]:
            marked[words["key"]] = _mark(talk, words, agreed, by=by)
    _backdate(marked.values(), days)
    return marked


def _groups(study: Study) -> dict[str, Segment]:
    codes = [group["code"] for group in content.load("study")["segments"]]
    return dict(zip(codes, study.segments.order_by("position"), strict=True))


def _heard(said: dict) -> str:
    lines = [words["original"] or words["said"] for words in said["highlights"]]
    if "proxy" in said:
        lines.append(said["proxy"]["reason"])
    return "\n".join(lines)


def _agree(talk: Conversation, by: User) -> Consent:
    """What the person said yes to on the day, by word of mouth."""
    agreed = agreeing.agree(
        talk.participant_id, AGREES, language=talk.language, way=VERBAL, by=by
    )
    Consent.objects.filter(pk=agreed.pk).update(
        given_at=datetime.combine(talk.held_on, time(9), tzinfo=zone())
    )
    return agreed


def _mark(talk, words: dict, agreed: Consent, *, by: User) -> Highlight:
    """Keep the words as they were said, with the English beside them."""
    row = evidence.highlight(
        study=talk.round.study,
        round=talk.round,
        words=words["original"] or words["said"],
        language=talk.language,
        conversation=talk,
        consent_version=agreed.version,
        is_synthetic=True,
        by=by,
    )
    if words["original"]:
        Translation.objects.create(
            agency=talk.agency,
            place=place(row, "words"),
            language="en",
            text=words["said"],
            state=Translation.State.DRAFT,
            source_hash=source_hash(row.words),
            updated_by=by,
        )
    return row


def _backdate(marked, days: Days) -> None:
    rows = list(marked)
    for row in rows:
        row.created_at = days.at((row.conversation.held_on - days.start).days, 16)
    Highlight.objects.bulk_update(rows, ["created_at"])

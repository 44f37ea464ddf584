"""What somebody in a study agreed to when we talk with them, and what it covers."""

from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies import signals
from studies.agencies.models import User
from studies.people import actions as people
from studies.people import terms
from studies.people.models import Consent, ConsentVersion, Participant, Purpose
from studies.people.terms import Terms
from studies.planning.models import Study


def asked_in(study: Study) -> Terms | None:
    """The words that people of a study agree to now; None before they are published."""
    versions = ConsentVersion.objects.filter(text__study=study).order_by("-number")
    newest = versions.values_list("pk", flat=True).first()
    return terms.of_version(newest) if newest else None


def version_of(asked: Terms | None) -> ConsentVersion | None:
    return ConsentVersion.objects.get(pk=asked.pk) if asked else None


@transaction.atomic
def agree(
    participant_id: int,
    purposes: list[str],
    *,
    language: str,
    way: str = Consent.Way.SELF,
    by: User | None = None,
) -> Consent:
    """Keep what somebody agreed to, under the words in force; the same again adds none.

    Refused without taking part, for a purpose that nobody asked for, and in a language
    in which the words were never published.
    """
    participant = Participant.objects.select_for_update().get(pk=participant_id)
    people.refuse_left(participant)
    asked = asked_in(participant.study)
    if asked is None:
        raise Refusal(
            _("This study has no published consent text yet. Publish it first."),
            code="no_text",
        )
    wanted = {Purpose.TAKE_PART.value, *asked.purposes} & set(purposes)
    if Purpose.TAKE_PART not in wanted:
        raise Refusal(
            _("Nothing was saved. To take part, tick that you agree to it."),
            code="not_agreed",
        )
    agreed = {
        "version_id": asked.pk,
        "purposes": [p.value for p in Purpose if p in wanted],
        "language": asked.language(language),
        "way": way,
        "taken_by": None if way == Consent.Way.SELF else by,
    }
    before = participant.consents.first()
    if before and all(getattr(before, name) == agreed[name] for name in agreed):
        return before
    held = holding(participant)
    row = Consent.objects.create(participant=participant, **agreed)
    if held and Purpose.QUOTE in held.purposes and Purpose.QUOTE not in wanted:
        signals.ask(signals.quoting_taken_back, Consent, participant=participant)
    return row


def holding(participant: Participant) -> Consent | None:
    """The consent that holds now; one under another meaning has to be asked again."""
    newest = participant.consents.select_related("version").first()
    asked = asked_in(participant.study)
    if newest is None or asked is None:
        return newest
    then = terms.of_version(newest.version_id)
    return newest if then.means_the_same_as(asked) else None


def covers(participant: Participant, purpose: str) -> bool:
    """Whether it may be done. Before a study publishes its words nobody was asked, and
    what people say stays with the team."""
    if asked_in(participant.study) is None:
        return purpose in (Purpose.TAKE_PART, Purpose.QUOTE)
    consent = holding(participant)
    return consent is not None and purpose in consent.purposes


def keep_record(
    participant_id: int,
    version_id: int,
    purposes: list[str],
    *,
    language: str,
    on: date,
) -> None:
    """That somebody agreed, and to what, outlives the answer that said so."""
    given_at = datetime.combine(on, time(), tzinfo=UTC)
    row = Consent.objects.create(
        participant_id=participant_id,
        version_id=version_id,
        purposes=[
            purpose.value
            for purpose in Purpose
            if purpose == Purpose.TAKE_PART or purpose in purposes
        ],
        language=language,
        way=Consent.Way.SELF,
    )
    Consent.objects.filter(pk=row.pk).update(given_at=given_at)

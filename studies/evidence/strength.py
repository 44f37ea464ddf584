from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studies.evidence.models import Insight


class Strength(StrEnum):
    """How many people back an insight; it says how many, not how true.

    One voice: 1 person. Early: 2. Supported: 3 or more. Strong: 8 or more people, by
    two methods, in two rounds.
    """

    NONE = "none"
    ONE_VOICE = "one_voice"
    EARLY = "early"
    SUPPORTED = "supported"
    STRONG = "strong"


STRONG_PEOPLE, STRONG_METHODS, STRONG_ROUNDS = 8, 2, 2


@dataclass(frozen=True)
class Backing:
    """Who stands behind an insight: people, methods and rounds, each counted once."""

    people: int
    methods: int
    rounds: int

    @property
    def strength(self) -> Strength:
        if self.people == 0:
            return Strength.NONE
        if self.people == 1:
            return Strength.ONE_VOICE
        if self.people == 2:
            return Strength.EARLY
        if (
            self.people >= STRONG_PEOPLE
            and self.methods >= STRONG_METHODS
            and self.rounds >= STRONG_ROUNDS
        ):
            return Strength.STRONG
        return Strength.SUPPORTED

    @property
    def in_words(self) -> str:
        names = {
            Strength.NONE: _("no one yet"),
            Strength.ONE_VOICE: _("one voice"),
            Strength.EARLY: _("early"),
            Strength.SUPPORTED: _("supported"),
            Strength.STRONG: _("strong"),
        }
        counted = ngettext("%(n)d person", "%(n)d people", self.people) % {
            "n": self.people
        }
        name = names[self.strength]
        return name if self.people == 0 else f"{name} · {counted}"


def backing(insight: Insight) -> Backing:
    """Count the people behind an insight's highlights; give it prefetched rows.

    A survey answer is one person; a conversation is one participant, or as many
    people as took part. The same participant twice is one person.
    """
    people: dict[object, int] = {}
    methods, rounds = set(), set()
    for highlight in insight.highlights.all():
        rounds.add(highlight.round_id)
        talk = highlight.conversation
        if talk is None:
            people[highlight.response_id] = 1
            methods.add("survey")
            continue
        methods.add(talk.method)
        if talk.participant_id:
            people["participant", talk.participant_id] = 1
        else:
            people["conversation", talk.pk] = talk.people
    return Backing(sum(people.values()), len(methods), len(rounds))

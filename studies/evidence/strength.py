from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studies.evidence.models import Highlight, Insight
from studies.people.models import Method


class Strength(StrEnum):
    """How many people back an insight; it says how many, not how true.

    One voice: 1 person. Early: 2. Supported: 3 or more. Strong: 8 or more people, by
    two methods, in two rounds, after somebody looked for what speaks against it.
    """

    NONE = "none"
    ONE_VOICE = "one_voice"
    EARLY = "early"
    SUPPORTED = "supported"
    STRONG = "strong"


Voice = Highlight.Voice
STRONG_PEOPLE, STRONG_METHODS, STRONG_ROUNDS = 8, 2, 2


@dataclass(frozen=True)
class Backing:
    """Who stands behind an insight: people, methods and rounds, each counted once.

    `own` are people who spoke for themselves, out of `of` whom we talked to;
    `answers` came by survey; the rest of `people` spoke through somebody else because
    they could not take part. Whoever could have is `apart`, and backs nothing.
    """

    own: int
    answers: int
    proxies: int
    methods: int
    rounds: int
    of: int
    looked_for_counter: bool
    apart: int = 0

    @property
    def people(self) -> int:
        return self.own + self.answers + self.proxies

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
            and self.looked_for_counter
        ):
            return Strength.STRONG
        return Strength.SUPPORTED

    @property
    def in_words(self) -> str:
        names = {
            Strength.NONE: _("nobody yet"),
            Strength.ONE_VOICE: _("one voice"),
            Strength.EARLY: _("early"),
            Strength.SUPPORTED: _("supported"),
            Strength.STRONG: _("strong"),
        }
        return ": ".join([names[self.strength], *filter(None, [", ".join(self._who)])])

    @property
    def _who(self) -> list[str]:
        who = []
        if self.own:
            text = ngettext("%(n)d of %(of)d person", "%(n)d of %(of)d people", self.of)
            who.append(text % {"n": self.own, "of": self.of})
        if self.answers:
            text = ngettext("%(n)d answer", "%(n)d answers", self.answers)
            who.append(text % {"n": self.answers})
        if self.proxies:
            text = ngettext(
                "%(n)d through somebody else",
                "%(n)d through somebody else",
                self.proxies,
            )
            who.append(text % {"n": self.proxies})
        if self.apart:
            text = ngettext(
                "not counted: %(n)d answered for by somebody else",
                "not counted: %(n)d answered for by somebody else",
                self.apart,
            )
            who.append(text % {"n": self.apart})
        return who


def backing(insight: Insight, *, of: int) -> Backing:
    """Count the people behind an insight's highlights; give it prefetched rows.

    A survey answer is one person; a conversation is one participant, or as many
    people as took part. The same participant twice is one person. `of` is how many
    people we talked to in its rounds.
    """
    own, proxies, answers, apart = {}, {}, set(), set()
    methods, rounds = set(), set()
    for highlight in insight.highlights.all():
        talk = highlight.conversation
        if highlight.archived_at or (talk and talk.archived_at):
            continue
        if highlight.voice == Voice.APART:
            apart.add(highlight.response_id)
            continue
        rounds.add(highlight.round_id)
        if talk is None:
            methods.add(Method.SURVEY)
            if highlight.voice == Voice.PROXY:
                proxies["answer", highlight.response_id] = 1
            else:
                answers.add(highlight.response_id)
            continue
        methods.add(talk.method)
        who = proxies if talk.is_proxy else own
        if talk.participant_id:
            who["participant", talk.participant_id] = 1
        else:
            who["conversation", talk.pk] = talk.people
    return Backing(
        own=sum(own.values()),
        answers=len(answers),
        proxies=sum(proxies.values()),
        methods=len(methods),
        rounds=len(rounds),
        of=max(of, sum(own.values())),
        looked_for_counter=bool(insight.counter.strip()),
        apart=len(apart),
    )

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studies.agencies.permissions import Permission
from studies.planning.models import Round, Study
from studies.progress.checklists import QUALIFYING_PEOPLE, to_start, unmet_stops
from studies.progress.pace import Behind


@dataclass(frozen=True)
class Step:
    """One thing to do, by when, and the button that leads there."""

    text: str
    label: str
    url: str
    permission: Permission = Permission.STUDY_VIEW
    names_late: bool = False  # it is about the group that falls behind most


def next_step(
    study: Study,
    rounds: list,
    groups: list,
    *,
    today: date,
    late: Sequence[Behind] = (),
) -> Step | None:
    """The first useful thing to do, round by round; None when nothing waits.

    `rounds`, `groups` and the `late` of them are the summary's, so that this asks the database nothing
    but, in practice, whether the plan is whole.
    """
    if not study.counts:
        return _to_start(study)
    for item in rounds:
        if item.round.starts_on > today:
            return _recruit(item.round, groups, today)
        for step in _of_round(item, today, late):
            return step
    return _hear_missing(study, rounds, groups, today)


def _to_start(study: Study) -> Step:
    plan = reverse("study-plan", args=[study.slug])
    for line in unmet_stops(to_start(study)):
        return Step(line.todo, _("Go to the plan"), plan)
    return Step(
        _("press Start when the plan is right. Until then everything is practice."),
        _("Go to the plan"),
        plan,
    )


def _of_round(item, today: date, late: Sequence[Behind]) -> Iterator[Step]:
    """What one round that has begun still needs, in the order of the work."""
    round_ = item.round
    if round_.ends_on >= today:
        yield from _listen(item)
        yield from _catch_up(item, late)
    elif not item.talked:
        text = _("log whom you talked with in round %(number)d.")
        yield _talk(text % _words(round_), round_)
    if item.talked and not item.decisions and round_.ends_on < today:
        text = _("write what you decided after round %(number)d.")
        url = _at(round_, "decision-new")
        label = _("Write a decision")
        yield Step(text % _words(round_), label, url, Permission.EVIDENCE_EDIT)
    if round_.ends_on < today or item.unpublished:
        yield from _tell(item, today)


def _listen(item) -> Iterator[Step]:
    round_ = item.round
    if item.talked < QUALIFYING_PEOPLE:
        more = QUALIFYING_PEOPLE - item.talked
        text = ngettext(
            "talk to %(n)d more person in round %(number)d, by %(ends)s.",
            "talk to %(n)d more people in round %(number)d, by %(ends)s.",
            more,
        )
        words = _words(round_) | {"n": more}
        yield _talk(text % words, round_)


def _catch_up(item, late: Sequence[Behind]) -> Iterator[Step]:
    """The group that falls behind most, while there is time to ask for it."""
    for row in late[:1]:
        text = _(
            "ask for more people of a group that falls behind: %(group)s (%(heard)d "
            "heard, %(expected)d planned by now)."
        )
        words = {
            "group": row.segment.name,
            "heard": row.heard,
            "expected": row.expected,
        }
        url = _at(item.round, "round-recruiting")
        label = _("Recruiting")
        yield Step(text % words, label, url, Permission.RESPONSE_READ, names_late=True)


def _tell(item, today: date) -> Iterator[Step]:
    round_ = item.round
    url = _at(round_, "share-backs")
    is_told = any(row.published_at for row in item.share_backs)
    if item.unpublished or not is_told:
        if round_.tell_by >= today:
            text = _("tell people what changed in round %(number)d, by %(tell)s.")
        else:
            text = _(
                "tell people what changed in round %(number)d. "
                "It was promised by %(tell)s."
            )
        yield Step(text % _words(round_), _("You said, we did"), url)
    elif not round_.not_heard.strip():
        text = _("write who you did not hear from in round %(number)d.")
        yield Step(text % _words(round_), _("Write it"), url)


def _recruit(round_: Round, groups: list, today: date) -> Step:
    url = reverse("study-plan", args=[round_.study.slug])
    words = _words(round_) | _missing(groups)
    if round_.recruit_by < today:
        text = _("get ready for round %(number)d. It begins on %(starts)s.")
    elif "group" in words:
        text = _(
            "ask partners to recruit for round %(number)d, by %(recruit)s. "
            "Still missing: %(group)s (%(heard)d of %(needed)d)."
        )
    else:
        text = _("ask partners to recruit for round %(number)d, by %(recruit)s.")
    return Step(text % words, _("Go to the plan"), url)


def _hear_missing(study: Study, rounds: list, groups: list, today: date) -> Step | None:
    """In the last round, whoever must be heard and was not yet."""
    words = _missing(groups)
    if not words or not rounds or rounds[-1].round.ends_on < today:
        return None
    last = rounds[-1].round
    text = _("hear more people of a group: %(group)s (%(heard)d of %(needed)d).")
    return _talk(text % words, last)


def _missing(groups: list) -> dict[str, object]:
    """The group of which most people are still to be heard."""
    missing = [group for group in groups if not group.is_met]
    if not missing:
        return {}
    most = max(missing, key=lambda group: group.segment.needed - group.heard)
    return {
        "group": most.segment.name,
        "heard": most.heard,
        "needed": most.segment.needed,
    }


def _words(round_: Round) -> dict[str, object]:
    days = {
        "starts": round_.starts_on,
        "ends": round_.ends_on,
        "tell": round_.tell_by,
        "recruit": round_.recruit_by,
    }
    written = {name: date_format(day, "MONTH_DAY_FORMAT") for name, day in days.items()}
    return {"number": round_.number, **written}


def _at(round_: Round, name: str) -> str:
    return reverse(name, args=[round_.study.slug, round_.number])


def _talk(text: str, round_: Round) -> Step:
    url = _at(round_, "conversation-new")
    return Step(text, _("Log a conversation"), url, Permission.CONVERSATION_LOG)

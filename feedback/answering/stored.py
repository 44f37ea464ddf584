from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from feedback.answering.models import SurveyResponse
from feedback.answering.quota_groups import Group
from feedback.surveys.kinds import Answer

State = SurveyResponse.State


class Saved(NamedTuple):
    """One change of one answer: which save of its response, by which drawn page."""

    clock: int
    page: str
    seal: str


class Replaced(NamedTuple):
    """An answer that a newer one from another page took the place of."""

    clock: int  # the save that did
    key: str
    answer: Answer


@dataclass(frozen=True)
class Stored:
    """What the database holds of an attempt at this moment."""

    state: str
    answers: dict[str, Answer]
    clock: int = 0
    saves: Mapping[str, list[Saved]] = field(default_factory=dict)
    replaced: list[Replaced] = field(default_factory=list)
    sent_by: str = ""  # the `device` of the attempt that sent them
    partner_id: int | None = None
    over_quota: tuple[int, ...] = ()  # what the person was told to be full
    groups: tuple[Group, ...] = ()  # the survey's quotas

    @classmethod
    def of_row(cls, state: str, answers: dict, clock: int, merging: dict) -> Stored:
        histories = merging.get("saves", {}).items()
        saves = {key: [Saved(*save) for save in row] for key, row in histories}
        replaced = [Replaced(*row) for row in merging.get("replaced", [])]
        sent_by = merging.get("sent_by", "")
        return cls(state, answers, clock, saves, replaced, sent_by)

    @property
    def is_open(self) -> bool:
        return self.state == State.STARTED

    @property
    def is_sent(self) -> bool:
        return self.state == State.SUBMITTED

    @property
    def is_partial(self) -> bool:
        """The days to finish are over, and what was answered is kept."""
        return self.state == State.PARTIAL

    @property
    def is_taken_back(self) -> bool:
        return self.state == State.WITHDRAWN

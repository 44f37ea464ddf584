from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from feedback.answering import kiosk
from feedback.answering.attempts import Attempt
from feedback.answering.pages import PageSet
from feedback.surveys.models import SurveyVersion
from feedback.surveys.models.aid import aids_beside
from studies.planning.models import Activity
from studies.planning.models.study import ADULT
from studies.wording.agency_face import FRAME, Faces, agency_words, faces
from studies.wording.numbers_left_out import Stays, known

# Versions kept in one process. Each is its document and the pages shown so far.
KEPT = 64
# What is not part of a version (a new phone number, a moved date) shows after this.
FRESH_SECONDS = 60


@dataclass(frozen=True)
class Surroundings:
    """What pages say beside the version: whose survey it is, and what becomes of it."""

    agency: Faces
    zone: ZoneInfo
    study_id: int | None
    study_slug: str
    tell_by: date | None
    retention_months: int
    unsent_days: int
    counts_unsent: bool = False
    is_listed: bool = False  # on the agency's public list, where people look it up
    aids: Sequence[Mapping[str, Any]] = ()  # see `Aid.SHOWN`
    youngest: int = ADULT  # from which age people may take part


@dataclass
class Edition:
    """One published version as this process shows it."""

    version_id: int
    survey_id: int
    document: dict[str, Any]
    around: Surroundings
    loaded_at: float = field(default_factory=time.monotonic)
    drawn: dict[Any, Any] = field(default_factory=dict)
    changes_in_place: bool = False  # a preview has no address for each page
    is_kiosk: bool = False
    drawn_for_kiosk: dict[Any, Any] = field(default_factory=dict)

    def on_kiosk(self) -> Edition:
        """The same version, its pages drawn for a screen that people share."""
        return replace(self, drawn=self.drawn_for_kiosk, is_kiosk=True)

    @cached_property
    def has_turns(self) -> bool:
        """Whether a rule can end it early or lead past questions."""
        return any(rule["effect"] in ("end", "go") for rule in self.document["rules"])

    @cached_property
    def sends_at_once(self) -> bool:
        """Whether the button below the questions sends: where one page has them all."""
        is_chosen = self.document.get("sends_at_once", False)
        return is_chosen and len(self.document["pages"]) == 1

    def keeps_unsent(self, mode: str) -> bool:
        """Whether answers that nobody sends will count; a shared screen erases them."""
        return self.around.counts_unsent and mode != "kiosk"

    @cached_property
    def stays(self) -> Stays:
        """What people may write down, because the agency itself gives it out."""
        facts = self.around.agency.facts
        names = ("contact_phone", "contact_email", *FRAME)
        return known(*(facts[name] for name in names))

    def pages(self, language: str) -> PageSet:
        if language not in self.drawn:
            self.drawn[language] = PageSet(
                self.document,
                language,
                self.around.agency.speak(language),
                changes_in_place=self.changes_in_place,
                is_kiosk=self.is_kiosk,
            )
        return self.drawn[language]


_editions: OrderedDict[int, Edition] = OrderedDict()


def edition(version_id: int) -> Edition:
    """The version, from this process where it is fresh, else with one query.

    Days are the agency's from here on (see `cxstudio.middleware.clock`).
    """
    found = _known_or_loaded(version_id)
    timezone.activate(found.around.zone)
    return found


def of(attempt: Attempt) -> Edition:
    """The version that somebody answers, drawn for the screen that they are at."""
    found = edition(attempt.version_id)
    return found.on_kiosk() if kiosk.is_one(attempt) else found


def _known_or_loaded(version_id: int) -> Edition:
    known = _editions.get(version_id)
    if known and time.monotonic() - known.loaded_at < FRESH_SECONDS:
        _editions.move_to_end(version_id)
        return known
    loaded = _load(version_id)
    if known and known.around == loaded.around:
        loaded.drawn = known.drawn
        loaded.drawn_for_kiosk = known.drawn_for_kiosk
    _editions[version_id] = loaded
    _editions.move_to_end(version_id)
    while len(_editions) > KEPT:
        _editions.popitem(last=False)
    return loaded


def forget() -> None:
    """Drop everything, as a new process would begin."""
    _editions.clear()


def _load(version_id: int) -> Edition:
    versions = SurveyVersion.objects.select_related(
        "survey__activity__agency", "survey__activity__round__study"
    )
    versions = versions.annotate(
        words=agency_words("survey__activity__agency_id"),
        aids=aids_beside("survey_id"),
    )
    version = versions.get(pk=version_id)
    around = surroundings(version.survey.activity, version.words, version.aids)
    return Edition(version.pk, version.survey_id, version.document, around)


def surroundings(
    activity: Activity,
    words: list[dict] | None = None,
    aids: Sequence[Mapping[str, Any]] = (),
) -> Surroundings:
    study, round_ = activity.study, activity.round
    return Surroundings(
        agency=faces(activity.agency, words),
        zone=activity.agency.zone,
        study_id=study.pk if study else None,
        study_slug=study.slug if study else "",
        tell_by=round_.tell_by if round_ else None,
        retention_months=study.retention_months if study else 12,
        unsent_days=activity.unsent_days,
        counts_unsent=activity.unsent == Activity.Unsent.COUNT,
        is_listed=activity.anonymous and activity.is_listed,
        aids=aids,
        youngest=study.youngest if study else ADULT,
    )

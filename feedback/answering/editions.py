from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from feedback.answering.pages import PageSet
from feedback.surveys.models import SurveyVersion
from studies.agencies.models import Agency
from studies.planning.models import Activity
from studies.wording import agency_words

# Versions kept in one process. Each is its document and the pages shown so far.
KEPT = 64
# What is not part of a version (a new phone number, a moved date) shows after this.
FRESH_SECONDS = 60


@dataclass(frozen=True)
class Surroundings:
    """What pages say beside the version: whose survey it is, and what becomes of it."""

    agency: dict[str, str]
    agency_words: dict[str, dict[str, str]]
    study_id: int | None
    study_slug: str
    tell_by: date | None
    retention_months: int

    def agency_in(self, language: str) -> dict[str, str]:
        return self.agency | self.agency_words.get(language, {})


@dataclass
class Edition:
    """One published version as this process shows it."""

    version_id: int
    survey_id: int
    document: dict[str, Any]
    around: Surroundings
    loaded_at: float = field(default_factory=time.monotonic)
    drawn: dict[Any, Any] = field(default_factory=dict)

    def pages(self, language: str) -> PageSet:
        if language not in self.drawn:
            agency = self.around.agency_in(language)
            self.drawn[language] = PageSet(self.document, language, agency)
        return self.drawn[language]


_editions: OrderedDict[int, Edition] = OrderedDict()


def edition(version_id: int) -> Edition:
    """The version, from this process where it is fresh, else with two queries."""
    known = _editions.get(version_id)
    if known and time.monotonic() - known.loaded_at < FRESH_SECONDS:
        _editions.move_to_end(version_id)
        return known
    loaded = _load(version_id)
    if known and known.around == loaded.around:
        loaded.drawn = known.drawn
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
    version = versions.get(pk=version_id)
    around = surroundings(version.survey.activity)
    return Edition(version.pk, version.survey_id, version.document, around)


def surroundings(activity: Activity) -> Surroundings:
    study, round_ = activity.study, activity.round
    return Surroundings(
        agency=agency_facts(activity.agency),
        agency_words=agency_words.by_language(activity.agency),
        study_id=study.pk if study else None,
        study_slug=study.slug if study else "",
        tell_by=round_.tell_by if round_ else None,
        retention_months=study.retention_months if study else 12,
    )


def agency_facts(agency: Agency) -> dict[str, str]:
    """What the frame of a public page shows of an agency; see docs/components.md."""
    address = f"/agency/{agency.slug}/"
    return {
        "name": agency.name,
        "logo_url": f"{address}logo" if agency.logo else "",
        "contact_phone": agency.contact_phone,
        "contact_hours": agency.contact_hours,
        "contact_email": agency.contact_email,
        "privacy_url": f"{address}privacy/",
        "accessibility_url": f"{address}accessibility/",
    }

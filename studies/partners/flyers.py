from dataclasses import dataclass

from studies.partners.models import InviteLink
from studies.planning.models import Activity
from studies.wording.agency_face import faces
from studies.wording.number_order import keep_numbers


@dataclass(frozen=True)
class Side:
    """What a flyer says in one language."""

    language: str
    title: str
    purpose: str
    minutes: int | None
    agency: dict[str, str]


def languages_of(link: InviteLink) -> list[str]:
    """The languages a flyer can be printed in: those that the survey is offered in."""
    return link.activity.languages_ready


def usual_languages(link: InviteLink) -> list[str]:
    """Two to begin with: the partner's own first, then the survey's."""
    ready = languages_of(link)
    theirs = link.partner.languages if link.partner else []
    return sorted(ready, key=lambda code: code not in theirs)[:2]


def sides(link: InviteLink, languages: list[str]) -> list[Side]:
    activity = link.activity
    ours = faces(activity.agency)
    return [
        Side(
            language,
            activity.public_text("title", language) or activity.name,
            keep_numbers(_first_paragraph(activity, language), language),
            activity.minutes,
            ours.speak(language),
        )
        for language in languages
    ]


def _first_paragraph(activity: Activity, language: str) -> str:
    """A flyer is read while walking past, so it says no more than that."""
    return activity.public_text("purpose", language).strip().split("\n")[0]


def names(sides: list[Side]) -> list[tuple[str, str]]:
    """The agency's name as each side calls it, once each, with its language."""
    called: dict[str, str] = {}
    for side in sides:
        language = side.agency["name_language"] or side.language
        called.setdefault(side.agency["name"], language)
    return [(language, name) for name, language in called.items()]

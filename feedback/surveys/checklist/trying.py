"""How far a survey was tried out before it is asked: practice answers and pilots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.surveys.checklist.line import Line
from feedback.surveys.models import Survey
from studies.partners import links
from studies.partners.models import InviteLink
from studies.planning.models import Activity
from studies.wording.tags import language_name


@dataclass(frozen=True)
class Trying:
    """Finished practice answers, pilots by language, and the pilot link's address.

    Who answered for real ends all practice.
    """

    practice: int
    is_answered: bool
    pilots: list[tuple[str, int]]
    pilot_address: str

    @property
    def piloted(self) -> int:
        return sum(people for _, people in self.pilots)


def trying(survey: Survey) -> Trying:
    """Three queries."""
    tried = survey.responses.submitted().filter(is_practice=True).order_by()
    rows = tried.values_list("is_pilot", "language").annotate(people=Count("pk"))
    counted = {(is_pilot, language): people for is_pilot, language, people in rows}
    spoken = [survey.source_language, *survey.languages]
    others = {language for is_pilot, language in counted if is_pilot} - set(spoken)
    link = InviteLink.objects.pilot().filter(
        activity=survey.activity_id, revoked_at=None
    )
    found = link.first()
    return Trying(
        practice=sum(
            people for (is_pilot, _), people in counted.items() if not is_pilot
        ),
        is_answered=survey.responses.counted().exists(),
        pilots=[
            (language_name(code), counted.get((True, code), 0))
            for code in [*spoken, *sorted(others)]
        ],
        pilot_address=links.url(found) if found else "",
    )


def tried_lines(survey: Survey) -> Iterator[Line]:
    """What the checklist says of it; nothing here stops anything."""
    url = reverse("survey-publish", args=[survey.pk]) + "#trying"
    if survey.activity.is_practicing:
        text = _("It is in practice mode: no answer counts. Leave it before you open.")
        yield Line("practice_mode", text, met=False, stop=False, url=url)
    missing = survey.activity.untried([survey.source_language, *survey.languages])
    if missing:
        names = ", ".join(str(language_name(code)) for code in missing)
        text = _("Fewer than %(n)d pilot people have tried it in %(languages)s.")
        text %= {"n": Activity.PILOTS_NEEDED, "languages": names}
        yield Line("no_pilot", text, met=False, stop=False, url=url)
        return
    people = sum(survey.activity.pilots.values())
    text = ngettext(
        "%(n)d pilot person tried it.", "%(n)d pilot people tried it.", people
    )
    yield Line("pilot", text % {"n": people}, met=True, stop=False)

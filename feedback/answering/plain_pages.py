"""Pages that say why somebody can't go on here, and what to do instead."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from feedback.answering import languages
from feedback.answering.entries import Entry
from feedback.answering.first_page import day
from studies.planning.models import Activity
from studies.wording.agency_face import face


def bad_link() -> HttpResponse:
    """One page for each link that does not work, whatever the reason."""
    return _page("answering/bad_link.html", status=404)


def too_large() -> HttpResponse:
    return _page("answering/too_large.html", status=413)


def unreadable() -> HttpResponse:
    return _page("answering/unreadable.html", status=400)


def not_open(entry: Entry, token: str) -> HttpResponse:
    """Not yet, paused, closed or done; `token` lets those finish who have begun."""
    activities = Activity.objects.select_related("agency", "round__study")
    activity = activities.get(pk=entry.activity_id)
    round_, study = activity.round, activity.study
    today = timezone.localdate(timezone=activity.agency.zone)
    opens_at = activity.opens_at
    return _page(
        f"answering/door_{entry.door}.html",
        agency=face(activity.agency, translation.get_language()),
        opens_on=day(opens_at.astimezone(activity.agency.zone).date(), today)
        if opens_at
        else "",
        tell_by=day(round_.tell_by, today)
        if round_ and round_.tell_by >= today
        else "",
        study_address=f"/p/{study.slug}/" if study and study.counts else "",
        token=token,
    )


def frame(agency: dict[str, str] | None, code: str, codes: list[str]) -> dict[str, Any]:
    """What base.html needs on a page that stands apart from a version."""
    return {
        "LANGUAGE_CODE": code,
        "LANGUAGE_BIDI": languages.facts(code)["bidi"],
        "agency": agency,
        "languages": [
            languages.facts(each) | {"url": f"?lang={each}", "current": each == code}
            for each in codes
        ],
    }


def _page(template: str, *, status: int = 200, agency=None, **context) -> HttpResponse:
    codes = [code for code, _ in settings.LANGUAGES]
    context |= frame(agency, translation.get_language(), codes)
    return HttpResponse(render_to_string(template, context), status=status)

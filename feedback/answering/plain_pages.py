"""Pages that say why somebody can't go on here, and what to do instead."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

from feedback.answering import languages, receipts, whom_to_ask
from feedback.answering.entries import Door, Entry
from feedback.answering.first_page import day
from feedback.answering.going_on import Found
from feedback.answering.pacing import Wait
from studies.agencies.models import Agency
from studies.planning import pausing
from studies.planning.models import Activity, Study
from studies.wording.agency_face import face

# Where somebody may still come back, or answer by phone.
MAY_ANSWER = (Door.NOT_YET, Door.PAUSED, Door.ENDED)
# Where nothing more is to be done here, but to hear what came of it.
OVER = (Door.CLOSED, Door.ENDED, Door.DONE)

# Nobody stands at a shared screen to load its page again.
KIOSK_LOOKS_AGAIN = 60


def bad_link() -> HttpResponse:
    """One page for each link that does not work, whatever the reason."""
    return _page("answering/bad_link.html", status=404)


def too_large(entry: Entry | None = None) -> HttpResponse:
    return _page("answering/too_large.html", status=413, agency=_agency(entry))


def unreadable(entry: Entry | None = None) -> HttpResponse:
    return _page("answering/unreadable.html", status=400, agency=_agency(entry))


def sent_elsewhere(entry: Entry | None, mark: str, why: str) -> HttpResponse:
    """For a browser that did not send the answers: it is never shown their code."""
    bring = f"{urlencode({'elsewhere': mark})}&"
    template, agency = "answering/gone_on.html", _agency(entry)
    return _page(template, bring=bring, agency=agency, elsewhere=why)


def found_over(found: Found) -> HttpResponse:
    """The answers of a code to finish later were sent, counted, or taken back."""
    return _page(
        "answering/gone_on.html",
        agency=_face(found.response.survey.activity),
        is_taken_back=found.is_taken_back,
        elsewhere="kept" if found.is_partial else "",
    )


def wait(
    kept: list[tuple[str, str]], wait: Wait, entry: Entry | None = None
) -> HttpResponse:
    """Too many start at once; `kept` are the fields that go along when they try again."""
    template, agency = "answering/wait.html", _agency(entry)
    response = _page(template, status=429, agency=agency, kept=kept, wait=wait)
    response.headers["Retry-After"] = str(wait.seconds)
    return response


def not_open(
    entry: Entry,
    address: str,
    token: str,
    *,
    is_late: bool = False,
    is_over: bool = False,
    is_theirs: bool = False,
) -> HttpResponse:
    """Not yet, paused, closed or done; `token` lets those finish who have begun.

    `is_late`: they wrote something that can't be added to the answers of a link.
    `is_theirs`: the answers of the link came from this browser; `is_over`: it looked
    for their code when it could no longer be shown.
    """
    activities = Activity.objects.select_related("agency", "round__study")
    activity = activities.get(pk=entry.activity_id)
    round_, study = activity.round, activity.study
    today = timezone.localdate(timezone=activity.agency.zone)
    opens_at, closes_at = entry.starts_at, activity.closes_at
    agency = face(activity.agency, translation.get_language())
    told = study if study and study.counts else None
    asks_address = entry.door in OVER and (entry.door != Door.DONE or is_theirs)
    return _page(
        f"answering/door_{entry.door}.html",
        agency=agency,
        bring="late=1&" if is_late else "over=1&" if is_over else "",
        is_late=is_late,
        is_over=is_over,
        is_theirs=is_theirs,
        opens=moment(opens_at, activity.agency, today) if opens_at else None,
        closed=moment(closes_at, activity.agency, today)
        if closes_at and closes_at <= timezone.now()
        else None,
        tell_by=day(round_.tell_by, today)
        if round_ and round_.tell_by >= today
        else "",
        study_address=f"/p/{told.slug}/" if told else "",
        token=token,
        help=whom_to_ask.help_line(agency) if entry.door in MAY_ANSWER else "",
        own_case=whom_to_ask.own_case(agency),
        asks_more=entry.door in (Door.CLOSED, Door.ENDED),
        is_link_early=entry.is_link_early,
        is_round_over=bool(entry.link and entry.link.partnership_is_over),
        **_why_paused(study) if entry.door == Door.PAUSED else {},
        **_telling(entry, address) if told and asks_address else {},
    )


def _why_paused(study: Study | None) -> dict[str, str]:
    """What the team says of it, where all of the study stands still."""
    if study is None:
        return {}
    why, language = pausing.why(study, translation.get_language())
    return {"why_paused": why, "why_language": language}


def kiosk_waits(entry: Entry, address: str, spoken: Sequence[str]) -> HttpResponse:
    """A shared screen that is not open: why, and nothing to press; it looks again.

    Whoever waits in front of it reads so in each language that is `spoken` there.
    """
    others = [code for code in spoken if code != translation.get_language()]
    return _page(
        "answering/kiosk_waits.html",
        agency=_agency(entry),
        kiosk=True,
        door=entry.door,
        others=[languages.facts(code) for code in others],
        root=address,
        seconds=KIOSK_LOOKS_AGAIN,
    )


def _agency(entry: Entry | None) -> dict[str, str] | None:
    """Who asks, and whom to call; None where nobody knows which survey it was."""
    if entry is None:
        return None
    activities = Activity.objects.select_related("agency")
    return _face(activities.get(pk=entry.activity_id))


def _face(activity: Activity) -> dict[str, str]:
    return face(activity.agency, translation.get_language())


def _telling(entry: Entry, address: str) -> dict[str, str]:
    """What the form for "Tell me what changed" needs; it knows of no answer."""
    if entry.version_id is None:
        return {}
    language = translation.get_language()
    return {
        "updates": f"{address}updates/",
        "updates_token": receipts.updates_token(address, entry.version_id, language),
    }


def moment(at: datetime, agency: Agency, today: date) -> dict[str, str]:
    """A day and an hour where the agency is, in the active language, and that place."""
    local = at.astimezone(agency.zone)
    return {
        "day": day(local.date(), today),
        "time": date_format(local.time(), "TIME_FORMAT"),
        "place": agency.zone_place,
    }


def frame(
    agency: dict[str, str] | None, code: str, codes: list[str], bring: str = ""
) -> dict[str, Any]:
    """What base.html needs on a page that stands apart from a version."""
    return {
        "LANGUAGE_CODE": code,
        "LANGUAGE_BIDI": languages.facts(languages.interface(code))["bidi"],
        "page_language": languages.interface(code),
        "agency": agency,
        "languages": [
            languages.facts(each)
            | {"url": f"?{bring}lang={each}", "current": each == code}
            for each in codes
        ],
    }


def _page(
    template: str, *, status: int = 200, agency=None, bring: str = "", **context
) -> HttpResponse:
    offered = [] if context.get("kiosk") else settings.LANGUAGES
    codes = [code for code, _ in offered]
    context |= frame(agency, translation.get_language(), codes, bring)
    return HttpResponse(render_to_string(template, context), status=status)

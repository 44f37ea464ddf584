"""What stands on a partner's page for one study."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from studies.evidence.telling import Said, told
from studies.partner_page import kit, sharing_back
from studies.partner_page.day_figures import ALL
from studies.partner_page.models import DayFigures
from studies.partners import links, quotas, short_codes, terms_texts
from studies.partners.models import InviteLink, Partnership
from studies.planning.models import Activity, Study
from studies.wording.agency_face import Faces, faces

# More than a page can be read through; whoever has more asks the team.
MOST_SHOWN = 60
# Those that somebody looks for today; older ones lie in a fold below them.
NEWEST = 2
OPEN = (Partnership.State.ACTIVE, Partnership.State.CHANGED)


@dataclass(frozen=True)
class ShownLink:
    link: InviteLink
    address: str
    code: str
    qr: SafeString
    opened: int | None
    survey: Said  # as its people read it


def title(study: Study) -> Said:
    """What is being changed, in the reader's language where that is there."""
    return told(study, get_language()).title


def study(partnership: Partnership) -> dict[str, Any]:
    """All that is shown; nothing of it changes in the moment of an answer."""
    language = get_language()
    ours = faces(partnership.study.agency)
    newest = partnership.newest if partnership.waits else partnership.in_force
    context = {
        "partnership": partnership,
        "study": partnership.study,
        "agency": ours.speak(language),
        "told": told(partnership.study, language),
        "terms": newest,
        "lines": terms_texts.lines(newest, language) if newest else [],
        "takes_part": partnership.state in OPEN,
        "begins_on": timezone.localdate(
            partnership.starts_at, partnership.study.agency.zone
        )
        if partnership.begins_later
        else None,
        "posts": sharing_back.posts(partnership.study, _languages()),
    }
    return context | (_kits(partnership, ours) if partnership.state in OPEN else {})


def activities(partnership: Partnership) -> Iterable[Activity]:
    """What people can be invited to in this study, now or soon."""
    states = Activity.State
    rows = Activity.objects.current().filter(round__study=partnership.study_id)
    rows = rows.filter(state__in=[states.PUBLISHED, states.PAUSED])
    return rows.filter(anonymous=True, kind=Activity.Kind.SURVEY)


def shared_links(partnership: Partnership) -> list[InviteLink]:
    """Those of their links that work, kiosks' among them; newest first."""
    rows = InviteLink.objects.shared().with_partnership()
    rows = rows.filter(
        partner=partnership.partner_id,
        activity__round__study=partnership.study_id,
        activity__archived_at=None,
    )
    rows = rows.select_related("activity__agency", "site", "partner")
    return [link for link in rows[: 2 * MOST_SHOWN] if _is_shown(link)][:MOST_SHOWN]


def _is_shown(link: InviteLink) -> bool:
    """Not by its cap: that it is full would say in which moment an answer came."""
    return (
        link.revoked_at is None
        and not link.activity.has_closed
        and link.activity.state in (Activity.State.PUBLISHED, Activity.State.PAUSED)
        and not _is_past(link)
    )


def _is_past(link: InviteLink) -> bool:
    return link.expires_at is not None and link.expires_at <= timezone.now()


def _kits(partnership: Partnership, ours: Faces) -> dict[str, Any]:
    found = shared_links(partnership)
    figures = DayFigures.objects.filter(partnership=partnership).first()
    opened = figures.shown["links"] if figures else {}
    paper = [link for link in found if not link.is_kiosk]
    surveys = {link.activity for link in paper}
    return {
        "links": [_shown(link, opened) for link in paper[:NEWEST]],
        "older_links": [_shown(link, opened) for link in paper[NEWEST:]],
        "kiosks": [_shown(link, {}) for link in found if link.is_kiosk],
        "figures": figures,
        "all_opened": figures.shown[ALL] if figures else None,
        "go": short_codes.address(),
        "groups": [
            one
            for activity in surveys
            for one in quotas.standing(activity, partnership.partner)
        ],
        "kits": [
            kit.kit(activity, partnership.partner, _of(paper, activity), code, ours)
            for activity in sorted(surveys, key=lambda one: one.pk)
            for code in kit.languages_of(activity)
        ],
    }


def _of(paper: list[InviteLink], activity: Activity) -> list[InviteLink]:
    return [link for link in paper if link.activity_id == activity.pk]


def _shown(link: InviteLink, opened: dict[str, int | None]) -> ShownLink:
    return ShownLink(
        link,
        links.url(link),
        short_codes.in_words(link),
        links.qr_svg(link, "qr", _("QR code of the survey")),
        opened.get(str(link.pk)),
        survey_title(link.activity),
    )


def survey_title(activity: Activity) -> Said:
    """Never the name that the team gave it: that is not for others."""
    codes = [get_language(), *activity.languages_ready]
    code = next((one for one in codes if one in activity.public_texts), codes[0])
    return Said(activity.public_text("title", code), code)


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]

"""Many links at once: one for each chosen place, language and channel."""

from collections.abc import Sequence
from datetime import datetime
from itertools import product

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.partners import actions as partners
from studies.partners.actions import Place
from studies.partners.models import InviteLink, Partner, PartnerSite
from studies.planning.models import Activity, Segment

MOST = 100


@transaction.atomic
def make(
    activity_id: int,
    partner: Partner,
    *,
    sites: Sequence[PartnerSite] = (),
    languages: Sequence[str] = (),
    channels: Sequence[str] = (),
    segment: Segment | None = None,
    cap: int | None = None,
    expires_at: datetime | None = None,
    by: User,
) -> list[InviteLink]:
    """The links that were missing; where one works already, none is made again."""
    Activity.objects.select_for_update().get(pk=activity_id)
    wanted = [
        Place(site, language, channel)
        for site, language, channel in product(
            sites or [None], languages or [""], channels or [""]
        )
    ]
    if len(wanted) > MOST:
        raise Refusal(
            _(
                "No link was made. That would be %(count)d links, and %(most)d is the "
                "most at once: choose fewer places, languages or channels."
            )
            % {"count": len(wanted), "most": MOST},
            code="too_many_links",
        )
    there = _working(activity_id, partner)
    return [
        partners.make_link(
            activity_id,
            partner=partner,
            place=place,
            segment=segment,
            cap=cap,
            expires_at=expires_at,
            by=by,
        )
        for place in wanted
        if place not in there
    ]


def _working(activity_id: int, partner: Partner) -> set[Place]:
    rows = InviteLink.objects.shared().with_partnership().select_related("site")
    rows = rows.filter(activity=activity_id, partner=partner, is_kiosk=False)
    return {
        Place(link.site, link.language, link.channel)
        for link in rows
        if link.works and not link.label
    }


@transaction.atomic
def make_kiosks(
    activity_id: int, partner: Partner, sites: Sequence[PartnerSite], *, by: User
) -> list[InviteLink]:
    """A shared screen with a code of its own at each place that has none yet."""
    Activity.objects.select_for_update().get(pk=activity_id)
    rows = InviteLink.objects.kiosks().with_partnership().filter(partner=partner)
    there = {link.site_id for link in rows.filter(activity=activity_id) if link.works}
    return [
        partners.make_link(
            activity_id, partner=partner, place=Place(site), is_kiosk=True, by=by
        )
        for site in sites
        if site.pk not in there
    ]

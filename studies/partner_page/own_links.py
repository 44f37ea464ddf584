"""Links that a partner makes for itself."""

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.partners import actions as partners
from studies.partners.actions import Place
from studies.partners.models import InviteLink, Partner, Partnership
from studies.planning.models import Activity

# For each study (p).
MOST = 60
OPEN = (Partnership.State.ACTIVE, Partnership.State.CHANGED)


@transaction.atomic
def make(partnership: Partnership, activity: Activity, place: Place) -> InviteLink:
    """A link for one more place; one that works there already is the answer."""
    Partner.objects.select_for_update().get(pk=partnership.partner_id)
    if partnership.state not in OPEN:
        raise Refusal(
            _("No link was made. Accept the terms first."), code="not_accepted"
        )
    theirs = (
        InviteLink.objects.shared()
        .with_partnership()
        .filter(
            partner=partnership.partner_id,
            activity__round__study=partnership.study_id,
            is_kiosk=False,
        )
    )
    same = theirs.filter(
        activity=activity,
        site=place.site,
        language=place.language,
        channel=place.channel,
    )
    there = next((link for link in same if link.works), None)
    if there:
        return there
    if theirs.count() >= MOST:
        raise Refusal(
            _("No link was made. You have %(count)d, which is the most.")
            % {"count": MOST},
            code="too_many_links",
        )
    return partners.make_link(
        activity.pk, partner=partnership.partner, place=place, by=None
    )

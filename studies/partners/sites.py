from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.partners.models import Partner, PartnerSite

# One screen holds them all, and one set of links for each of them.
MOST = 60


@transaction.atomic
def add(partner_id: int, *, name: str, by: User) -> PartnerSite:
    """A place of the partner; one that was put away under this name comes back."""
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    name = name.strip()
    there = partner.sites.filter(name=name).first()
    if there:
        there.archived_at = None
        there.save(update_fields=["archived_at"])
        return there
    if partner.sites.current().count() >= MOST:
        raise Refusal(
            _("The place was not added. A partner has at most %(count)d places.")
            % {"count": MOST},
            code="too_many_places",
        )
    return PartnerSite.objects.create(partner=partner, name=name)


def archive(site_id: int, *, by: User) -> None:
    """Offered for no new link any more; the links that it has go on."""
    PartnerSite.objects.filter(pk=site_id, archived_at=None).update(
        archived_at=timezone.now()
    )

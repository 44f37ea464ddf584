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


@transaction.atomic
def change(site_id: int, *, name: str, names: dict[str, str], by: User) -> PartnerSite:
    """What it is called, by the team and by readers of other languages.

    Paper that was printed keeps the old name; an empty one falls back to the team's.
    """
    row = PartnerSite.objects.select_related("partner").get(pk=site_id)
    Partner.objects.select_for_update().get(pk=row.partner_id)
    name = name.strip()
    if row.partner.sites.exclude(pk=row.pk).filter(name=name).exists():
        raise Refusal(
            _("Nothing was saved. Another place of this partner has this name."),
            code="name_taken",
        )
    row.name = name
    row.names = {code: text.strip() for code, text in names.items() if text.strip()}
    row.save(update_fields=["name", "names"])
    return row


def archive(site_id: int, *, by: User) -> None:
    """Offered for no new link any more; the links that it has go on."""
    PartnerSite.objects.filter(pk=site_id, archived_at=None).update(
        archived_at=timezone.now()
    )

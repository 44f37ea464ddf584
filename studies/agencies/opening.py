from django.db import transaction
from django.utils.text import slugify

from studies.agencies import joining
from studies.agencies.models import Agency, Invitation, User
from studies.agencies.permissions import Role


@transaction.atomic
def create_agency(
    *,
    name: str,
    admin_email: str,
    time_zone: str,
    by: User | None,
    makes_operator: bool = False,
) -> Invitation:
    """Open an agency without any content and invite its first administrator."""
    agency = Agency(name=name.strip(), slug=_free_slug(name), time_zone=time_zone)
    agency._history_user = by
    agency.save()
    return joining.invite(
        agency.pk,
        email=admin_email,
        role=Role.ADMINISTRATOR,
        by=by,
        makes_operator=makes_operator,
    )


def _free_slug(name: str) -> str:
    stem = slugify(name)[:40] or "agency"
    taken = set(
        Agency.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    )
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug

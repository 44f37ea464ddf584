"""The agency's own public texts, as the plain-language check reads them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from studies.agencies.models import Agency, User
from studies.wording.agency_face import SOURCE
from studies.wording.findings import TextKind
from studies.wording.remarks import Remark, WrittenText, in_all_languages
from studies.wording.settling import settle


def written_texts(agency: Agency) -> list[WrittenText]:
    names = {
        "contact_hours": _("Phone hours"),
        "case_help": _("Help with one’s own case"),
        "urgent_help": _("Numbers for people who need help now"),
        "privacy_notice": _("Privacy notice"),
        "accessibility_statement": _("Accessibility statement"),
    }
    return in_all_languages(
        WrittenText(
            agency,
            field,
            getattr(agency, field),
            SOURCE,
            TextKind.SHARE_BACK,
            name=name,
            whole=name,
        )
        for field, name in names.items()
    )


@transaction.atomic
def settle_agency(agency_id: int, posted: Mapping[str, str], *, by: User) -> Remark:
    """Do what a button of the review asks; see `settle`."""
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    return settle(written_texts(agency), posted, agency=agency, by=by)

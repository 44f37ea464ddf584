"""What staff noticed at the counter, apart from what customers said."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies import archiving
from studies.agencies.models import Agency, User
from studies.partners.models import Observation, Partner
from studies.planning.models import Study
from studies.wording.numbers_left_out import known, without

LONGEST = 2000


@transaction.atomic
def write(
    agency: Agency,
    text: str,
    *,
    seen_on: date,
    office: Partner | None = None,
    study: Study | None = None,
    by: User,
) -> Observation:
    """Keep an observation without anybody's address or number; the agency's own stay."""
    stays = known(agency.contact_phone, agency.contact_email, agency.case_help)
    text = without(text.strip(), stays, limit=LONGEST)
    if not text or len(text) > LONGEST:
        raise Refusal(
            _("Nothing was saved. Write something, in at most 2,000 characters."),
            code="empty" if not text else "long",
        )
    if seen_on > timezone.localdate(timezone=agency.zone):
        raise Refusal(
            _("Nothing was saved. That day has not come yet: choose an earlier one."),
            code="not_yet",
        )
    if {row.agency_id for row in (office, study) if row} - {agency.pk}:
        raise Refusal(
            _("Nothing was saved. That belongs to another agency."), code="other_agency"
        )
    return Observation.objects.create(
        agency=agency,
        text=text,
        seen_on=seen_on,
        office=office,
        study=study,
        written_by=by,
    )


@transaction.atomic
def archive(observation_id: int, *, by: User, back: bool = False) -> None:
    """Put one away, or bring it back; a second time changes nothing."""
    row = Observation.objects.select_for_update().get(pk=observation_id)
    (archiving.bring_back if back else archiving.archive)([row], by=by)

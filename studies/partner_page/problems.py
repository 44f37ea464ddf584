from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.partner_page.models import PartnerProblem
from studies.partners.models import Partner, PartnerContact
from studies.planning.models import Study

# So many wait at most for the team; whoever needs more calls.
MOST_OPEN = 50


def tell(
    partner: Partner,
    study: Study,
    *,
    text: str,
    language: str,
    contact: PartnerContact,
) -> PartnerProblem:
    """Keep what they wrote, sealed, until the team has settled it."""
    if partner.problems.open().count() >= MOST_OPEN:
        raise Refusal(
            _("Many problems wait to be settled here. Call us with this one."),
            code="too_many_problems",
        )
    return PartnerProblem.objects.create(
        partner=partner, study=study, text=text, language=language, contact=contact
    )


def settle(problem_id: int, *, by: User) -> None:
    PartnerProblem.objects.filter(pk=problem_id, settled_at=None).update(
        settled_at=timezone.now()
    )

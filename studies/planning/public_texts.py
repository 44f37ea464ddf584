"""What a study says to everybody, as the plain-language check reads it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from studies.agencies.models import User
from studies.planning.models import Study
from studies.wording.findings import TextKind
from studies.wording.remarks import Remark, WrittenText, in_all_languages
from studies.wording.settling import settle


def written_texts(study: Study) -> list[WrittenText]:
    names = {
        "title": _("What you are changing"),
        "about": _("What you tell people"),
    }
    return in_all_languages(
        WrittenText(
            study,
            field,
            getattr(study, field),
            study.source_language,
            TextKind.SHARE_BACK,
            name=name,
        )
        for field, name in names.items()
    )


@transaction.atomic
def settle_study(study_id: int, posted: Mapping[str, str], *, by: User) -> Remark:
    """Do what a button of the review asks; see `settle`."""
    rows = Study.objects.select_related("agency").select_for_update(of=["self"])
    study = rows.get(pk=study_id)
    return settle(written_texts(study), posted, agency=study.agency, by=by)

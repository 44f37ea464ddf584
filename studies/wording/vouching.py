from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.wording.models import Override, Vouch
from studies.wording.translations import source_hash


@transaction.atomic
def vouch(place: str, language: str, name: str, *, agency: Agency, by: User) -> Vouch:
    """Record who stands for every text of a whole in one language, as it is now."""
    if not name.strip():
        raise Refusal(
            _("Write the name of the person who read the texts. Nothing was saved."),
            code="no_name",
        )
    row, _created = Vouch.objects.update_or_create(
        place=place,
        language=language,
        defaults={
            "agency": agency,
            "name": name.strip(),
            "made_by": by,
            "made_at": timezone.now(),
        },
    )
    return row


@transaction.atomic
def let_stand(
    place: str, rule: str, words: str, reason: str, *, agency: Agency, by: User
) -> Override:
    """Keep words that a rule found, with the reason; the rule still finds others."""
    if not reason.strip():
        raise Refusal(
            _("Write why these words stay. Nothing was changed."), code="no_reason"
        )
    row, _created = Override.objects.update_or_create(
        place=place,
        rule=rule,
        words_hash=source_hash(words.casefold()),
        defaults={"agency": agency, "reason": reason.strip(), "made_by": by},
    )
    return row


def let_stand_no_more(override_id: int) -> None:
    """Have the rule find these words again; repeating changes nothing."""
    Override.objects.filter(pk=override_id).delete()

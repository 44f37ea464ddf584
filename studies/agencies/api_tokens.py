from secrets import token_urlsafe

from django.db import transaction
from django.utils import timezone

from studies.agencies.models import Agency, ApiToken, User
from studies.agencies.models.access import hash_token


def make(agency: Agency, *, name: str, by: User) -> tuple[ApiToken, str]:
    """A new key and its secret, which is kept nowhere and can't be shown again."""
    secret = f"cx_{token_urlsafe(32)}"
    row = ApiToken.objects.create(
        agency=agency, name=name, token_hash=hash_token(secret), created_by=by
    )
    return row, secret


@transaction.atomic
def end(token_id: int, *, by: User) -> bool:
    """Make a key stop working at once. An ended one keeps its day."""
    rows = ApiToken.objects.filter(pk=token_id, revoked_at=None)
    return bool(rows.update(revoked_at=timezone.now()))

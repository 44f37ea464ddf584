import hashlib
import hmac
import secrets

from django.conf import settings

from studies.partners.models import InviteLink, hash_token


def new_token() -> str:
    """22 URL-safe characters: 128 bits, so that nobody can guess one."""
    return secrets.token_urlsafe(16)


def personal_token(link_id: object) -> str:
    """The token of a personal link, made again from its row whenever it is mailed."""
    digest = hmac.new(
        settings.SECRET_KEY.encode(),
        f"personal-link:{link_id}".encode(),
        hashlib.sha256,
    )
    return digest.hexdigest()[:32]


def token_of(link: InviteLink) -> str:
    return personal_token(link.pk) if link.is_personal else link.token


def find(token: str) -> InviteLink | None:
    """The link behind a token, working or not; one indexed look-up by hash."""
    rows = InviteLink.objects.with_partnership().filter(token_hash=hash_token(token))
    return rows.select_related("activity__round__study", "activity__agency").first()

import hashlib
import hmac
import json
import secrets
from functools import lru_cache

from django.conf import settings
from django.db import connection

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
    """The link behind a token, working or not; one indexed look-up by hash.

    It comes with all that a page needs of it, and without what is sealed. How long it
    takes says nothing of a token that is nearly right: only hashes are compared.
    """
    with connection.prepared_cursor() as cursor:
        cursor.execute(_statement(), [hash_token(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    *values, begins_at, over_at, gaps = row
    link = InviteLink.from_db(connection.alias, _fields(), values)
    link.partnership_begins_at, link.partnership_over_at = begins_at, over_at
    link.partnership_gaps = json.loads(gaps or "[]")
    return link


@lru_cache(maxsize=1)
def _fields() -> list[str]:
    return [
        field.attname
        for field in InviteLink._meta.concrete_fields
        if field.name not in ("token", "made_up")
    ]


@lru_cache(maxsize=1)
def _statement() -> str:
    """The look-up as SQL, built once: building it costs more than running it."""
    rows = InviteLink.objects.with_partnership().filter(token_hash="").order_by()
    columns = rows.values_list(
        *_fields(), "partnership_begins_at", "partnership_over_at", "partnership_gaps"
    )
    statement, parameters = columns.query.sql_with_params()
    assert len(parameters) == 1
    return statement

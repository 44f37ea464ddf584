"""Secrets for one-time and recovery codes lie sealed, with keys of their own."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command

from studies.people import second_factors, vault
from tests import make

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def use_keys(settings):
    def use(*keys: str) -> None:
        settings.VAULT_KEYS = list(keys)
        vault._fernet.cache_clear()

    yield use
    vault._fernet.cache_clear()


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def test_the_database_holds_no_secret_that_makes_codes():
    user = make.user()
    totp = TOTP.activate(user, SECRET)
    spare = RecoveryCodes.activate(user)

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in kept
    assert not any(one in kept for one in spare.get_unused_codes())
    assert totp.validate_code(code())


def test_one_secret_is_never_sealed_the_same_way_twice():
    first, second = second_factors.seal(SECRET), second_factors.seal(SECRET)

    assert first != second
    assert second_factors.unseal(first) == second_factors.unseal(second) == SECRET


def test_the_vaults_key_and_other_purposes_open_no_second_factor():
    sealed = second_factors.seal(SECRET).encode()

    with pytest.raises(InvalidToken):
        vault.unseal(sealed)
    with pytest.raises(InvalidToken):
        vault.fernet_for("something else").decrypt(sealed)


def test_after_rotation_the_old_key_is_not_needed(use_keys):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    use_keys(old)
    user = make.user()
    TOTP.activate(user, SECRET)
    spare = RecoveryCodes.activate(user).get_unused_codes()
    spare_row = Authenticator.objects.get(type="recovery_codes")
    spare_row.wrap().validate_code(spare[0])
    use_keys(new, old)
    said = StringIO()

    call_command("rotate_vault_keys", stdout=said)
    call_command("rotate_vault_keys", stdout=StringIO())

    use_keys(new)
    rows = {row.type: row for row in Authenticator.objects.all()}
    assert rows["totp"].wrap().validate_code(code())
    assert rows["recovery_codes"].wrap().get_unused_codes() == spare[1:]
    assert said.getvalue() == (
        "2 rows were sealed again with the first key; 0 had it already.\n"
    )


def test_codes_that_were_brought_from_elsewhere_are_sealed_again_too(use_keys):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    use_keys(old)
    sealed = [second_factors.seal(one) for one in ("11112222", "33334444")]
    row = Authenticator.objects.create(
        user=make.user(), type="recovery_codes", data={"migrated_codes": sealed}
    )
    use_keys(new, old)

    second_factors.rotate()

    use_keys(new)
    row.refresh_from_db()
    assert [second_factors.unseal(one) for one in row.data["migrated_codes"]] == [
        "11112222",
        "33334444",
    ]


def test_without_rotation_the_new_key_opens_no_second_factor(use_keys):
    use_keys(Fernet.generate_key().decode())
    sealed = second_factors.seal(SECRET)
    use_keys(Fernet.generate_key().decode())

    with pytest.raises(InvalidToken):
        second_factors.unseal(sealed)

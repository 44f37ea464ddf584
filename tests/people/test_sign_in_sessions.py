import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.urls import reverse

from studies.people import sign_in_sessions, vault
from studies.people.sign_in_sessions import SessionStore
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def use_keys(settings):
    def use(*keys: str) -> None:
        settings.VAULT_KEYS = list(keys)
        vault._fernet.cache_clear()

    yield use
    vault._fernet.cache_clear()


def stored(**values) -> str:
    """The key of a saved session that holds these values."""
    session = SessionStore()
    session.update(values)
    session.save()
    return session.session_key


def test_the_database_never_holds_a_secret_that_is_being_set_up(client):
    client.force_login(make.member().user)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session["mfa.totp.secret"]

    [row] = Session.objects.all()

    assert secret in page
    assert secret not in str(db.SessionStore().decode(row.session_data))
    assert secret not in row.session_data


def test_what_a_session_holds_comes_back():
    key = stored(agency=7)

    assert SessionStore(key).load() == {"agency": 7}


def test_a_session_from_before_they_were_sealed_still_works():
    session = db.SessionStore()
    session["agency"] = 7
    session.save()

    assert SessionStore(session.session_key).load() == {"agency": 7}


def test_a_session_that_somebody_changed_is_empty():
    key = stored(agency=7)
    Session.objects.update(session_data="agency:8")

    assert SessionStore(key).load() == {}


def test_after_rotation_everybody_stays_signed_in_without_the_old_key(use_keys):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    use_keys(old)
    key = stored(agency=7)
    use_keys(new, old)

    sealed = [sign_in_sessions.rotate() for _twice in range(2)]

    use_keys(new)
    assert sealed == [1, 1]
    assert SessionStore(key).load() == {"agency": 7}


def test_a_session_that_no_key_opens_is_left_alone(use_keys):
    use_keys(Fernet.generate_key().decode())
    key = stored(agency=7)
    use_keys(Fernet.generate_key().decode())

    assert sign_in_sessions.rotate() == 0
    assert SessionStore(key).load() == {}

import uuid

import pytest

from studies.outreach import tokens


def test_a_token_gives_its_row_back_for_its_own_purpose_alone():
    row = uuid.uuid4()
    stop, done = tokens.stop_token(row), tokens.done_token(row)

    assert (tokens.person_of(stop), tokens.delivery_of(done)) == (row, row)
    assert (tokens.person_of(done), tokens.delivery_of(stop)) == (None, None)
    assert len(stop) == 43


@pytest.mark.parametrize("token", ["", "a", "x" * 43, "ü" * 43, "a b", "=" * 8])
def test_a_guess_gives_nothing(token):
    assert tokens.person_of(token) is None


def test_a_changed_letter_gives_nothing():
    token = tokens.stop_token(uuid.uuid4())
    other = "A" if token[0] != "A" else "B"

    assert tokens.person_of(other + token[1:]) is None


def test_an_old_mail_still_stops_after_the_secret_was_changed(settings):
    row = uuid.uuid4()
    token, old = tokens.stop_token(row), settings.SECRET_KEY

    settings.SECRET_KEY = "another-secret"
    forgotten = tokens.person_of(token)
    settings.SECRET_KEY_FALLBACKS = [old]

    assert forgotten is None
    assert tokens.person_of(token) == row

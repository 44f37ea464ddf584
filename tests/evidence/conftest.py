import pytest

from tests import make


@pytest.fixture
def round_(client):
    """A running round, and a lead designer of its agency who is signed in."""
    row = make.round_(study=make.study(state="running"))
    client.force_login(make.member(agency=row.study.agency).user)
    return row

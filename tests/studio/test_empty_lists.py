"""What an empty list of the studio says."""

import pytest

from studies.agencies.permissions import Role
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "said"),
    [("", "Nothing is here yet. What your team writes"), ("?q=zz", "Nothing fits")],
)
def test_an_empty_list_says_why_it_is_empty(client, asked, said):
    client.force_login(make.member(role=Role.LEAD).user)

    page = client.get(f"/studio/studies/decision/{asked}")

    assert said in page.content.decode()

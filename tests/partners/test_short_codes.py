import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from studies.partners import actions as partners
from studies.partners import short_codes
from studies.partners.models import InviteLink
from tests import make

pytestmark = pytest.mark.django_db


def make_link() -> InviteLink:
    return partners.make_link(make.activity().pk, by=None)


def test_a_shared_link_gets_a_code_of_its_own_that_reads_well():
    codes = [make_link().short_code for _ in range(20)]

    assert len(set(codes)) == 20
    assert all(re.fullmatch("[346789CDFGHJKMNPQRTWXY]{8}", code) for code in codes)


def test_a_code_that_a_link_has_or_had_is_never_given_again(monkeypatch):
    ended = make_link()
    partners.revoke_link(ended.pk, by=make.user())
    signs = iter(ended.short_code + "34673467")
    monkeypatch.setattr(short_codes.secrets, "choice", lambda _: next(signs))

    assert short_codes.new_code() == "34673467"


def test_personal_and_pilot_links_get_none():
    participant = make.participant()
    activity = make.activity(agency=participant.study.agency)

    personal = partners.personal_link(activity.pk, participant.pk)
    pilot = partners.pilot_link(activity.pk, by=None)

    assert (personal.short_code, pilot.short_code) == (None, None)


@pytest.mark.parametrize("made", ["shared", "personal", "pilot"])
def test_the_database_keeps_codes_to_shared_links(made):
    participant = make.participant()
    activity = make.activity(agency=participant.study.agency)
    fields = {
        "shared": {"short_code": None},
        "personal": {"short_code": "34679CDF", "participant": participant},
        "pilot": {"short_code": "34679CDF", "is_pilot": True},
    }[made]

    with pytest.raises(IntegrityError, match="shared_links_alone_have_a_short_code"):
        activity.invite_links.create(agency=activity.agency, token_hash="x", **fields)


def test_the_database_has_each_code_once():
    first, second = make_link(), make_link()

    with pytest.raises(IntegrityError, match="short_code"):
        InviteLink.objects.filter(pk=second.pk).update(short_code=first.short_code)


def test_a_code_is_found_by_its_surest_reading():
    first, second = make_link(), make_link()

    found = short_codes.find([second.short_code, first.short_code])

    assert found == second
    assert short_codes.find(["33333333"]) is None


def test_a_code_is_printed_in_two_groups_beside_a_short_address(settings):
    settings.BASE_URL = "https://ask.example.org"

    assert short_codes.address() == "ask.example.org/go"
    assert short_codes.in_words(InviteLink(short_code="3467CDFG")) == "3467 CDFG"


def test_links_of_before_get_a_code_each_and_personal_ones_none():
    rule = "shared_links_alone_have_a_short_code"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE studies_invitelink DROP CONSTRAINT {rule}")
    migration = import_module("studies.migrations.0009_codes_for_links_of_before")
    participant = make.participant()
    activity = make.activity(agency=participant.study.agency)
    personal = partners.personal_link(activity.pk, participant.pk)
    kept, *bare = [make_link() for _ in range(3)]
    InviteLink.objects.filter(pk__in=[one.pk for one in bare]).update(short_code=None)

    migration.give_codes(apps, None)

    codes = dict(InviteLink.objects.values_list("pk", "short_code"))
    assert (codes.pop(personal.pk), codes[kept.pk]) == (None, kept.short_code)
    assert len({code for code in codes.values() if len(code) == 8}) == 3

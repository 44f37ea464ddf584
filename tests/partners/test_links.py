import re
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.partners import actions as partners
from studies.partners import links, tokens
from studies.partners.models import InviteLink, Partnership
from tests import make

pytestmark = pytest.mark.django_db


def make_link(**fields) -> InviteLink:
    activity = fields.pop("activity", None) or make.activity()
    return partners.make_link(activity.pk, **{"by": None} | fields)


def test_a_link_is_found_by_its_token_and_kept_sealed():
    link = make_link(label="Front desk")

    found = tokens.find(tokens.token_of(link))

    kept = InviteLink.objects.get(pk=link.pk)
    assert found == link
    assert (kept.label, kept.works, kept.is_personal) == ("Front desk", True, False)
    assert len(kept.token) == 22
    assert tokens.find("not-a-token") is None


def test_the_address_is_whole(settings):
    settings.BASE_URL = "https://ask.example.org"
    link = make_link()

    assert links.url(link) == f"https://ask.example.org/i/{link.token}/"


def test_the_first_link_of_a_partner_makes_it_a_partner_of_the_study():
    round_ = make.round_()
    activity = make.activity(round=round_)
    partner = make.partner(agency=activity.agency)

    for _ in range(2):
        make_link(activity=activity, partner=partner)

    partnership = Partnership.objects.get()
    assert (partnership.partner, partnership.study) == (partner, round_.study)


def test_a_partner_of_another_agency_is_refused():
    with pytest.raises(Refusal) as refused:
        make_link(partner=make.partner())

    assert refused.value.code == "other_agency"


def test_a_link_that_ends_before_it_starts_is_refused():
    with pytest.raises(Refusal) as refused:
        make_link(expires_at=timezone.now() - timedelta(days=1))

    assert refused.value.code == "ends_in_the_past"
    assert not InviteLink.objects.exists()


def test_a_full_an_ended_and_a_revoked_link_do_not_work():
    full, ended, revoked = make_link(cap=1), make_link(), make_link()
    InviteLink.objects.filter(pk=full.pk).update(finishes=1)
    InviteLink.objects.filter(pk=ended.pk).update(
        expires_at=timezone.now() - timedelta(minutes=1)
    )
    for _ in range(2):
        partners.revoke_link(revoked.pk, by=make.user())

    rows = InviteLink.objects.filter(pk__in=[full.pk, ended.pk, revoked.pk])
    assert [row.works for row in rows] == [False] * 3


def test_a_personal_link_is_made_once_and_keeps_no_token():
    participant = make.participant()
    activity = make.activity(agency=participant.study.agency)

    first = partners.personal_link(activity.pk, participant.pk)
    again = partners.personal_link(activity.pk, participant.pk)

    kept = InviteLink.objects.get()
    assert first == again == kept
    assert (kept.token, kept.is_personal) == ("", True)
    assert tokens.find(tokens.token_of(kept)) == kept


def test_personal_links_of_many_take_a_fixed_number_of_queries(
    django_assert_num_queries,
):
    study = make.study()
    activity = make.activity(agency=study.agency)
    people = [make.participant(study=study).pk for _ in range(4)]

    with django_assert_num_queries(6):  # with the savepoint's two
        found = partners.personal_links(activity.pk, people)

    assert sorted(found) == sorted(people)


def test_a_personal_link_finishes_once_and_a_shared_one_does_not_count_here():
    participant = make.participant()
    activity = make.activity(agency=participant.study.agency)
    personal = partners.personal_link(activity.pk, participant.pk)
    shared = make_link(activity=activity)

    for link in (personal, personal, shared):
        partners.stamp_finished(link.pk)

    counts = dict(InviteLink.objects.values_list("pk", "finishes"))
    assert counts == {personal.pk: 1, shared.pk: 0}


def test_constraints_hold_one_personal_link_and_no_token():
    participant = make.participant()
    activity = make.activity(agency=participant.study.agency)
    partners.personal_link(activity.pk, participant.pk)

    with pytest.raises(IntegrityError, match="personal_link_once_per_activity"):
        InviteLink.objects.create(
            agency=activity.agency,
            activity=activity,
            participant=participant,
            token_hash="x",
        )


def test_constraint_keeps_tokens_of_personal_links_out():
    participant = make.participant()

    with pytest.raises(IntegrityError, match="personal_link_keeps_no_token"):
        InviteLink.objects.create(
            agency=participant.study.agency,
            activity=make.activity(agency=participant.study.agency),
            participant=participant,
            token="secret",
            token_hash="y",
        )


def test_the_qr_code_is_plain_svg_without_style():
    svg = links.qr_svg(make_link(), "qr", "QR code")

    assert svg.startswith('<svg role="img"')
    assert "<title>QR code</title>" in svg
    assert not re.search(r"style=|width=", svg)


def test_the_qr_code_can_be_downloaded_as_picture_and_drawing():
    link = make_link()

    png, svg = links.qr_file(link, "png"), links.qr_file(link, "svg")

    assert png.startswith(b"\x89PNG")
    assert b"<svg" in svg[:100]

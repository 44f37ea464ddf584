import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.partners import quota_places, quota_words, quotas
from studies.partners.models import Quota, QuotaPlace, QuotaWord
from studies.partners.quota_words import Standing
from studies.partners.tasks import forget_places, write_words
from tests import make

pytestmark = pytest.mark.django_db
Word = QuotaWord.Word


def places(quota) -> list[tuple]:
    """(partner, taken, held) of each place, in order."""
    rows = quota.places.order_by("partner", "-is_taken", "holder", "pk")
    return [(row.partner_id, row.is_taken, row.holder is not None) for row in rows]


def counts(quota) -> tuple[int, int]:
    row = Quota.objects.with_counts().get(pk=quota.pk)
    return row.counted, row.reserved


def change(quota, **said):
    values = {"target": quota.target, "rooms": {}, "heard": {}, "by": make.user()}
    return quotas.change(quota.pk, **values | said)


def partner_of(quota):
    return make.partner(agency=quota.activity.agency)


def test_a_quota_has_as_many_places_and_counts_who_answered_before():
    quota = make.quota(target=3, heard={None: 2})

    assert places(quota) == [(None, True, False)] * 2 + [(None, False, False)]


def test_more_may_have_answered_before_than_there_are_places():
    quota = make.quota(target=1, heard={None: 2, partner_of(make.quota()).pk: 1})

    assert counts(quota) == (3, 0)


def test_quotas_of_a_survey_are_numbered_and_no_number_is_used_again():
    first = make.quota()
    survey = first.activity.survey
    quotas.archive(first.pk, by=make.user())

    second = make.quota(survey=survey, codes=["c2"])

    assert (first.number, second.number) == (1, 2)


def test_the_same_answers_make_one_quota():
    quota = make.quota(codes=["c1", "c2"])

    with pytest.raises(Refusal) as refused:
        make.quota(survey=quota.activity.survey, codes=["c2", "c1"])

    assert refused.value.code == "quota_exists"
    assert Quota.objects.count() == 1


def test_people_with_a_link_of_their_own_are_never_stopped():
    survey = make.published_survey(activity=make.open_activity(anonymous=False))

    with pytest.raises(Refusal) as refused:
        make.quota(survey=survey, when_full=Quota.WhenFull.STOP)

    assert refused.value.code == "stop_needs_anonymous"


def test_rooms_hold_a_partners_people_first():
    quota = make.quota(target=4)
    partner = partner_of(quota)

    change(quota, target=4, rooms={partner.pk: 2}, heard={partner.pk: 3, None: 1})

    assert quota.places.filter(partner=partner, is_taken=True).count() == 2
    assert quota.places.filter(partner=None, is_taken=True).count() == 2
    assert quotas.rooms_of(quota) == {partner.pk: 2}


def test_rooms_are_no_larger_than_the_quota():
    quota = make.quota(target=4)

    with pytest.raises(Refusal) as refused:
        change(quota, rooms={partner_of(quota).pk: 5})

    assert refused.value.code == "rooms_too_large"
    assert quota.places.count() == 4


def test_rooms_are_for_partners_of_the_same_agency():
    quota = make.quota(target=4)

    with pytest.raises(Refusal) as refused:
        change(quota, rooms={make.partner().pk: 1})

    assert refused.value.code == "other_agency"


def test_whoever_is_on_the_way_keeps_a_place_as_far_as_there_is_one():
    quota = make.quota(target=3)
    held = [uuid.uuid4() for _ in range(3)]
    for holder in held:
        quota_places.hold(holder, {quota.pk: 30}, partner_id=None)

    change(quota, target=2, heard={None: 1})

    assert counts(quota) == (1, 1)
    kept = quota.places.exclude(holder=None).get()
    assert kept.holder in held


def test_changing_it_twice_changes_nothing_more():
    quota = make.quota(target=2)

    for _ in range(2):
        change(quota, target=5, heard={None: 1})

    assert (counts(quota), quota.places.count()) == ((1, 0), 5)


def test_archiving_twice_is_once_and_it_comes_back_with_its_people():
    quota = make.quota(target=2, heard={None: 1})

    for _ in range(2):
        quotas.archive(quota.pk, by=make.user())
    archived = Quota.objects.current().count()
    quotas.archive(quota.pk, by=make.user(), back=True)

    assert (archived, Quota.objects.current().count()) == (0, 1)
    assert counts(quota) == (1, 0)


def test_a_place_above_the_target_is_gone_with_its_person():
    quota = make.quota(target=1, heard={None: 2})

    quota_places.give_back([quota.pk], partner_id=None)
    above = quota.places.count()
    quota_places.give_back([quota.pk], partner_id=None)

    assert (above, places(quota)) == (1, [(None, False, False)])


def test_giving_back_where_nobody_is_counted_does_nothing():
    quota = make.quota(target=1)

    quota_places.give_back([quota.pk], partner_id=None)

    assert places(quota) == [(None, False, False)]


def test_only_a_partners_people_get_its_places():
    quota = make.quota(target=2)
    partner = partner_of(quota)
    change(quota, target=2, rooms={partner.pk: 2})
    strangers = quota_places.take(uuid.uuid4(), [quota.pk], partner_id=None)
    theirs = [
        quota_places.take(uuid.uuid4(), [quota.pk], partner_id=partner.pk)
        for _ in range(3)
    ]

    assert strangers == set()
    assert theirs == [{quota.pk}, {quota.pk}, set()]


@pytest.mark.parametrize(
    ("taken", "word"),
    [(0, Word.KEEP_GOING), (15, Word.KEEP_GOING), (16, Word.NEARLY), (20, Word.FULL)],
)
def test_partners_read_a_word_and_never_a_number(taken, word):
    quota = make.quota(target=20, heard={None: taken} if taken else {})

    assert quotas.standing(quota.activity) == [Standing("Yes", word)]


def test_the_group_is_named_as_its_people_say_it_in_their_language():
    quota = make.quota(labels={"en": "I have no fixed address", "es": "No tengo"})

    [spanish] = quotas.standing(quota.activity, language="es")
    [arabic] = quotas.standing(quota.activity, language="ar")

    assert (spanish.group, arabic.group) == ("No tengo", "I have no fixed address")


def test_a_word_stays_all_day_whoever_answers():
    quota = make.quota(target=1)
    quota_places.take(uuid.uuid4(), [quota.pk], partner_id=None)

    write_words()  # the night's task runs again on the same day
    [today] = quotas.standing(quota.activity)
    QuotaWord.objects.update(day=timezone.localdate() - timedelta(days=1))
    write_words()
    [tomorrow] = quotas.standing(quota.activity)

    assert (today.word, tomorrow.word) == (Word.KEEP_GOING, Word.FULL)


def test_a_change_by_the_team_is_read_at_once():
    quota = make.quota(target=1, heard={None: 1})

    change(quota, target=10, heard={None: 1})

    assert [row.word for row in quotas.standing(quota.activity)] == [Word.KEEP_GOING]
    assert quota.words.count() == 1


def test_a_partners_own_room_has_its_own_word_where_it_is_large_enough():
    quota = make.quota(target=40)
    large, small = partner_of(quota), partner_of(quota)
    heard = {large.pk: 15, small.pk: 1, None: 14}

    change(quota, target=40, rooms={large.pk: 15, small.pk: 1}, heard=heard)
    words = [
        quotas.standing(quota.activity, partner)[0].word for partner in (large, small)
    ]

    # 29 of 39 places that are open to the large one's people; 15 of 25 to the small's.
    assert words == [Word.KEEP_GOING, Word.KEEP_GOING]
    change(quota, target=31, rooms={large.pk: 15, small.pk: 1}, heard=heard)
    [row] = quotas.standing(quota.activity, large)
    assert row.word == Word.NEARLY


def test_a_room_of_a_few_places_says_nothing_of_the_person_in_it():
    quota = make.quota(target=3)
    partner = partner_of(quota)

    change(quota, target=3, rooms={partner.pk: 1}, heard={partner.pk: 1})

    [row] = quotas.standing(quota.activity, partner)
    assert row.word == Word.KEEP_GOING


def test_a_round_gathers_the_quotas_of_its_surveys():
    quota = make.quota(survey=make.published_survey(activity=make.open_activity()))
    quotas.archive(make.quota(survey=quota.activity.survey, codes=["c2"]).pk, by=None)

    found = quotas.standing(quota.activity.round)

    assert found == [Standing("Yes", Word.KEEP_GOING)]


def test_old_words_go():
    quota = make.quota()
    QuotaWord.objects.update(day=timezone.localdate() - timedelta(days=8))

    quota_words.write_all()

    assert [row.day for row in quota.words.all()] == [timezone.localdate()]


def test_the_task_forgets_whose_reservation_ran_out():
    quota = make.quota(target=2)
    for _ in range(2):
        quota_places.hold(uuid.uuid4(), {quota.pk: 30}, partner_id=None)
    first = QuotaPlace.objects.first()
    QuotaPlace.objects.filter(pk=first.pk).update(until=timezone.now())

    forget_places()

    assert counts(quota) == (0, 1)
    assert quota.places.filter(holder=None).count() == 1

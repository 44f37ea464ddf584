"""Whom a mailing is for: a filter over the list, kept with the draft."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.outreach import actions as outreach
from studies.outreach import audiences
from studies.outreach.models import Delivery, Wave
from studies.outreach.stopping import stop_messages
from studies.partners.actions import personal_links, stamp_finished
from studies.people import access
from studies.people.models import Person, Where
from tests import make
from tests.outreach.clock import START

pytestmark = pytest.mark.django_db


def found(wave: Wave, **said) -> set:
    return set(audiences.filtered(wave, said))


def a_draft(**fields) -> Wave:
    return make.draft_wave(make.open_activity(**fields), [])


def test_everyone_is_everyone_of_the_agency_on_the_list_now():
    wave = a_draft()
    here = make.person(agency=wave.agency)
    make.person(agency=wave.agency, archived_at=START)
    make.person()

    assert found(wave, kind="everyone") == {here}


def test_languages_narrow_every_kind():
    wave = a_draft()
    ana = make.person(agency=wave.agency, language="es")
    make.person(agency=wave.agency, language="en")

    assert found(wave, kind="everyone", languages=["es"]) == {ana}
    assert found(wave, kind="study", languages=["es"]) == set()


def test_people_of_the_study_by_group_and_nobody_who_left_it():
    wave = a_draft()
    study = wave.about
    renters, owners = (make.segment(study=study, name=name) for name in ("R", "O"))
    rows = [
        make.participant(study=study, person=make.person(agency=wave.agency))
        for _ in range(3)
    ]
    rows[0].segments.add(renters, owners)
    rows[1].segments.add(owners)
    rows[2].segments.add(renters)
    rows[2].withdrawn_on = date(2027, 4, 1)
    rows[2].save()
    make.participant(person=make.person(agency=wave.agency))

    assert found(wave, kind="study") == {rows[0].person, rows[1].person}
    assert found(wave, kind="study", groups=[renters.pk, owners.pk]) == {
        rows[0].person,
        rows[1].person,
    }
    assert found(wave, kind="study", groups=[renters.pk]) == {rows[0].person}


def test_people_to_ask_again_are_those_who_said_yes():
    wave = a_draft()
    agreed = make.panel_member(agency=wave.agency)
    for state in ("pending", "left"):
        make.panel_member(agency=wave.agency, state=state)
    make.panel_member()

    assert found(wave, kind="panel") == {agreed.person}


def test_a_list_is_those_who_came_on_one_day_from_one_origin():
    wave = a_draft()
    how = "renewal file of the county"
    one, two = (make.person(agency=wave.agency, how_we_got_it=how) for _ in range(2))
    make.person(agency=wave.agency, how_we_got_it="at the counter")
    day = timezone.localdate() - timedelta(days=9)
    Person.objects.filter(pk=two.pk).update(added_on=day)

    assert found(wave, kind="list", added_on=str(one.added_on), how=how) == {one}
    assert [(row["how_we_got_it"], row["people"]) for row in lists(wave)] == [
        ("at the counter", 1),
        (how, 1),
        (how, 1),
    ]


def lists(wave: Wave) -> list[dict]:
    return list(audiences.lists_of(wave.agency))


def test_how_far_people_came_with_the_survey():
    activity = make.open_activity()
    people = [make.person(agency=activity.agency) for _ in range(5)]
    earlier = make.wave(activity, people[:4], now=START)
    sent = {"state": "handed_over", "handed_over_at": START}
    earlier.deliveries.exclude(person=people[3]).update(**sent)
    tapped = earlier.deliveries.filter(person=people[2], step="invitation")
    tapped.update(no_reminder=True)
    answered = activity.study.participants.get(person=people[1])
    [link] = personal_links(activity.pk, [answered.pk]).values()
    stamp_finished(link.pk)
    wave = make.draft_wave(activity, [])

    reached = {
        step: found(wave, kind="everyone", reached=step)
        for step in ("not_invited", "not_answered", "answered")
    }

    assert reached == {
        "not_invited": {people[3], people[4]},
        "not_answered": {people[0]},
        "answered": {people[1]},
    }


def test_a_draft_follows_its_filter_and_a_start_freezes_it(
    django_assert_max_num_queries,
):
    wave = a_draft()
    first = make.person(agency=wave.agency, language="es")
    audiences.choose(wave.pk, {"kind": "everyone", "languages": ["es"]}, by=make.user())
    wave.refresh_from_db()
    second = make.person(agency=wave.agency, language="es")
    before = set(audiences.people_of(wave))

    with django_assert_max_num_queries(35):
        started = outreach.start(wave.pk, by=None, now=START)
    make.person(agency=wave.agency, language="es")

    assert before == {first, second}
    assert set(audiences.people_of(started)) == {first, second}
    assert Delivery.objects.filter(step="invitation").count() == 2


def test_people_are_chosen_one_by_one_too_and_never_of_another_agency():
    wave = a_draft()
    ours, theirs = make.person(agency=wave.agency), make.person()
    audiences.choose(wave.pk, {"kind": "everyone"}, by=make.user())

    for _ in range(2):
        wave = audiences.choose(
            wave.pk, {"kind": "chosen"}, people=[ours.pk, theirs.pk], by=make.user()
        )

    assert wave.audience_filter is None
    assert list(audiences.people_of(wave)) == [ours]


def test_a_mailing_that_has_started_keeps_its_people():
    activity = make.open_activity()
    wave = make.wave(activity, [make.person(agency=activity.agency)], now=START)

    with pytest.raises(Refusal) as refused:
        audiences.choose(wave.pk, {"kind": "everyone"}, by=make.user())

    assert refused.value.code == "started"


@pytest.fixture
def dana(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def page_of(wave: Wave) -> str:
    return f"/studio/mailings/{wave.pk}/people/"


def own_draft(dana, **fields) -> Wave:
    study = make.study(agency=dana.agency, state="running")
    return a_draft(round=make.round_(study=study), **fields)


def test_counting_shows_how_many_and_why_not_and_keeps_nothing(client, dana):
    wave = own_draft(dana)
    people = [make.person(agency=dana.agency, language="es") for _ in range(3)]
    stop_messages(people[0].pk)

    page = client.post(page_of(wave), {"kind": "everyone", "count": "1"})

    forecast = page.context["forecast"]
    assert (forecast.people, forecast.wanted, forecast.left_out) == (3, 2, 1)
    assert forecast.others == [("stopped all messages", 1)]
    assert forecast.languages == [("Spanish", 2)]
    assert "1 of them would not get it." in page.content.decode()
    assert Wave.objects.get().audience_filter is None


def test_what_is_kept_is_said_in_words_and_opens_again(client, dana):
    wave = own_draft(dana)
    group = make.segment(study=wave.about, name="Night workers")
    make.person(agency=dana.agency, language="es")
    said = {
        "kind": "study",
        "groups": [str(group.pk)],
        "languages": ["es"],
        "reached": "not_answered",
    }

    kept = client.post(page_of(wave), said | {"keep": "1"})
    draft = client.get(f"/studio/mailings/{wave.pk}/").content.decode()
    form = client.get(page_of(wave)).context["form"]

    assert kept.url == f"/studio/mailings/{wave.pk}/"
    assert Wave.objects.get().audience_filter == said | {"groups": [group.pk]}
    words = (
        "People of the study · Night workers · Spanish · Invited, and did not answer"
    )
    assert words in draft
    assert [form[name].value() for name in said] == [
        "study",
        [group.pk],
        ["es"],
        said["reached"],
    ]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, ["kind"]),
        ({"kind": "chosen"}, ["people"]),
        ({"kind": "list"}, ["came_with"]),
        ({"kind": "everyone", "languages": ["tlh"]}, ["languages"]),
        ({"kind": "everyone", "reached": "answered"}, ["reached"]),
    ],
)
def test_a_filter_that_says_too_little_is_asked_for_the_rest(client, dana, said, wrong):
    wave = own_draft(dana, anonymous=True)
    make.person(agency=dana.agency)

    page = client.post(page_of(wave), said | {"keep": "1"})

    assert sorted(page.context["form"].errors) == wrong


def test_a_long_list_has_no_boxes_to_tick(client, dana, monkeypatch):
    monkeypatch.setattr("studies.outreach.views.audience.CHOICES", 1)
    wave = own_draft(dana)
    for _ in range(2):
        make.person(agency=dana.agency)

    form = client.get(page_of(wave)).context["form"]

    assert "people" not in form.fields
    assert [value for value, _label in form.fields["kind"].choices] == [
        "study",
        "panel",
        "list",
        "everyone",
    ]


def test_a_list_says_who_brought_its_file_and_how_many_it_added(client, dana):
    wave = own_draft(dana)
    make.person(agency=dana.agency, how_we_got_it="Signed at the counter")
    ours, theirs = dana.agency, make.agency()
    for agency, people in ((ours, 400), (ours, 12), (theirs, 99)):
        access.log(
            "added", agency=agency, by=dana.user, people=people, about=Where.FILE
        )

    form = client.get(page_of(wave)).context["form"]

    labels = [label for _value, label in form.fields["came_with"].choices]
    [label] = [label for label in labels if "Signed at the counter" in label]
    assert label.endswith(f"(1 person) · files of that day: 412 from {dana.user.name}")

import pytest

from studies.outreach import actions as outreach
from studies.outreach import stopping, tokens
from studies.outreach.models import Delivery, Wave
from studies.people.models import AccessLog
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/studio/mailings/"


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def survey(agency, **fields):
    study = make.study(agency=agency, state="running")
    return make.open_activity(
        round=make.round_(study=study), name="Renewal letter", **fields
    )


def words(client, activity) -> dict:
    """The write page's own texts, as a browser would send them back."""
    form = client.get(f"{LIST}new/{activity.pk}/").context["form"]
    data = {name: form[name].value() for name in form.fields if "_" in name}
    return {name: value for name, value in data.items() if value is not None}


def test_a_mailing_is_written_previewed_started_and_followed(client, designer, woken):
    activity = survey(designer.agency, languages_ready=["en", "ar"])
    people = [make.person(agency=designer.agency, language="ar") for _ in range(2)]
    other = make.person(agency=designer.agency)
    make.sender(agency=designer.agency)
    data = words(client, activity) | {"remind": "on", "reminder_after_days": "5"}
    chosen = {"kind": "chosen", "people": [str(person.pk) for person in people]}

    answer = client.post(f"{LIST}new/{activity.pk}/", data)
    wave = Wave.objects.get()
    url = f"{LIST}{wave.pk}/"
    kept = client.post(f"{url}people/", chosen | {"keep": "1"})
    draft = client.get(url).content.decode()
    preview = client.get(f"{url}preview/").content.decode()
    started = client.post(f"{url}move/", {"move": "start"}, follow=True)

    assert [answer.url, kept.url] == [f"{url}people/", url]
    assert (wave.reminder_after_days, wave.created_by) == (5, designer.user)
    assert "2 people" in draft
    assert "would get the invitation now" in draft
    assert 'lang="ar" dir="rtl"' in preview
    assert "مرحبًا" in preview
    assert "Started." in started.content.decode()
    assert "P-001" in started.content.decode()
    assert Delivery.objects.count() == 4
    assert not Delivery.objects.filter(person=other).exists()


def test_faults_stand_by_their_text_and_nothing_written_is_lost(client, designer):
    activity = survey(designer.agency)
    data = words(client, activity) | {
        "remind": "on",
        "reminder_after_days": "2",
        "invitation_body_en": "My own words {name} {link} {stop}",
        "reminder_body_en": "Only {link}",
    }

    page = client.post(f"{LIST}new/{activity.pk}/", data)

    errors = page.context["form"].errors
    assert sorted(errors) == [
        "invitation_body_en",
        "reminder_after_days",
        "reminder_body_en",
    ]
    assert "{name}" in errors["invitation_body_en"][0]
    assert "{stop}" in errors["reminder_body_en"][0]
    assert "My own words {name} {link} {stop}" in page.content.decode()
    assert not Wave.objects.exists()


def test_half_a_language_is_asked_for_and_an_empty_one_is_left_out(client, designer):
    activity = survey(designer.agency, languages_ready=["en", "es"])
    data = words(client, activity) | {
        "reminder_after_days": "7",
        "invitation_body_es": "",
    }

    half = client.post(f"{LIST}new/{activity.pk}/", data).context["form"].errors
    client.post(f"{LIST}new/{activity.pk}/", data | {"invitation_subject_es": ""})

    assert list(half) == ["invitation_body_es"]
    assert Wave.objects.get().first.source_language == "en"


def test_names_are_locked_until_somebody_asks_and_then_the_look_is_written_down(
    client, designer
):
    activity = survey(designer.agency)
    person = make.person(agency=designer.agency, name="Marisol Vega")
    called = make.participant(study=activity.study, person=person).pseudonym
    wave = make.draft_wave(activity, [])
    address = f"{LIST}{wave.pk}/people/"

    locked = client.get(address).content.decode()
    before = AccessLog.objects.count()
    page = client.get(f"{address}?contacts=1").content.decode()

    assert ("Marisol Vega" in locked, f"{called} (" in locked) == (False, True)
    assert (before, "Marisol Vega" in page) == (0, True)
    assert list(AccessLog.objects.values_list("act", "people", "about")) == [
        ("read", 1, "choosing for a mailing")
    ]


def started(agency, **fields) -> Wave:
    activity = survey(agency)
    return make.wave(activity, [make.person(agency=agency)], **fields)


@pytest.mark.parametrize(
    ("moves", "state"),
    [
        (["pause"], "paused"),
        (["pause", "resume"], "running"),
        (["dance"], "running"),
    ],
)
def test_a_mailing_is_held_and_goes_on(client, designer, moves, state):
    wave = started(designer.agency)

    for move in moves:
        client.post(f"{LIST}{wave.pk}/move/", {"move": move})

    assert Wave.objects.get().state == state


def test_stopping_asks_first_and_refuses_a_draft(client, designer):
    wave = started(designer.agency)
    draft = make.draft_wave(survey(designer.agency), [])

    asked = client.get(f"{LIST}{wave.pk}/stop/").content.decode()
    before = Wave.objects.get(pk=wave.pk).state
    client.post(f"{LIST}{wave.pk}/stop/")
    refused = client.post(f"{LIST}{draft.pk}/stop/", follow=True).content.decode()

    assert "pause it instead" in asked
    assert (before, Wave.objects.get(pk=wave.pk).state) == ("running", "stopped")
    assert "Nothing was changed: this mailing is draft." in refused


def test_a_refused_start_says_why(client, designer):
    wave = make.draft_wave(survey(designer.agency, state="closed"), [])

    page = client.post(f"{LIST}{wave.pk}/move/", {"move": "start"}, follow=True)

    assert "the survey is over" in page.content.decode()
    assert Wave.objects.get().state == "draft"


def test_a_started_mailing_cannot_be_written_again(client, designer):
    wave = started(designer.agency)

    page = client.get(f"{LIST}{wave.pk}/edit/", follow=True).content.decode()

    assert "its words stay as people got them" in page


def test_a_draft_opens_with_what_was_written(client, designer):
    activity = survey(designer.agency)
    person = make.person(agency=designer.agency)
    wave = make.draft_wave(activity, [person], reminder_2=True, reminder_2_after_days=9)
    wave.first.subject = "My own subject"
    wave.first.save()

    form = client.get(f"{LIST}{wave.pk}/edit/").context["form"]

    assert form["invitation_subject_en"].value() == "My own subject"
    people = client.get(f"{LIST}{wave.pk}/people/").context["form"]
    assert people["people"].value() == [str(person.pk)]
    assert form["second_reminder_after_days"].value() == 9
    assert (form["remind_again"].value(), form["thank"].value()) == (True, False)


def test_the_page_shows_where_each_message_is_and_why(client, designer):
    activity = survey(designer.agency)
    people = [make.person(agency=designer.agency) for _ in range(4)]
    wave = make.wave(activity, people, reminder=None)
    rows = list(wave.deliveries.order_by("participant__number"))
    states = [
        {"state": "uncertain", "reason": "worker_lost"},
        {"state": "bounced", "reason": "no_such_address"},
        {"state": "dropped", "reason": "answered"},
        {},
    ]
    for row, state in zip(rows, states, strict=True):
        values = {"reason": "", "due_at": wave.started_at} | state
        wave.deliveries.filter(pk=row.pk).update(**values)
    url = f"{LIST}{wave.pk}/"

    shown = {
        name: [
            row.participant.pseudonym
            for row in client.get(url, {"show": name}).context["page"].object_list
        ]
        for name in ("", "due", "uncertain", "came_back", "not_sent", "sent", "x")
    }

    everyone = ["P-001", "P-002", "P-003", "P-004"]
    [funnel] = client.get(url).context["funnels"]
    assert shown == {
        "": everyone,
        "due": ["P-004"],
        "uncertain": ["P-001"],
        "came_back": ["P-002"],
        "not_sent": ["P-003"],
        "sent": [],
        "x": everyone,
    }
    assert (funnel.waiting, funnel.uncertain, funnel.came_back) == (1, 1, 1)
    assert funnel.not_sent == [("answered already", 1)]


def test_the_page_says_when_the_mail_server_is_away(client, designer):
    wave = started(designer.agency)
    Wave.objects.update(trouble="unreachable")

    page = client.get(f"{LIST}{wave.pk}/").content.decode()

    assert "The mail server does not answer. Nothing is lost" in page


def test_a_preview_holds_no_link_that_works(client, designer):
    wave = started(designer.agency)
    person = wave.audience.get()
    page = client.get(f"{LIST}{wave.pk}/preview/", {"step": "reminder"})

    [text] = {
        one["letter"].text for one in page.context["letters"] if one["code"] == "en"
    }
    assert tokens.stop_token(person.pk) not in text
    assert "/i/…/" in text
    assert client.get(f"{LIST}{wave.pk}/preview/", {"person": "x"}).status_code == 200


def test_news_of_a_study_shows_like_any_mailing(client, designer):
    study = make.study(agency=designer.agency, state="running")
    make.sender(agency=study.agency)
    wave = outreach.send_share_back(study.pk, by=None)

    for end in ("", "preview/"):
        assert client.get(f"{LIST}{wave.pk}/{end}").status_code == 200
    assert client.get(f"{LIST}{wave.pk}/edit/").status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_the_same_queries_for_any_number(
    client, designer, number, django_assert_num_queries
):
    activity = survey(designer.agency)
    people = [make.person(agency=designer.agency) for _ in range(number)]
    for _ in range(number):
        wave = make.wave(activity, people)
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)
    # Two for the people of the page's rows, two for what stands against their steps.
    with django_assert_num_queries(13):
        client.get(f"{LIST}{wave.pk}/")


def test_the_list_says_how_many_people_nobody_may_write_to(client, designer):
    stopped = make.person(agency=designer.agency)
    make.person(agency=designer.agency)
    stopping.stop_messages(stopped.pk)
    stopping.stop_messages(make.person().pk)

    page = client.get(LIST)

    assert page.context["kept_off"] == 1
    assert "1 person on your list is not written to" in page.content.decode()


def doors(wave: Wave) -> list[str]:
    own = f"{LIST}{wave.pk}/"
    ends = ["", "edit/", "people/", "stop/", "preview/"]
    return [own + end for end in ends]


def test_another_agency_finds_nothing_and_a_stranger_signs_in_first(client, designer):
    theirs = started(make.agency())

    for url in [*doors(theirs), f"{LIST}new/{theirs.activity_id}/"]:
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404
    move = f"{LIST}{theirs.pk}/move/"
    assert client.post(move, {"move": "pause"}).status_code == 404
    client.logout()
    for url in [LIST, f"{LIST}new/", *doors(theirs)]:
        assert client.get(url).status_code == 302


@pytest.mark.parametrize("role", ["analyst", "viewer"])
def test_who_may_not_read_answers_sees_counts_and_nobody_by_number(client, role):
    member = make.member(role=role)
    client.force_login(member.user)
    wave = started(member.agency)

    text = client.get(f"{LIST}{wave.pk}/").content.decode()

    assert '<h2 id="step-invitation">' in text
    assert ('id="messages"' in text, "P-001" in text) == (role == "analyst",) * 2


def test_a_viewer_looks_and_sends_nothing(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    wave = started(viewer.agency)
    own = f"{LIST}{wave.pk}/"

    for url in (LIST, own, f"{own}preview/"):
        assert client.get(url).status_code == 200
    for url in (f"{LIST}new/", f"{own}edit/", f"{own}people/", f"{own}stop/"):
        assert client.get(url).status_code == 403
    assert client.post(f"{own}move/", {"move": "pause"}).status_code == 403
    assert Wave.objects.get().state == "running"

"""The studio's list of conversations: look, mend, archive and bring back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.people.models import Conversation, Level
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/studio/studies/conversation/"


def enter(client, role="designer"):
    member = make.member(role=role)
    client.force_login(member.user)
    return member


def talk(member, **fields) -> Conversation:
    study = fields.pop("study", None) or make.study(agency=member.agency)
    fields.setdefault("round", make.round_(study=study))
    return make.conversation(**{"heard": "The date."} | fields)


def survey_row(member) -> Conversation:
    return talk(member, method="survey", level=Level.HEARD_FROM, people=31)


def page(row) -> str:
    return reverse("admin:studies_conversation_change", args=[row.pk])


def sent(row, **changes) -> dict:
    """The form as the page would send it back."""
    values = {
        "held_on": row.held_on.isoformat(),
        "method": row.method,
        "level": row.level,
        "people": row.people,
        "language": row.language,
        "heard": row.heard,
    }
    return values | changes


def test_the_list_stands_in_the_menu_and_holds_every_study_of_the_agency(client):
    member = enter(client)
    ours = [talk(member), survey_row(member)]
    make.conversation()

    response = client.get(LIST)

    assert set(response.context["cl"].queryset) == set(ours)
    assert f'href="{LIST}"' in response.content.decode()


def test_the_list_is_cut_into_pages_of_fifty(client):
    member = enter(client)
    study = make.study(agency=member.agency)
    round_ = make.round_(study=study)
    for _ in range(51):
        talk(member, round=round_)

    changelist = client.get(LIST).context["cl"]

    assert (len(changelist.result_list), changelist.result_count) == (50, 51)


def test_the_list_is_narrowed_to_one_study_of_the_agency(client):
    member = enter(client)
    one, _other = talk(member), talk(member)
    theirs = make.conversation()

    response = client.get(LIST, {"round__study__id__exact": one.round.study_id})

    assert list(response.context["cl"].queryset) == [one]
    assert theirs.round.study.title not in response.content.decode()


def test_what_was_logged_wrong_is_mended_and_the_history_says_by_whom(client):
    member = enter(client, role="front_line")
    study = make.study(agency=member.agency)
    group = make.segment(study=study)
    row = talk(member, study=study)

    client.post(
        page(row), sent(row, people=3, language="es", segments=[group.pk], heard="Hi.")
    )

    row.refresh_from_db()
    assert (row.people, row.language, row.heard) == (3, "es", "Hi.")
    assert list(row.segments.all()) == [group]
    newest = row.history.first()
    assert (newest.history_user, newest.people) == (member.user, 3)
    history = client.get(f"{LIST}{row.pk}/history/").context["changes"]
    assert [field["name"] for field in history[0]["fields"]] == [
        "language",
        "number of people",
    ]


def test_words_that_were_taken_out_stay_in_no_history(client):
    member = enter(client)
    row = talk(member, heard="Said by Marisol Vega.")

    client.post(page(row), sent(row, heard="Said."))

    kept = str(list(row.history.values()))
    assert "Marisol" not in kept
    assert "heard" not in kept


def test_another_method_brings_its_own_depth(client):
    member = enter(client)
    row = talk(member)

    client.post(page(row), sent(row, method="workshop"))
    row.refresh_from_db()
    assert row.level == Level.CO_DESIGNED

    client.post(page(row), sent(row, level=Level.DECIDED_WITH))
    row.refresh_from_db()
    assert row.level == Level.DECIDED_WITH


@pytest.mark.parametrize(
    "changes, field, said",
    [
        ({"method": "survey"}, "method", ""),
        ({"level": 1}, "level", ""),
        ({"people": 0}, "people", "at least 1"),
        ({"held_on": "2999-01-01"}, "held_on", "This day has not come yet."),
    ],
)
def test_what_cannot_have_been_is_refused_in_words(client, changes, field, said):
    member = enter(client)
    row = talk(member)

    response = client.post(page(row), sent(row, **changes))

    assert list(response.context["adminform"].form.errors) == [field]
    assert said in response.content.decode()
    row.refresh_from_db()
    assert (row.method, row.people, row.level) == ("interview", 1, Level.TALKED_TO)


def test_one_participant_stays_one_person(client):
    member = enter(client)
    study = make.study(agency=member.agency)
    row = talk(member, study=study, participant=make.participant(study=study))

    client.post(page(row), sent(row, people=7))

    row.refresh_from_db()
    assert row.people == 1


def test_groups_of_another_study_are_not_offered(client):
    member = enter(client)
    row = talk(member)
    other = make.segment(study=make.study(agency=member.agency))

    response = client.post(page(row), sent(row, segments=[other.pk]))

    assert response.status_code == 200
    assert list(row.segments.all()) == []


def test_rows_made_by_survey_answers_are_only_looked_at(client):
    member = enter(client, role="administrator")
    row = survey_row(member)

    shown = client.get(page(row)).content.decode()
    refused = client.post(page(row), sent(row, people=9))
    chosen = {"action": "archive_chosen", "_selected_action": [row.pk]}
    client.post(LIST, chosen)

    assert 'name="people"' not in shown
    assert refused.status_code == 403
    row.refresh_from_db()
    assert (row.people, row.archived_at) == (31, None)


@pytest.mark.parametrize(
    "role, list_status, may_edit",
    [("viewer", 200, False), ("front_line", 200, True), ("translator", 403, False)],
)
def test_the_role_decides_who_sees_and_who_mends(client, role, list_status, may_edit):
    member = enter(client, role=role)
    row = talk(member)

    assert client.get(LIST).status_code == list_status
    client.post(page(row), sent(row, people=2))
    row.refresh_from_db()
    assert (row.people == 2) == may_edit


def test_a_conversation_is_put_away_and_brought_back(client):
    member = enter(client)
    row = talk(member)
    chosen = {"_selected_action": [row.pk]}

    client.post(LIST, {"action": "archive_chosen", **chosen})
    away = list(client.get(LIST).context["cl"].queryset)
    client.post(f"{LIST}?shown=archived", {"action": "bring_back_chosen", **chosen})

    assert away == []
    row.refresh_from_db()
    assert row.archived_at is None
    assert [one.history_user for one in row.history.all()[:2]] == [member.user] * 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(
    client, rows, django_assert_num_queries
):
    member = enter(client)
    for day in range(rows):
        talk(member, held_on=timezone.localdate() - timedelta(days=day))
    client.get(LIST)

    with django_assert_num_queries(6):
        client.get(LIST)

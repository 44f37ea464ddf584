import pytest
from django.templatetags.static import static
from django.urls import reverse

from studies.wording.models import Override
from studies.wording.translations import source_hash
from studies.wording.views import typed
from tests import make

pytestmark = pytest.mark.django_db
URL = "/studio/wording/check/"


@pytest.fixture
def dana(client):
    member = make.member()
    client.force_login(member.user)
    return member


def check(client, text="", **posted):
    data = {"text": text, "language": "en", "kind": "message"} | posted
    return client.post(URL, data)


def found(client, text="", **posted):
    """Each remark as its field, the words marked, and what a click would make of it."""
    data = {"text": text} | posted
    return [
        (
            one.part,
            one.marked,
            data[one.part][: one.start] + one.put + data[one.part][one.end :]
            if one.put
            else "",
        )
        for one in check(client, text, **posted).context["remarks"]
    ]


def test_a_text_is_checked_and_the_answer_is_a_piece_of_a_page(client, dana):
    answer = check(client, "We <b>utilize</b> it.")
    piece = answer.content.decode()

    assert "1 thing to look at in what you wrote." in piece
    assert 'data-start="6" data-end="13" data-put="use"' in piece
    assert "<b>" not in piece
    assert "<html" not in piece
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_a_plain_text_says_that_nothing_stands_out(client, dana):
    assert "Nothing stands out" in check(client, "Call us.").content.decode()


def test_a_question_is_checked_with_its_hint_and_choices(client, dana):
    asked = found(
        client,
        "How old are you?",
        kind="asked",
        hint="You shall skip it.",
        choices="Under 18\n18 to 30\n\n30 or older\n",
        answered_by="one_choice",
    )

    assert asked == [
        ("hint", "shall", "You must skip it."),
        ("choices", "30", "Under 18\n18 to 30\n\n31 or older\n"),
    ]


def test_a_missing_choice_goes_on_a_line_of_its_own(client, dana):
    [one] = found(
        client,
        "What did you bring today?",
        kind="asked",
        choices="Pay stub\nPhoto ID\n\n",
        answered_by="several_choices",
    )

    assert one == ("choices", "", "Pay stub\nPhoto ID\nNone of these")


def test_a_way_out_that_is_ticked_beside_them_is_enough(client, dana):
    asked = found(
        client,
        "What did you bring today?",
        kind="asked",
        choices="Pay stub\nPhoto ID",
        answered_by="several_choices",
        way_out="1",
    )

    assert asked == []


def test_a_choice_out_of_place_moves_to_the_end(client, dana):
    [one] = found(
        client,
        "Where did you hear about us?",
        kind="asked",
        choices="Something else\nA friend\nA poster\nThe radio",
        answered_by="one_choice",
    )

    assert one == (
        "choices",
        "Something else",
        "A friend\nA poster\nThe radio\nSomething else",
    )


def test_a_question_is_not_cut_in_two_while_it_is_typed(client, dana):
    [one] = found(client, "How clear and helpful was it today?", kind="asked")

    assert one == ("text", "clear and helpful", "")


def test_a_long_message_shows_its_reading_grade(client, dana):
    hard = "Eligibility verification necessitates documentation of residency. " * 20

    answer = check(client, hard, kind="message")

    assert "school grade" in answer.content.decode()


def test_a_bad_text_is_mended_a_few_words_at_a_time(client, dana):
    piece = check(client, "We utilize it. " * 30).content.decode()

    assert "31 things to look at in what you wrote." in piece
    assert piece.count("<li ") == 12


def test_words_that_may_stand_are_not_found_again(client, dana):
    Override.objects.create(
        agency=dana.agency,
        place="study:1:about",
        rule="hard_word",
        words_hash=source_hash("utilize"),
        reason="A law.",
    )

    assert found(client, "We utilize it.", place="study:1:about") == []
    assert found(client, "We utilize it.", place="study:2:about") != []


def test_another_agencys_exceptions_do_not_count(client, dana):
    Override.objects.create(
        agency=make.agency(),
        place="study:1:about",
        rule="hard_word",
        words_hash=source_hash("utilize"),
        reason="A law.",
    )

    assert found(client, "We utilize it.", place="study:1:about") != []


def test_a_book_is_checked_when_it_is_saved(client, dana):
    answer = check(client, "We utilize it. " * 7000)

    assert "Its checks show when you save it." in answer.content.decode()


def test_ten_megabytes_are_refused_before_they_are_read(client, dana):
    assert check(client, "a" * 10_000_000).status_code in (400, 413)


@pytest.mark.parametrize("language", ["", "xx", "en'><script>", "ar", "zh-hans"])
@pytest.mark.parametrize("kind", ["", "nothing", "legal", "asked"])
def test_whatever_is_sent_gets_an_answer(client, dana, language, kind):
    answer = check(
        client,
        "We\x00 <script>utilize</script> \ud7ff😀.",
        language=language,
        kind=kind,
    )

    assert answer.status_code == 200
    assert b"<script>" not in answer.content


def test_only_posts_of_signed_in_members_are_answered(client):
    signed_out = check(client, "Call us.")
    client.force_login(make.member(role="translator").user)

    assert signed_out.status_code == 302
    assert client.get(URL).status_code == 405
    assert check(client, "Call us.").status_code == 200
    assert reverse("wording-check") == URL


def test_asking_without_end_is_slowed_down(client, dana, monkeypatch):
    monkeypatch.setattr(typed, "MOST_A_MINUTE", 3)
    monkeypatch.setattr(typed.time, "time", lambda: 9_999_999_999)

    codes = [check(client, "Call us.").status_code for _ in range(5)]

    assert codes == [200, 200, 200, 429, 429]


def test_checking_what_is_typed_writes_nothing(
    client, dana, django_assert_num_queries, caplog
):
    check(client, "Call us.")
    with django_assert_num_queries(3):
        check(client, "Where we utilize it.")

    assert "utilize" not in caplog.text


def test_notices_of_an_agency_are_checked_where_they_are_written(client):
    member = make.member(role="administrator")
    client.force_login(member.user)
    address = reverse("admin:studies_agency_change", args=[member.agency_id])

    page = client.get(address).content.decode()

    assert page.count(f'data-words-url="{URL}"') == 5
    assert page.count(static("wording.js")) == 1

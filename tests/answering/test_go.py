import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from feedback.answering import trying_codes
from studies.partners import actions as partners
from studies.partners import short_codes
from studies.partners.models import InviteLink
from studies.planning.models import Activity
from tests import make
from tests.answering import surveys
from tests.answering.person import Browser

pytestmark = pytest.mark.django_db
UNKNOWN = "We find no open survey for this code."
WAIT = "Wait a few minutes"


@pytest.fixture
def client() -> Browser:
    return Browser()


@pytest.fixture
def link() -> InviteLink:
    survey = surveys.letter()
    partner = make.partner(agency=survey.agency)
    return partners.make_link(survey.activity_id, partner=partner, by=None)


def other_code(link: InviteLink) -> str:
    """A code that no link has, which begins as the link's does."""
    last = "4" if link.short_code[-1] == "3" else "3"
    return link.short_code[:-1] + last


def type_code(client, code: str, **more) -> str:
    return client.post("/go/", {"code": code}, **more).content.decode()


@pytest.mark.parametrize(
    "spell",
    [
        str.lower,
        lambda code: f" {code[:4]}-{code[4:]} ",
        lambda code: "".join(
            "٠١٢٣٤٥٦٧٨٩"[int(sign)] if sign.isdigit() else sign for sign in code
        ),
        lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code),
    ],
    ids=["small letters", "groups", "Arabic digits", "full width"],
)
def test_a_code_leads_to_the_first_page_however_it_is_typed(client, link, spell):
    answer = client.post("/go/", {"code": spell(link.short_code)}, follow=True)

    assert answer.redirect_chain == [(f"/i/{link.token}/", 302)]
    assert 'name="attempt"' in answer.content.decode()


def test_the_page_is_plain_and_speaks_each_language(client):
    english = client.get("/go/").content.decode()
    arabic = client.get("/go/?lang=ar").content.decode()

    assert english.count("<h1") == english.count('<input type="text"') == 1
    assert "<script" not in english
    assert 'dir="rtl"' in arabic
    assert english.count('name="language"') == 4


@pytest.mark.parametrize("address", ["/go/", "/withdraw/"])
def test_enter_sends_the_code_and_does_not_pick_a_language(client, address):
    """A browser presses the first button of the form when somebody presses Enter."""
    page = client.get(address).content.decode()

    first = re.search(r"<button[^>]*>", page)[0]
    assert 'form="answers"' in first
    assert "language" not in first


def test_another_language_keeps_what_was_typed_and_counts_nothing(client):
    sent = {"code": "3467 C", "language": "ar"}

    page = client.post("/go/?lang=ar", sent).content.decode()

    assert 'value="3467 C"' in page
    assert "error-summary" not in page
    assert trying_codes.WRONG.cookie not in client.cookies


def test_a_chosen_language_goes_along_also_without_cookies(client, link):
    sent = {"code": link.short_code}

    without = client.post("/go/?lang=ar", sent)
    with_cookie = client.post("/go/?lang=ar", sent)

    assert without.headers["Location"] == f"/i/{link.token}/?lang=ar"
    assert with_cookie.headers["Location"] == f"/i/{link.token}/"


def ended(link):
    partners.revoke_link(link.pk, by=make.user())


def full(link):
    InviteLink.objects.filter(pk=link.pk).update(cap=1, finishes=1)


def past(link):
    over = timezone.now() - timedelta(minutes=1)
    InviteLink.objects.filter(pk=link.pk).update(expires_at=over)


def closed(link):
    Activity.objects.filter(pk=link.activity_id).update(state="closed")


def archived(link):
    Activity.objects.filter(pk=link.activity_id).update(archived_at=timezone.now())


@pytest.mark.parametrize("end", [ended, full, past, closed, archived])
def test_a_code_that_is_over_says_the_same_as_one_that_never_was(client, link, end):
    code, other = link.short_code, other_code(link)
    end(link)

    over, unknown = type_code(client, code), type_code(client, other)

    assert UNKNOWN in over
    assert f'value="{code}"' in over
    assert over.replace(code, other) == unknown


def test_a_survey_on_a_break_says_so_behind_its_code(client, link):
    Activity.objects.filter(pk=link.activity_id).update(state="paused")

    answer = client.post("/go/", {"code": link.short_code}, follow=True)

    assert "This survey is taking a break" in answer.content.decode()


def test_too_few_signs_are_counted_out_loud_and_never_tried(client):
    page = type_code(client, "3467-CD")

    assert "A code has 8 or 12 letters and numbers. You typed 6." in page
    assert 'value="3467-CD"' in page
    assert trying_codes.WRONG.cookie not in client.cookies


def test_nothing_typed_is_asked_for(client):
    assert "Type the code that stands on your paper." in type_code(client, " ")


def test_after_many_wrong_codes_one_browser_waits_and_others_go_on(client, link):
    for _ in range(trying_codes.MOST_WRONG):
        assert UNKNOWN in type_code(client, other_code(link))

    late = client.post("/go/", {"code": link.short_code})
    neighbor = Browser().post("/go/", {"code": link.short_code})

    assert (late.status_code, neighbor.status_code) == (429, 302)
    assert WAIT in late.content.decode()
    assert f'value="{link.short_code}"' in late.content.decode()


def test_a_browser_that_waited_may_try_again(client, link, monkeypatch):
    for _ in range(trying_codes.MOST_WRONG):
        type_code(client, other_code(link))
    now = signing.time.time()
    later = now + trying_codes.WITHIN_SECONDS + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)

    assert client.post("/go/", {"code": link.short_code}).status_code == 302


def test_wrong_codes_of_others_lock_nobody_out(link):
    for _ in range(trying_codes.MOST_WRONG * 7):
        assert UNKNOWN in type_code(Browser(), other_code(link))

    right = Browser().post("/go/", {"code": link.short_code})

    assert right.status_code == 302


def test_a_count_that_the_browser_made_up_counts_nothing(client, link):
    client.cookies[trying_codes.WRONG.cookie] = "99"

    assert client.post("/go/", {"code": link.short_code}).status_code == 302


def test_a_wrong_code_writes_no_row(client, link, django_assert_num_queries):
    with django_assert_num_queries(2) as seen:
        answer = client.post("/go/", {"code": other_code(link)})

    # The second one is prepared, and leaves no text.
    assert [(query["sql"] or "SELECT")[:6] for query in seen] == ["SELECT"] * 2
    assert list(answer.cookies) == [trying_codes.WRONG.cookie]


def test_looking_for_a_code_takes_two_queries(client, link, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.post("/go/", {"code": link.short_code})


def test_opening_the_page_counts_nothing_and_sets_no_session(client):
    answer = client.get("/go/")

    assert not answer.cookies
    assert answer.headers["Cache-Control"].count("no-store") == 1


def test_the_printed_form_of_a_code_works(client, link):
    answer = client.post("/go/", {"code": short_codes.in_words(link)})

    assert answer.headers["Location"] == f"/i/{link.token}/"


@pytest.mark.parametrize("address", ["/go/", "/withdraw/"])
@pytest.mark.parametrize(
    "typed, said",
    [("\0", "It looks like CDFG"), ("AB\0C", "You typed 3."), ("C" * 61, "too long")],
    ids=["NUL alone", "NUL inside", "too much"],
)
def test_what_can_be_no_code_is_cleaned_and_told_what_a_code_looks_like(
    client, address, typed, said
):
    answer = client.post(address, {"code": typed, "by": "\0"})

    assert answer.status_code == 200
    assert "\0" not in answer.content.decode()
    assert said in answer.content.decode()


def test_a_sign_that_nobody_sees_is_cleaned_when_the_language_is_changed(client):
    sent = {"code": "34\u200f67\0", "language": "ar"}

    assert 'value="3467"' in client.post("/go/?lang=ar", sent).content.decode()

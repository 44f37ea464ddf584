"""Two tabs or two devices in one response: what is kept, and what people are told."""

import uuid

import pytest
from django.utils.crypto import salted_hmac
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.answering import actions, merging, statements
from feedback.answering.models import SurveyResponse
from feedback.answering.stored import Stored
from feedback.surveys.models import Survey
from tests.answering import surveys
from tests.answering.person import Person

TOLD = "on another page or device, too"
ID = uuid.UUID(int=7)


def stored() -> dict:
    return SurveyResponse.objects.get().answers


def begun(**fields) -> Person:
    survey = surveys.letter(**fields)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    return person.sends({"got_letter": "yes"})


def other_device(person: Person, path: str) -> Person:
    """The same response in another browser, on the page of `path`."""
    other = Person(person.address)
    cookie = person.client.cookies["cx_attempt"]
    other.client.cookies["cx_attempt"] = cookie.value
    return other.opens(path)


@pytest.mark.django_db
def test_a_page_left_open_does_not_undo_what_was_answered_elsewhere():
    person = begun().opens("q/3/")
    other_device(person, "q/3/").sends({"date": "interview"})

    person.sends({})

    assert stored()["date"] == {"code": "interview"}
    assert TOLD not in person.text


@pytest.mark.django_db
def test_the_newest_answer_is_kept_and_both_devices_are_told():
    person = begun().opens("q/3/")
    other = other_device(person, "q/3/").sends({"date": "interview"})
    assert TOLD not in other.text

    person.sends({"date": "never"})

    assert stored()["date"] == {"code": "never"}
    for told in (person, other.opens("q/5/")):
        assert "You answered this on another page or device, too" in told.text
        assert "Kept: <bdi>Never saw a date</bdi>" in told.text
        assert "Not kept: <bdi>Interview</bdi>" in told.text
        assert 'value="earlier:date"' in told.text


@pytest.mark.django_db
def test_the_answer_can_be_changed_from_the_notice_and_what_was_typed_stays():
    person = begun().opens("q/2/")
    other_device(person, "q/2/").sends({"asked": "Call"})
    person.sends({"asked": "Send a form"})

    person.sends({"date": "never"}, go="earlier:asked")

    assert person.where.endswith("/q/2/#asked")
    assert stored()["date"] == {"code": "never"}
    assert TOLD not in person.text  # whoever went on has read it


@pytest.mark.django_db
def test_the_page_before_sending_tells_too_until_the_answers_are_sent():
    person = begun().answers_all({k: {} for k in list(surveys.ANSWERS)[1:7]})
    other_device(person, "q/8/").sends({"fits": ["language"]})

    person.sends({"fits": ["address", "language"]})

    assert person.where.endswith("/check/")
    assert "Kept: <bdi>Language other than English<br>Address" in person.text
    assert "Not kept: <bdi>Language other than English</bdi>" in person.text
    assert '?from=check#fits_0"' in person.text
    person.sends()
    assert SurveyResponse.objects.get().merging == {}


@pytest.mark.django_db
def test_words_beside_a_choice_belong_to_its_answer():
    person = begun().opens("q/5/")
    other_device(person, "q/5/").sends({"hard": ["other"], "hard-text": "No stamps"})

    person.sends({"hard": ["other"], "hard-text": "<b>No time</b>"})

    assert stored()["hard"] == {"codes": ["other"], "text": "<b>No time</b>"}
    assert "No stamps" in person.text
    assert "&lt;b&gt;No time&lt;/b&gt;" in person.text


@pytest.mark.django_db
def test_the_same_page_again_is_nothing_to_tell():
    """A browser brings a page back as it was left, with what it was drawn from."""
    person = begun().opens("q/3/")
    page, where = person.page, person.where
    person.sends({"date": "never"}).sends({"ease": "hard"})

    person.page, person.where = page, where
    person.sends({"date": "interview"})

    assert stored()["date"] == {"code": "interview"}
    assert TOLD not in person.text


@pytest.mark.django_db
def test_a_page_brought_back_and_not_changed_keeps_the_newer_answer():
    person = begun().opens("q/3/")
    page, where = person.page, person.where
    person.sends({"date": "never"}).opens("q/3/?from=check").sends(
        {"date": "interview"}
    )

    person.page, person.where = page, where
    person.sends({"date": "never"})

    assert stored()["date"] == {"code": "interview"}


@pytest.mark.django_db
def test_a_page_sent_twice_tells_nothing_and_changes_nothing():
    person = begun().opens("q/3/")
    body = {"attempt": person.token, "drawn": drawn_from(person), "date": "never"}

    for _ in range(2):
        person.client.post(person.where, body)

    row = SurveyResponse.objects.get()
    assert row.answers["date"] == {"code": "never"}
    assert row.merging["replaced"] == []


@pytest.mark.django_db
def test_an_answer_taken_away_elsewhere_is_told_as_no_answer():
    person = begun().opens("q/2/").sends({"asked": "Call"}).opens("q/2/")
    other_device(person, "q/2/").sends({"asked": ""})

    person.sends({"asked": "Send a form"})

    assert stored()["asked"] == {"text": "Send a form"}
    assert "Not kept: <bdi>No answer</bdi>" in person.text


def drawn_from(person: Person) -> str:
    return person.text.split('name="drawn" value="')[1].split('"')[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil",
    [
        lambda drawn: "",
        lambda drawn: "9" + drawn,
        lambda drawn: "1.aaaaaaaa.1.bbbbbbbbbbbb",
        lambda drawn: "٣.aaaaaaaa.1.bbbbbbbbbbbb",
        lambda drawn: "\x00" * 3000,
        lambda drawn: merging.Drawn(99, "a" * 8, 0).sign(ID),
    ],
    ids=["missing", "changed", "made up", "other digits", "long", "foreign"],
)
def test_a_page_that_cannot_say_what_it_was_drawn_from_loses_no_answer(spoil):
    person = begun().opens("q/2/")
    other_device(person, "q/2/").sends({"asked": "Call"})
    spoiled = spoil(drawn_from(person))

    person.sends({"asked": ""}, drawn=spoiled)
    assert stored()["asked"] == {"text": "Call"}
    person.opens("q/2/").sends({"asked": "Send a form"}, drawn=spoiled)

    assert person.page.status_code == 200
    assert stored()["asked"] == {"text": "Send a form"}
    assert TOLD not in person.text


@pytest.mark.django_db
def test_an_answer_to_a_question_that_another_device_made_pointless_is_kept():
    person = begun(layout=Survey.Layout.FEW_PAGES)
    other_device(person, "q/1/").sends({"got_letter": "no"})

    person.sends({"asked": "Send a form"})
    assert person.where.endswith("/check/")
    person.opens("q/1/").sends({"got_letter": "yes"})

    assert stored()["asked"] == {"text": "Send a form"}
    assert 'value="Send a form"' in person.text


@pytest.mark.django_db
def test_a_question_that_was_not_on_the_page_keeps_its_answer():
    person = begun(layout=Survey.Layout.FEW_PAGES).sends({"asked": "Call"})
    person.opens("q/1/").sends({"got_letter": "no"})
    row = statements.find(SurveyResponse.objects.get().pk)
    keys = row.answers.keys()
    blind = merging.draw(row, list(keys), set()).sign(SurveyResponse.objects.get().pk)
    other_device(person, "q/1/").sends({"got_letter": "yes"})

    person.client.post(
        f"{person.address}q/2/", {"attempt": person.token, "drawn": blind}
    )

    assert stored()["asked"] == {"text": "Call"}


@pytest.mark.django_db
def test_whoever_comes_second_at_the_same_moment_merges_with_the_first():
    begun()
    row = SurveyResponse.objects.get()
    seen = statements.find(row.pk)
    pages = [merging.draw(seen, ["date"], {"date"}) for _ in range(2)]

    for page, code in zip(pages, ["never", "interview"], strict=True):
        answers = {"date": {"code": code}}
        last = actions.save(row.pk, answers, language="en", drawn=page, stored=seen)

    assert stored()["date"] == {"code": "interview"}
    assert [(each.key, each.answer) for each in last.replaced] == [
        ("date", {"code": "never"})
    ]
    assert statements.find(row.pk) == last


def test_answers_sealed_by_an_older_release_are_known_again():
    sealed = salted_hmac(
        f"answering.merging.answer:{ID.hex}", '{"code": "yes"}', algorithm="sha256"
    ).hexdigest()

    first = merging.merge(ID, Stored("started", {}), {"q": {"code": "yes"}}, None)

    assert [save.seal for save in first.saves["q"]] == [sealed[: merging.SEAL_SIGNS]]


@pytest.mark.django_db
def test_an_answer_of_an_older_release_counts_as_what_the_page_was_drawn_from():
    person = begun()
    SurveyResponse.objects.update(
        answers={"got_letter": {"code": "yes"}, "date": {"code": "never"}},
        clock=0,
        merging={},
    )
    person.opens("q/3/")
    other_device(person, "q/3/").sends({"date": "interview"})

    person.sends({"date": "never"})

    assert stored()["date"] == {"code": "interview"}


KEYS = ["a", "b"]
STEPS = st.one_of(
    st.tuples(st.just("open"), st.integers(0, 1)),
    st.tuples(
        st.just("type"),
        st.integers(0, 3),
        st.sampled_from(KEYS),
        st.sampled_from(["", "x", "y", "z"]),
    ),
    st.tuples(st.just("press"), st.integers(0, 3)),
)


class Paper:
    """A page as somebody has it before them; it may be pressed again and again."""

    def __init__(self, row: Stored):
        self.drawn = merging.draw(row, KEYS, set(KEYS))
        self.fields = {key: row.answers.get(key, {}).get("text", "") for key in KEYS}
        self.left = dict(self.fields)  # as it was drawn, or as it was last sent

    def posted(self) -> dict:
        return {k: {"text": v} if v else {} for k, v in self.fields.items()}


@settings(max_examples=300)
@given(st.lists(STEPS, max_size=40))
def test_nothing_typed_last_is_lost_and_each_replaced_answer_is_told(steps):
    row, last = Stored("started", {}), dict.fromkeys(KEYS, "")
    pages = [Paper(row) for _ in range(4)]
    for what, *of in [("open", 0), *steps]:
        if what == "open":
            pages = [*pages[1:], Paper(row)]
        elif what == "type":
            pages[of[0]].fields[of[1]] = of[2]
        else:
            row = press(row, pages[of[0]], last)
        kept = {key: row.answers.get(key, {}).get("text", "") for key in KEYS}
        assert kept == last


def press(row: Stored, page: Paper, last: dict[str, str]) -> Stored:
    typed = {k: v for k, v in page.fields.items() if v != page.left[k]}
    lost = {k: last[k] for k, v in typed.items() if last[k] not in (page.left[k], v)}

    done = merging.merge(ID, row, page.posted(), page.drawn)

    told = {
        each.key: each.answer.get("text", "")
        for each in done.replaced
        if each.clock == done.clock
    }
    assert told == lost
    last |= typed
    page.left = dict(page.fields)
    answers = row.answers | done.changes
    return Stored("started", answers, done.clock, done.saves, done.replaced)


@pytest.fixture(autouse=True)
def _remembers_all(monkeypatch, request):
    if "typed_last" in request.node.name:
        monkeypatch.setattr(merging, "REMEMBERED", 1000)


def test_pages_beyond_what_is_remembered_keep_what_is_typed_and_tell():
    row = Stored("started", {})
    old, untouched = Paper(row), Paper(row)
    for number in range(merging.REMEMBERED + 2):
        page = Paper(row)
        page.fields["a"] = str(number)
        row = press(row, page, {"a": page.left["a"], "b": ""})
    newest = row.answers["a"]

    untouched = merging.merge(ID, row, untouched.posted(), untouched.drawn)
    assert untouched.changes == {}
    old.fields["a"] = "Mine"
    done = merging.merge(ID, row, old.posted(), old.drawn)

    assert done.changes["a"] == {"text": "Mine"}
    assert [each.answer for each in done.replaced] == [newest]
    assert len(done.saves["a"]) == merging.REMEMBERED

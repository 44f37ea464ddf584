"""Texts in other languages as they are kept: their states, and what stood before."""

import hashlib

import pytest

from studies.wording.models import PastTranslation, Translation
from studies.wording.translations import (
    SourceText,
    State,
    Wording,
    cleaned,
    earlier,
    is_of,
    place,
    translate,
    translate_all,
    translated,
)
from tests import make

pytestmark = pytest.mark.django_db
TITLE = SourceText("thing:1:title", "Your letter")


def put(text, source=TITLE, **fields):
    agency = fields.pop("agency", None) or make.agency()
    return translate(source, "es", text, agency=agency, by=None, **fields)


def seen(source=TITLE):
    [text] = translated([source], "es")
    return text


def test_a_changed_source_makes_a_translation_outdated_and_keeps_both_wordings():
    put("Su carta")

    text = seen(SourceText(TITLE.place, "Your form"))

    assert (text.state, text.text, text.made_from) == (
        State.OUTDATED,
        "Su carta",
        "Your letter",
    )


def test_the_wording_before_is_kept_with_what_it_was_made_from():
    by = make.user()
    agency = make.agency()
    translate(TITLE, "es", "Su carta", agency=agency, by=by, state="reviewed")

    put("Su formulario", SourceText(TITLE.place, "Your form"), agency=agency)
    [past] = PastTranslation.objects.all()

    assert (past.text, past.source_text, past.state, past.written_by) == (
        "Su carta",
        "Your letter",
        "reviewed",
        by,
    )


def test_a_translation_taken_away_is_kept_as_an_earlier_one():
    put("Su carta")

    put("  ")

    assert Translation.objects.count() == 0
    assert earlier([TITLE.place], "es")[TITLE.place].text == "Su carta"


def test_a_new_state_for_the_same_words_leaves_nothing_behind():
    put("Su carta")

    put("Su carta", state="reviewed")

    assert (PastTranslation.objects.count(), seen().state) == (0, State.REVIEWED)


def test_of_several_earlier_wordings_the_last_one_is_shown():
    for text in ["Una", "Dos", "Tres"]:
        put(text)

    assert {p: row.text for p, row in earlier([TITLE.place], "es").items()} == {
        TITLE.place: "Dos"
    }
    assert earlier([TITLE.place], "ar") == {}


def test_the_same_words_on_purpose_are_a_state_of_their_own_until_the_source_changes():
    put("Your letter", state="same")

    assert seen().state == State.SAME
    assert seen(SourceText(TITLE.place, "Form 7")).state == State.OUTDATED


def test_many_texts_are_saved_with_a_fixed_number_of_queries(
    django_assert_num_queries,
):
    agency = make.agency()
    for texts in (["a", "b"], ["c", "d", "e", ""]):
        wordings = [
            Wording(SourceText(f"thing:{index}:title", "Word"), text)
            for index, text in enumerate(texts)
        ]
        with django_assert_num_queries(5 if texts[0] == "c" else 4):
            translate_all(wordings, "es", agency=agency, by=None)

    assert sorted(Translation.objects.values_list("text", flat=True)) == ["c", "d", "e"]
    assert PastTranslation.objects.count() == 2


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" one\r\ntwo\r ", "one\ntwo"),
        ("a\x00b\x0bc\x7f\ufffe", "abc"),
        ("tab\tstays", "tab\tstays"),
        ("\u200fعربي\u200f", "\u200fعربي\u200f"),
        ("👩🏽‍🦽 ]]> <b> & =1", "👩🏽‍🦽 ]]> <b> & =1"),
    ],
)
def test_a_text_is_kept_without_the_signs_that_no_page_or_file_can_carry(written, kept):
    assert cleaned(written) == kept


@pytest.mark.parametrize(
    ("state", "by_guest", "copied"),
    [
        ("same", True, "draft"),
        ("same", False, "same"),
        ("reviewed", False, "reviewed"),
        ("draft", True, "draft"),
    ],
)
def test_what_a_guest_ticked_is_a_draft_in_a_copy(state, by_guest, copied):
    row = put("Your letter", state=state, by_guest=by_guest)

    assert row.state_for_copies == copied


@pytest.mark.parametrize(
    "before, after",
    [("One.\n\nTwo.", "One.\r\n\r\nTwo."), ("One.\r\nTwo.", "One.\nTwo.")],
)
def test_other_line_ends_outdate_no_translation(before, after):
    agency = make.agency()
    where = place(agency, "case_help")
    translate(SourceText(where, before), "es", "Uno.", agency=agency, by=None)

    [text] = translated([SourceText(where, after)], "es")

    assert text.state == State.DRAFT


def test_a_source_that_was_kept_as_a_form_posted_it_is_still_current():
    posted = "One.\r\nTwo."
    kept = hashlib.sha256(posted.encode()).hexdigest()

    assert [is_of(kept, text) for text in (posted, "One.\nTwo.", "One. Two.")] == [
        True,
        True,
        False,
    ]

import pytest

from studies.evidence import actions as evidence
from studies.evidence.comparing import compare
from studies.wording.translations import SourceText, place, translate
from tests import make

pytestmark = pytest.mark.django_db


def two_drafts(before, after):
    study = make.study()
    return make.draft(study=study, body=before), make.draft(study=study, body=after)


def marked(pieces):
    return [piece.text for piece in pieces if piece.changed]


def test_joined_again_the_pieces_are_the_texts_without_their_marks():
    left, right = two_drafts("**One** two\nthree", "**One two** four")

    seen = compare(left, right, language="en")

    assert "".join(piece.text for piece in seen.left_pieces) == "One two\nthree"
    assert "".join(piece.text for piece in seen.right_pieces) == "One two four"


def test_bold_words_stay_bold():
    left, right = two_drafts("**April 30.** Send it", "**Send by April 30.** Send it")

    seen = compare(left, right, language="en")

    bold = "".join(piece.text for piece in seen.right_pieces if piece.bold)
    assert bold == "Send by April 30."


def test_words_that_stayed_are_not_marked():
    left, right = two_drafts(
        "We will write to you about the old form.",
        "We will write to you about the new form.",
    )

    seen = compare(left, right, language="en")

    assert marked(seen.left_pieces) == ["old form."]
    assert marked(seen.right_pieces) == ["new form."]


def test_equal_texts_have_no_change():
    left, right = two_drafts("Same words here.", "Same words here.")

    seen = compare(left, right, language="en")

    assert marked(seen.left_pieces) + marked(seen.right_pieces) == []


def test_each_reason_stands_where_its_words_end_in_both_drafts():
    left, right = two_drafts("**April 30.**\nBye.", "**Send by April 30.**\nBye.")
    decision = make.decision(round=make.round_(study=left.study))
    evidence.change(
        decision, right, before="**April 30.**", after="**Send by April 30.**"
    )

    seen = compare(left, right, language="en")

    ends = [
        [(piece.text, piece.reasons) for piece in pieces if piece.reasons]
        for pieces in (seen.left_pieces, seen.right_pieces)
    ]
    assert ends == [[("April 30.", (1,))], [("Send by April 30.", (1,))]]
    [reason] = seen.reasons
    assert (reason.before, reason.after) == ("April 30.", "Send by April 30.")


def test_a_reason_whose_words_are_gone_from_a_draft_is_still_told():
    left, right = two_drafts("One.", "Two.")
    decision = make.decision(round=make.round_(study=left.study))
    evidence.change(decision, right, before="Zero.", after="")

    seen = compare(left, right, language="en")

    assert [reason.before for reason in seen.reasons] == ["Zero."]
    assert [piece.reasons for piece in seen.left_pieces] == [()]


def test_reasons_show_only_beside_the_draft_before():
    left, right = two_drafts("One.", "Two.")
    third = make.draft(study=left.study, body="Three.")
    decision = make.decision(round=make.round_(study=left.study))
    evidence.change(decision, third, before="One.", after="Three.")

    assert compare(left, third, language="en").reasons == []
    assert len(compare(right, third, language="en").reasons) == 1


def test_words_in_another_language_come_with_their_translation():
    left, right = two_drafts("One.", "Two.")
    round_ = make.round_(study=left.study)
    said = make.highlight(
        conversation=make.conversation(round=round_), words="Hola", language="es"
    )
    source = SourceText(place(said, "words"), said.words)
    translate(source, "en", "Hello", agency=left.study.agency, by=None)
    decision = make.decision(round=round_)
    evidence.change(decision, right, before="One.", after="Two.", highlights=[said])

    [reason] = compare(left, right, language="en").reasons

    assert [(q.words, q.language, q.translation) for q in reason.quotes] == [
        ("Hola", "es", "Hello")
    ]

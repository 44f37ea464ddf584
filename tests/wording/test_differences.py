from hypothesis import given
from hypothesis import strategies as st

from studies.wording import differences as module
from studies.wording.differences import Piece, differences


def test_one_changed_word_is_shown_between_the_words_that_stayed():
    pieces = differences("Bring your letter today.", "Bring your form today.")

    assert pieces == [
        Piece("same", "Bring your "),
        Piece("removed", "letter"),
        Piece("added", "form"),
        Piece("same", " today."),
    ]


def test_a_script_without_spaces_is_compared_sign_by_sign():
    assert differences("我们写信", "我们发信") == [
        Piece("same", "我们"),
        Piece("removed", "写"),
        Piece("added", "发"),
        Piece("same", "信"),
    ]


def test_equal_and_empty_wordings_have_no_change():
    assert differences("Same", "Same") == [Piece("same", "Same")]
    assert differences("", "") == []
    assert differences("", "New") == [Piece("added", "New")]


def test_very_long_wordings_are_shown_one_after_the_other(monkeypatch):
    monkeypatch.setattr(module, "MOST_TOKENS", 2)

    assert differences("one two", "one three") == [
        Piece("removed", "one two"),
        Piece("added", "one three"),
    ]


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_always_hold_both_wordings_whole(old, new):
    pieces = differences(old, new)

    kept = "".join(piece.text for piece in pieces if piece.change != "added")
    come = "".join(piece.text for piece in pieces if piece.change != "removed")
    assert (kept, come) == (old, new)

from hypothesis import given
from hypothesis import strategies as st

from feedback.surveys.comparing.wordwise import Mark, Piece, pieces


def test_old_and_new_words_stand_beside_each_other():
    assert pieces("How easy was it?", "How hard was that?") == [
        Piece(Mark.SAME, "How "),
        Piece(Mark.GONE, "easy"),
        Piece(Mark.NEW, "hard"),
        Piece(Mark.SAME, " was "),
        Piece(Mark.GONE, "it"),
        Piece(Mark.NEW, "that"),
        Piece(Mark.SAME, "?"),
    ]


def test_words_that_follow_each_other_read_as_one_change():
    assert pieces("your old letter", "her new letter") == [
        Piece(Mark.GONE, "your old"),
        Piece(Mark.NEW, "her new"),
        Piece(Mark.SAME, " letter"),
    ]


def test_signs_of_a_script_without_spaces_are_compared_one_by_one():
    assert pieces("你好世界", "你们世界") == [
        Piece(Mark.SAME, "你"),
        Piece(Mark.GONE, "好"),
        Piece(Mark.NEW, "们"),
        Piece(Mark.SAME, "世界"),
    ]


def test_very_long_texts_are_shown_whole():
    old, new = "a " * 3000, "b " * 3000

    assert pieces(old, new) == [Piece(Mark.GONE, old), Piece(Mark.NEW, new)]


TEXT = st.text(alphabet="ab ?é你\n", max_size=30)


@given(old=TEXT, new=TEXT)
def test_both_wordings_can_be_read_from_the_difference(old, new):
    found = pieces(old, new)

    assert "".join(p.words for p in found if p.mark != Mark.NEW) == old
    assert "".join(p.words for p in found if p.mark != Mark.GONE) == new

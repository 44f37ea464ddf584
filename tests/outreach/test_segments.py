import pytest

from studies.outreach.segments import Segments, count


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "parts", "left"),
    [
        ("", "gsm7", 0, 0, 160),
        ("a" * 160, "gsm7", 160, 1, 0),
        ("a" * 161, "gsm7", 161, 2, 145),
        ("a" * 306, "gsm7", 306, 2, 0),
        ("a" * 307, "gsm7", 307, 3, 152),
        ("€" * 80, "gsm7", 160, 1, 0),
        ("€" * 81, "gsm7", 162, 2, 143),
        ("a" * 152 + "€" + "a" * 9, "gsm7", 163, 2, 142),
        ("¿Cómo está, señor Ñandú? ÀÇ", "ucs2", 27, 1, 43),
        ("Ñandú", "ucs2", 5, 1, 65),
        ("El Niño", "gsm7", 7, 1, 153),
        ("م" * 70, "ucs2", 70, 1, 0),
        ("م" * 71, "ucs2", 71, 2, 63),
        ("您" * 134, "ucs2", 134, 2, 0),
        ("您" * 135, "ucs2", 135, 3, 66),
        ("👋" * 35, "ucs2", 70, 1, 0),
        ("a" * 66 + "👋" + "a" * 3, "ucs2", 71, 2, 62),
    ],
)
def test_a_text_is_counted_in_the_alphabet_that_it_needs(
    text, alphabet, units, parts, left
):
    found = count(text)

    assert (found.alphabet, found.units, found.parts, found.left) == (
        alphabet,
        units,
        parts,
        left,
    )


def test_single_letters_that_make_a_message_dear_are_named():
    assert count("We don’t ask for your card – ever. We don’t.").costly == ("’", "–")
    assert count("مرحبًا، رأيك مهم").costly == ()
    assert count("Plain words") == Segments("gsm7", 11, 1, 149)

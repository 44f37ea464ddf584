import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studies.wording.sentences import split, words_in


def written(text):
    return [text[sentence.start : sentence.end] for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Read it. Send it!", ["Read it.", "Send it!"]),
        ("Open until 8 p.m. Tuesdays and Fridays.", None),
        (
            "We close at 8 p.m. Come back then.",
            ["We close at 8 p.m.", "Come back then."],
        ),
        ("Dr. Lee and J. Smith live in the U.S. today.", None),
        ("It costs $2.50 a day, e.g. for food.", None),
        ("Call us at https://example.org/a.b?c now.", None),
        ("Bring:\n- a bill\n- a photo", ["Bring:", "a bill", "a photo"]),
        ("One line\nthat wraps here.", None),
        ("A heading\n\nThen a text.", ["A heading", "Then a text."]),
        ("你好。请看这封信！好吗？", ["你好。", "请看这封信！", "好吗？"]),
        ("هل وصلت الرسالة؟ نعم.", ["هل وصلت الرسالة؟", "نعم."]),
        ("He said “stop.” Then he left.", ["He said “stop.”", "Then he left."]),
        (" \n\n ... ", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text, sentences):
    assert written(text) == ([text] if sentences is None else sentences)


def test_two_chinese_characters_count_as_one_word():
    assert [word.text for word in words_in("请看这封信")] == ["请看", "这封", "信"]


def test_letters_with_dots_are_one_word():
    words = words_in("Open from 7 a.m. in the U.S., e.g. on May 3.")

    assert [word.text for word in words] == [
        *["Open", "from", "7", "a.m", "in", "the", "U.S", "e.g", "on", "May", "3"]
    ]


def test_words_keep_accents_hyphens_and_apostrophes_and_drop_placeholders():
    words = words_in(
        "Don’t re-send José’s ملفٌّ to {link} or a@example.org, 1,000.50 times"
    )

    assert [word.text for word in words] == [
        "Don’t",
        "re-send",
        "José’s",
        "ملفٌّ",
        "to",
        "or",
        "1,000.50",
        "times",
    ]


def test_each_list_item_is_a_paragraph_of_its_own():
    sentences = split("Intro. More.\n\n- One. Two.\n- Three.")

    assert [sentence.paragraph for sentence in sentences] == [0, 0, 2, 2, 3]


@given(st.text(max_size=300))
@settings(deadline=None, derandomize=True)
def test_places_always_point_into_the_text(text):
    for sentence in split(text):
        for word in sentence.words:
            assert text[word.start : word.end] == word.text
            assert sentence.start <= word.start < word.end <= sentence.end <= len(text)

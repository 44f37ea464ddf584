import pytest

from studies.outreach.stop_words import Said, read


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("STOP", "en"),
        (" stop. ", "en"),
        ("Stop, please", "en"),
        ("STOP ALL", "en"),
        ("opt-out", "en"),
        ("“Unsubscribe”", "en"),
        ("ALTO", "es"),
        ("Parar!", "es"),
        ("BAJA", "es"),
        ("No más", "es"),
        ("توقف", "ar"),
        ("\u200fتَوَقَّف\u200f", "ar"),
        ("إيقاف", "ar"),
        ("ايقاف", "ar"),
        ("停止", "zh-hans"),
        ("退订。", "zh-hans"),
        ("ＴＤ", "zh-hans"),
    ],
)
def test_one_word_stops_in_each_language_however_it_is_typed(text, language):
    said = read(text)

    assert (said.stops, said.language) == (True, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("START", "en"), ("Reanudar", "es"), ("ابدأ", "ar"), ("开始", "zh-hans")],
)
def test_one_word_brings_messages_back(text, language):
    said = read(text)

    assert (said.stops, said.language) == (False, language)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "👍",
        "Who is this?",
        "End of the month I will move",
        "I can not stop by your office",
        "Para mí está bien así, gracias",
        "نعم",
        "好的",
    ],
)
def test_a_sentence_is_no_stop(text):
    assert read(text) is None


def test_no_word_means_both():
    assert read("stop") == Said(True, "en", "stop")
    assert read("start") == Said(False, "en", "start")

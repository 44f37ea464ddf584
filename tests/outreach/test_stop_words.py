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
    [
        ("please stop", "en"),
        ("please cancel", "en"),
        ("por favor, baja", "es"),
        ("请取消", "zh-hans"),
        ("stop texting me please", "en"),
        ("I said STOP", "en"),
        ("STOP STOP STOP STOP", "en"),
        ("no more texts", "en"),
        ("don't text me", "en"),
        ("I DON’T LIVE THERE ANY MORE. STOP!!!", "en"),
        ("how do I unsubscribe from all of this", "en"),
        ("por favor pare", "es"),
        ("no quiero más mensajes", "es"),
        ("Ya no quiero recibir mensajes", "es"),
        ("No me interesa", "es"),
        ("quitar", "es"),
        ("unsub", "en"),
        ("Remove", "en"),
        ("لا أريد", "ar"),
        ("basta ya de mensajes", "es"),
        ("请停止", "zh-hans"),
        ("请不要再发了", "zh-hans"),
        ("我想退订这些短信", "zh-hans"),
        ("من فضلك توقف", "ar"),
        ("توقف عن إرسال الرسائل من فضلك", "ar"),
    ],
)
def test_whoever_asks_to_stop_in_a_sentence_is_heard(text, language):
    said = read(text)

    assert said is not None
    assert (said.stops, said.language) == (True, language)


@pytest.mark.parametrize(
    "text",
    [
        "please start",
        "I want to subscribe again",
        "start now",
        "请开始",
        "no quiero reanudar",
    ],
)
def test_only_the_word_alone_brings_messages_back(text):
    assert read(text) is None


def test_who_says_both_stops():
    assert read("stop, do not start again").stops


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

import re

from feedback.demo import content
from tests.demo.strings import customer_strings

MARK = "\u200e"


def test_every_string_is_there_in_all_four_languages():
    lacking = {
        place: sorted(set(content.LANGUAGES) ^ {k for k, v in texts.items() if v})
        for place, texts in customer_strings()
        if {k for k, v in texts.items() if v.strip()} != set(content.LANGUAGES)
    }

    assert lacking == {}
    assert len(customer_strings()) > 150


def test_placeholders_are_the_same_in_every_language():
    def holes(text):
        return sorted(re.findall(r"\{(\w+)\}", text))

    differing = [
        place
        for place, texts in customer_strings()
        if any(holes(text) != holes(texts["en"]) for text in texts.values())
    ]

    assert differing == []


def test_only_known_placeholders_are_used():
    used = {
        hole
        for _place, texts in customer_strings()
        for hole in re.findall(r"\{(\w+)\}", texts["en"])
    }

    assert used == {
        "closes_on",
        "done",
        "items",
        "link",
        "others_on",
        "page",
        "spanish_on",
        "stop",
        "tell_by",
    }


def test_each_language_is_written_in_its_own_script():
    scripts = {"ar": r"[\u0600-\u06ff]", "zh-hans": r"[\u4e00-\u9fff]"}

    foreign = [
        (place, language)
        for place, texts in customer_strings()
        for language, script in scripts.items()
        if not re.search(script, texts[language]) and texts["en"] != "{items}"
    ]

    assert foreign == []


def test_arabic_keeps_numbers_with_hyphens_in_their_order():
    bare = [
        place
        for place, texts in customer_strings()
        for number in re.finditer(r".?\d{3,4}-\d{4}.?", texts["ar"])
        if not (number[0].startswith(MARK) and number[0].endswith(MARK))
    ]

    assert bare == []


def test_numbers_of_the_source_stay_in_the_translations():
    def numbers(text):
        return set(re.findall(r"\d+(?:-\d+)?", text))

    # Arabic writes 2 minutes as one word, in the dual.
    dual = {"2"}
    lost = [
        (place, language)
        for place, texts in customer_strings()
        for language, text in texts.items()
        if numbers(texts["en"]) - numbers(text) - (dual if language == "ar" else set())
    ]

    assert lost == []


def test_no_calendar_date_is_baked_into_what_customers_read():
    months = (
        "January|February|March|April|June|July|August|September|October|November"
        "|December|enero|febrero|marzo|abril|septiembre|diciembre|202\\d"
    )

    dated = [
        place
        for place, texts in customer_strings()
        for text in texts.values()
        if re.search(rf"\b({months})\b", text)
    ]

    assert dated == []


def test_text_messages_fit_their_parts():
    [message] = [m for m in content.load("messages") if m["channel"] == "sms"]
    [body] = message["body"]
    link = "https://cx.example.org/a/7KQ2M9X"
    lengths = {
        language: len(text.replace("{link}", link)) for language, text in body.items()
    }

    # One part holds 160 letters of the basic alphabet; two hold 134 of any other.
    room = {"en": 160, "es": 160, "ar": 134, "zh-hans": 134}
    assert [k for k, length in lengths.items() if length > room[k]] == []
    assert [letter for letter in "áíóúÁÍÓÚ" if letter in body["es"]] == []

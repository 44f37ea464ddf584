"""Every page in every language: its fragments are in the language that they say."""

import re

import pytest
from django.core.cache import cache

from tests import once
from tests.access import partner_pages
from tests.access.every_page import FOREIGN, LANGUAGES, NAMES, every_page, world
from tests.access.fragments import Fragment, fragments, wrongly_marked
from tests.access.other_words import said, speak_in_one_word

# What can be seen on one page alone.
SAID_THERE = {
    "first page": "Listen to this page",
    "question with errors": "One thing to fix",
    "finish later": "Your code to finish later",
    "question with a number left out": "We left out what looks like",
    "question with numbers for help now": "If you need help now",
    "check answers": "Send my answers",
    "receipt": "Your code to take your answers back",
    "wait a minute": "Many answers are coming in",
    "hear from us: error": "error-summary",
    "hear from us: saved": "We will tell you what changed",
    "ask again: yes or no": "Yes, ask me again",
    "ask again: how": "How may we ask you?",
    "ask again: error": "error-summary",
    "ask again: after a year": "May we still ask you?",
    "ask again: left": "We do not ask you any more",
    "ask again: erase the address": "Erase it, and never write to me",
    "ask again: erased": "Your address is erased",
    "ask again: wait": "Wait five minutes",
    "door: opens on a day": "It opens on",
    "door: had you begun": "Had you begun?",
    "door: link has ended": "This link has ended",
    "door: answers are in": "Answers came in with this link",
    "type your code: error": "We find no open survey",
    "type your code: answers are in": "The answers of this code were sent.",
    "take answers back: are you sure": "Erase your answers?",
    "take answers back: gone": "Your answers are gone",
    "too much text": "That is too much text at once",
    "shared screen: start": "kiosk-languages",
    "shared screen: question": "Are you still there?",
    "shared screen: receipt": "This screen can’t show it again.",
    "no reminder": "I have answered, or would rather not",
    "copy of the answers": "A copy of your answers",
    "answers sent from another device": "sent from another page or device",
    "type your code: of another kind": "Did you get this code after",
    "take answers back: of another kind": "Did you get this code before",
    "take answers back: wait a little": "Nothing was erased.",
    "take answers back: kept by law": "does not let us erase your answers yet",
    "ask again: kept by law": "does not let us erase your address yet",
    "shared screen: not open": "This link has ended",
    "first page: answers were sent here": "Answers were sent from this browser",
    "first page: code is no longer shown": "We can’t show it again.",
    "finish later: too many words": "You can still finish later",
    "finish later: the beginning is kept": "One answer was too long",
    "hear from us: left empty": "You left it empty, so we saved nothing",
    "door: your own answers are in": "See your code, or keep a copy",
    "visit: choose a time": "Book this visit",
    "visit: error": "error-summary",
    "visit: booked": "Your visit is booked",
    "visit: change": "Change your visit",
    "visit: cancel": "Keep my visit",
    "visit: has begun": "It has begun",
    "visit: rather not come": "Would you rather not come?",
    "visit: canceled": "Your visit is canceled.",
    "visit: all times are taken": "All times are taken",
    "visit: round is over": "This round is over",
    "visit: link does not work": "The visit is over",
    **partner_pages.SAID_THERE,
}
# What is to be mended has the focus when the page opens, without a script.
AT_ERRORS = 'class="error-summary" role="alert" tabindex="-1" autofocus'
# For anybody who comes, in the language that the survey was written in.
WAITING = ("shared screen: start", "shared screen: not open")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker) -> dict[str, list[tuple[str, str]]]:
    """Name and HTML of every page in each of our languages, in one word of each."""
    cache.clear()
    with (
        once.in_one_transaction(django_db_blocker),
        pytest.MonkeyPatch.context() as patch,
    ):
        speak_in_one_word(patch)
        made = world()
        return {language: list(every_page(made, language)) for language in LANGUAGES}


def test_every_text_is_marked_with_its_language_and_direction(shown):
    wrong, names = [], []

    for language in LANGUAGES:
        for name, html in shown[language]:
            names.append(name)
            wrong += [f"{language} {name}: {one}" for one in wrongly_marked(html)]
            waits = name in WAITING
            if f'<html lang="{"en" if waits else language}"' not in html:
                wrong.append(f"{language} {name} is in another language")

    assert wrong == []
    assert names == NAMES * len(LANGUAGES)


def test_a_survey_in_a_language_that_we_do_not_speak_says_so_of_each_of_its_texts(
    monkeypatch,
):
    speak_in_one_word(monkeypatch)
    wrong, spoken = [], set()

    for name, html in every_page(world(also=(FOREIGN,)), FOREIGN):
        wrong += [f"{name}: {one}" for one in wrongly_marked(html)]
        spoken |= {one.language for one in fragments(html)}
        if '<html lang="en" dir="ltr"' not in html:
            wrong.append(f"{name} is in another language")
        if name == "receipt":
            break

    assert wrong == []
    assert {"en", FOREIGN} <= spoken


def test_the_pages_are_those_that_they_are_called(shown):
    english = dict(shown["en"])

    assert [
        name for name, words in SAID_THERE.items() if words not in english[name]
    ] == []


def test_every_page_has_one_main_heading_a_title_and_names_for_its_fields(shown):
    wrong = []

    for name, html in shown["en"]:
        if html.count("<h1") != 1:
            wrong.append(f"{name} has {html.count('<h1')} main headings")
        if not re.search(r"<title>\s*[^\s<]", html):
            wrong.append(f"{name} has no title")
        wrong += [f"{name}: {field} has no name" for field in unnamed(html)]
        if 'class="error-summary"' in html and AT_ERRORS not in html:
            wrong.append(f"{name} does not begin at what is to be mended")

    assert wrong == []


def unnamed(html: str) -> list[str]:
    """Fields that no label, legend or attribute names."""
    labelled = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', html))
    found = re.findall(r"<(?:input|select|textarea)\b[^>]*>", html)
    shown = [tag for tag in found if not re.search(r'type="(hidden|submit)"', tag)]
    ids = {tag: re.search(r'\bid="([^"]+)"', tag) for tag in shown}
    return [
        tag
        for tag in shown
        if "aria-label" not in tag and not (ids[tag] and ids[tag][1] in labelled)
    ]


@pytest.mark.parametrize(
    "html, found",
    [
        ('<p lang="en" dir="ltr">Words</p>', []),
        ('<p lang="en">كلمة</p>', ["not en: كلمة"]),
        ('<p lang="es">Words</p>', ["not es: Words"]),
        ('<p lang="ar" dir="rtl">Words</p>', ["not ar: Words"]),
        ('<p lang="en" dir="ltr"><b lang="ar">كلمة</b></p>', ["ar from ltr: كلمة"]),
        ('<p lang="en" dir="ltr"><bdi lang="ar">كلمة</bdi></p>', []),
        ('<p lang="ar" dir="rtl">كلمة <b lang="en" dir="ltr">A</b></p>', []),
        (
            '<p lang="zh-hans" dir="ltr" aria-label="Words">词</p>',
            ["not zh-hans: Words"],
        ),
        ('<p lang="ar" dir="rtl">555-0142 a@b.org</p>', []),
    ],
)
def test_what_is_marked_wrongly_is_found(html, found):
    assert list(wrongly_marked(html)) == found


def test_marks_that_stand_nowhere_are_seen_as_such():
    assert fragments("<p>Words<br>More</p>") == [
        Fragment("Words", "", ""),
        Fragment("More", "", ""),
    ]


def test_our_words_are_replaced_around_their_placeholders():
    message = "part\x04%(number)d of {total} <b>pages</b>&nbsp;left"

    assert said(message, "x") == "%(number)d x {total} <b>x</b>&nbsp;x"


@pytest.mark.parametrize(
    "html, found",
    [
        ('<label for="a">A</label><input id="a">', []),
        ('<input type="hidden" name="x">', []),
        ('<input id="a">', ['<input id="a">']),
        ("<textarea>", ["<textarea>"]),
        ('<select aria-label="A">', []),
    ],
)
def test_a_field_without_a_name_is_found(html, found):
    assert unnamed(html) == found

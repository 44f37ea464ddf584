"""What holds for each kind in the registry, and so for any that is added to it."""

import importlib
import json

import pytest

from feedback.answering.filling import Filling
from feedback.surveys.kinds import KINDS, AnswerFault, kind_of_xls
from feedback.surveys.kinds.base import (
    DECLINED,
    LONG_TEXT_LIMIT,
    NO_ANSWER,
    NOT_APPLICABLE,
    NOT_SHOWN,
    WAY_LABELS,
)
from tests.surveys.kinds.example import (
    Example,
    drawn,
    fault,
    pages,
    posted,
    take,
    texts,
)
from tests.surveys.kinds.markup import Page

HOSTILE = [
    "\x00",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "'; DROP TABLE x; --",
    "\u202e\u2066مرحبا\u2069",
    "👩‍👩‍👧‍👦" * 20,
    "-1e400",
    "NaN",
    "½",
    "٣",
    "_declined",
    "_not_shown",
    "../../etc/passwd",
    "{{ 7 }}",
    "%s%n",
]


def example(code: str) -> Example:
    """Each kind has a test file of its own, with an example in it."""
    return importlib.import_module(f"tests.surveys.kinds.test_{code}").EXAMPLE


every_kind = pytest.mark.parametrize("code", list(KINDS))
on_page = pytest.mark.parametrize(
    "code", [code for code, kind in KINDS.items() if kind.is_on_page]
)
answerable = pytest.mark.parametrize(
    "code",
    [code for code, kind in KINDS.items() if kind.is_on_page and kind.is_asked],
)
# Whoever does not agree leaves the box empty: there is no third answer.
with_ways_out = pytest.mark.parametrize(
    "code",
    [
        code
        for code, kind in KINDS.items()
        if kind.is_on_page and kind.is_asked and code != "consent"
    ],
)


@every_kind
def test_it_says_everything_about_itself(code):
    kind = KINDS[code]

    said = [kind.code, str(kind.label), str(kind.about), kind.template]
    assert all(said)
    assert kind.seconds >= 0
    assert example(code).kind == code


@answerable
def test_what_a_person_sends_is_kept_and_read_again(code):
    one, kind = example(code), KINDS[code]
    question = one.question()

    answer = take(question, one.sent)

    assert answer == one.answer
    assert json.loads(json.dumps(answer)) == answer
    assert kind.in_words(question, answer, texts(question)) == one.said


@answerable
def test_it_is_counted_and_exported(code):
    one, kind = example(code), KINDS[code]
    question = one.question()

    columns = kind.columns(question, texts(question))

    assert kind.tally(question, one.answer) == one.counted
    assert kind.cells(question, one.answer) == one.cells
    assert len(columns) == len(one.cells)
    assert len({column.name for column in columns}) == len(columns)


@on_page
@pytest.mark.parametrize("language", ["en", "ar"])
def test_its_page_is_sound(code, language):
    page = Page(drawn(example(code).question(), language))

    assert page.headings.count("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert page.described <= set(page.ids)
    assert {control["id"] for control in page.controls} <= page.labels
    assert not {"script", "style"} & set(page.tags)


@answerable
def test_an_answer_shown_again_and_sent_again_is_the_same(code):
    one = example(code)
    question = one.question()

    page = Page(drawn(question, answers={"q1": one.answer}))

    assert take(question, page.sent) == one.answer


@answerable
def test_a_faulty_page_shows_what_was_sent_and_why_it_came_back(code):
    one = example(code)
    question = one.question(required=True)
    missing = take(question, {})

    html = drawn(question, faults={"q1": missing}, typed=posted(one.sent))

    page = Page(html)
    assert missing.code == "required"
    assert missing.message in html
    assert f'href="#{KINDS[code].first_field(question)}"' in html
    assert KINDS[code].first_field(question) in page.ids
    assert page.described <= set(page.ids)
    assert take(question, page.sent) == one.answer


@answerable
def test_left_empty_it_is_no_answer_unless_it_must_be_answered(code):
    one = example(code)

    assert take(one.question(), {}) == {}
    assert take(one.question(), Page(drawn(one.question())).sent) == {}
    assert take(one.question(required=True), {}).code == "required"


@answerable
def test_what_does_not_fit_comes_back_with_a_sentence(code):
    one = example(code)

    for sent in one.refused:
        message = fault(one.question(), sent)
        assert message.endswith("."), sent


@answerable
@pytest.mark.parametrize("text", [*HOSTILE, "x" * 100_000, "9" * 100_000])
def test_garbage_is_refused_or_kept_harmless(code, text):
    one = example(code)
    question = one.question()
    sent = dict.fromkeys([*one.sent, "q1", "q1-none", "q1-text"], text)

    taken = take(question, sent)

    if isinstance(taken, AnswerFault):
        html = drawn(question, faults={"q1": taken}, typed=posted(sent))
    else:
        assert len(json.dumps(taken)) <= LONG_TEXT_LIMIT + 100
        assert "\x00" not in json.dumps(taken)
        html = drawn(question, answers={"q1": taken})
        KINDS[code].tally(question, taken)
        KINDS[code].cells(question, taken)
        KINDS[code].in_words(question, taken, texts(question))
    assert "<script>" not in html
    assert "<img" not in html


@answerable
def test_fields_sent_twice_are_taken_or_refused_and_never_both(code):
    one = example(code)
    question = one.question()
    twice = {
        name: (value if isinstance(value, list) else [value]) * 2
        for name, value in one.sent.items()
    }

    assert take(question, twice) == one.answer


@answerable
def test_each_count_fits_its_column(code):
    one = example(code)

    assert all(len(found) <= 90 for found in one.counted)


@with_ways_out
@pytest.mark.parametrize(
    "setting, way",
    [("may_decline", DECLINED), ("may_not_apply", NOT_APPLICABLE)],
)
def test_a_way_out_is_an_answer_of_its_own(code, setting, way):
    kind = KINDS[code]
    question = example(code).question(settings={setting: True}, required=True)
    page = Page(drawn(question))
    [control] = [c for c in page.controls if c.get("value") == way]

    answer = take(question, {control["name"]: way})

    assert answer == {"code": way}
    assert kind.tally(question, answer) == [way]
    assert set(kind.cells(question, answer)) <= {way, ""}
    assert way in kind.cells(question, answer)
    assert kind.in_words(question, answer, texts(question)) == [WAY_LABELS[way]]
    again = Page(drawn(question, answers={"q1": answer}))
    assert again.sent[control["name"]] == [way]
    assert take(question, again.sent) == answer


@with_ways_out
def test_a_way_out_that_is_not_offered_is_not_taken(code):
    question = example(code).question()

    for sent in ({"q1": DECLINED}, {"q1-none": DECLINED}):
        taken = take(question, sent)
        assert isinstance(taken, AnswerFault) or taken != {"code": DECLINED}


@with_ways_out
def test_an_answer_and_a_way_out_together_are_sent_back(code):
    one = example(code)
    question = one.question(settings={"may_decline": True})
    names = {c["name"]: c for c in Page(drawn(question)).controls}
    ways = [n for n, c in names.items() if c.get("value") == DECLINED]
    if KINDS[code].has_choices and "q1" in names and names["q1"]["type"] == "radio":
        pytest.skip("A browser sends one radio of a group.")
    way = ways[0]
    own = one.sent.get(way, [])
    own = own if isinstance(own, list) else [own]

    taken = take(question, one.sent | {way: [*own, DECLINED]})

    assert isinstance(taken, AnswerFault)
    assert taken.code == "both"
    assert "I would rather not say" in taken.message


@with_ways_out
def test_four_ways_of_saying_nothing_differ_in_exports(code):
    kind = KINDS[code]
    question = example(code).question(
        settings={"may_decline": True, "may_not_apply": True}
    )

    rows = [
        tuple(kind.cells(question, answer))
        for answer in (None, {}, {"code": DECLINED}, {"code": NOT_APPLICABLE})
    ]

    assert len(set(rows)) == 4
    if code != "several_choices":  # there 0 and empty say it, in every column
        assert [row[0] for row in rows] == [
            NOT_SHOWN,
            NO_ANSWER,
            DECLINED,
            NOT_APPLICABLE,
        ]


@every_kind
def test_paper_has_a_shape_for_it_with_a_code_beside_each_choice(code):
    question = example(code).question()

    printed = KINDS[code].printed(question, texts(question))

    shapes = {"choices", "several", "grid", "line", "lines", "boxes", "words"}
    assert printed.shape in shapes
    codes = [choice["code"] for choice in question["choices"]]
    assert [choice for choice, _label in printed.choices] == codes
    assert [row for row, _label in printed.rows] == [
        r["code"] for r in question["rows"]
    ]


@every_kind
def test_an_xlsform_calls_it_something_and_knows_it_again(code):
    found = KINDS[code].xls_type(example(code).question())

    assert found.type
    assert kind_of_xls(found.type, found.appearance) == code


def test_what_no_xlsform_row_of_ours_says_is_no_kind():
    assert kind_of_xls("geopoint") == ""


@every_kind
def test_its_settings_are_checked_and_kept_as_plain_json(code):
    kind = KINDS[code]
    fields = kind.setting_fields()
    empty = {name: field.clean(None) for name, field in fields.items()}
    if code == "hidden":
        empty["parameter"] = "place"

    kept = kind.checked_settings(empty)

    assert json.loads(json.dumps(kept)) == kept
    assert all(field.label for field in fields.values())


@on_page
def test_it_shares_a_page_with_another_question(code):
    one = example(code)
    other = one.question(key="q2")
    together = pages(one.question(), other, together=True)

    page = Page(together.question_page(0, Filling()))

    assert (page.headings.count("h1"), page.headings.count("h2")) == (1, 2)
    assert len(page.ids) == len(set(page.ids))

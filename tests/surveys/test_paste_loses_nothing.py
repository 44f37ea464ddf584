from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.surveys.pasting import mend, read
from feedback.surveys.pasting.lines import INVISIBLE

MARKS = ["", "1. ", "2) ", "Q3: ", "a) ", "- ", "• ", "☐ ", "( ) ", "[ ] ", "  ", "# "]
WORDS = [
    "How clear and helpful was it?",
    "Did you call us?",
    "Yes / No / I am not sure",
    "Yes",
    "Something else: ____",
    "None of these",
    "(select all that apply)",
    "You can skip this. *",
    "______",
    "Rate it from 1 to 5",
    "SECTION ONE",
    "Please explain.",
    "*italic* _text_ ? /",
    "",
]
LINES = st.lists(
    st.builds(
        "".join, st.tuples(st.sampled_from(MARKS), st.sampled_from(WORDS) | st.text())
    ),
    max_size=25,
)


def written(text):
    """Numbers of the lines on which a person sees something."""
    return [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if INVISIBLE.sub("", line).strip()
    ]


def kept(pasted):
    lines = {line for question in pasted.questions for line in question.lines}
    lines |= {heading.line for heading in pasted.headings}
    return sorted(lines | {leftover.line for leftover in pasted.leftovers})


@given(st.text(max_size=400))
@settings(deadline=None, derandomize=True)
def test_no_text_breaks_reading_and_each_line_is_kept(text):
    assert kept(read(text)) == written(text)


@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n"]))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_document_breaks_reading_and_each_line_is_kept(lines, newline):
    text = newline.join(lines)

    pasted = read(text)

    assert kept(pasted) == written(text)
    assert all(question.label for question in pasted.questions)


@given(LINES)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_one_click_after_another_ends_with_nothing_left_to_mend(lines):
    pasted = read("\n".join(lines))

    for _ in range(500):
        mendable = [n for n, fault in enumerate(pasted.faults) if fault.can_mend]
        if not mendable:
            break
        mended = mend(pasted, mendable[0])
        assert mended != pasted
        pasted = mended

    assert [fault.reason for fault in pasted.faults if fault.can_mend] == []

"""Whatever happens to texts while a file is away, nobody's words go unasked."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.interchange.comparing import ASKED, TAKEN, Kind, kind_of
from feedback.interchange.units import Unit, short_mark
from feedback.surveys.translation.rows import TranslateRow
from studies.wording.placeholders import faults
from studies.wording.translations import State, TranslatedText

WORDS = ["", "carta", "Su carta", "Su carta de [program]", "{{q1}}", "=1", "\u200fخطاب"]
words = st.sampled_from(WORDS)
sources = st.sampled_from(["Letter", "Your letter", "Your [program] letter"])


def row_of(source, text):
    state = State.DRAFT if text else State.MISSING
    return TranslateRow(
        text=TranslatedText("thing:1:label", source, text, state),
        name="q1",
        part="q1",
        group="Question 1",
        typed=text,
        seen="",
    )


@given(
    source_then=sources,
    source_now=sources,
    target_then=words,
    target_now=words,
    sent=words,
    has_mark=st.booleans(),
)
def test_only_what_nobody_else_touched_is_taken_in_unasked(
    source_then, source_now, target_then, target_now, sent, has_mark
):
    mark = f"{short_mark(source_then)}-{short_mark(target_then)}" if has_mark else ""
    unit = Unit(key="q1", source=source_then, target=sent, mark=mark)

    kind = kind_of(unit, {"q1": row_of(source_now, target_now)})

    touched = target_now != target_then if has_mark else bool(target_now)
    if kind in TAKEN:
        assert not touched
        assert source_now == source_then
        assert not faults(source_now, sent)
        assert sent not in ("", target_now)
    if kind not in TAKEN | ASKED:
        assert sent in ("", target_now)
    if not touched and source_now == source_then and sent not in ("", target_now):
        assert kind in TAKEN or kind == Kind.BRACKETS

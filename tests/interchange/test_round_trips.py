"""What is written is read back the same, in each format, whatever people type."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.interchange.formats import FORMATS
from feedback.interchange.units import Batch, Unit, short_mark
from studies.wording.translations import cleaned

AWKWARD = [
    "=1+1",
    "+49 (0)",
    "-",
    "@home",
    "'quoted'",
    "\u200fمرحبا\u200f 12 \u200ethere",
    'He said "yes" \\n and \\ left',
    "one\ntwo\n\nthree",
    "tab\there",
    "]]> & <b>bold</b> &amp; &#10;",
    "👩🏽‍🦽🇲🇽",
    "_x000D_ line_x0041_end",
    "_x005F_ and x005F_",
    "[program] {link} {{ q1 }}",
    "#, fuzzy",
    'msgid ""',
    "%s 100% %(name)s",
    "  ",
    "1234567890123456789",
    "1.0",
    "TRUE",
    "2026-11-22",
    "#REF!",
    "我们写信。",
    "\ufeffbom",
    "a\u00a0b",
    "\ud7ff\ue000\U0010fffd",
]
texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(max_size=60),
    st.lists(st.sampled_from(AWKWARD), max_size=3).map("".join),
).map(cleaned)


def batch_of(pairs):
    return Batch(
        survey="survey:7:texts",
        source_language="en",
        target_language="ar",
        units=[
            Unit(
                key=f"q{number}:hint",
                source=source or "source",
                target=target,
                mark=f"{short_mark(source)}-{short_mark(target)}",
                where=f"Question {number} · Hint",
                state="draft",
                is_open=number % 2 == 0 and bool(target),
                before="what stood there before" if number % 2 == 0 else "",
                row=number,
            )
            for number, (source, target) in enumerate(pairs, start=1)
        ],
    )


def said(batch):
    return [(unit.key, unit.source, unit.target, unit.mark) for unit in batch.units]


@pytest.mark.parametrize("ending", FORMATS)
@given(pairs=st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_text_comes_back_as_it_went_out(ending, pairs):
    batch = batch_of(pairs)

    back = FORMATS[ending].read(FORMATS[ending].write(batch))

    assert said(back) == said(batch)
    assert (back.survey, back.source_language, back.target_language) == (
        "survey:7:texts",
        "en",
        "ar",
    )


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("text", AWKWARD)
def test_each_awkward_text_comes_back_as_it_went_out(ending, text):
    batch = batch_of([(cleaned(text) or "source", cleaned(text))])

    assert said(FORMATS[ending].read(FORMATS[ending].write(batch))) == said(batch)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_second_trip_writes_the_same_file(ending):
    batch = batch_of([("One", "واحد"), ("Two", "")])
    written = FORMATS[ending].write(batch)

    back = FORMATS[ending].read(written)

    assert said(FORMATS[ending].read(FORMATS[ending].write(back))) == said(
        replace(batch, units=batch.units)
    )

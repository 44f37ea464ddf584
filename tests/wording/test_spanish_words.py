import json

import pytest

from studies.wording.checks import check
from studies.wording.findings import Level, Rule, TextKind
from studies.wording.spanish_words import LIST


def marked(text):
    return [
        (text[finding.start : finding.end], finding.suggestion)
        for finding in check(text, "es", TextKind.MESSAGE)
        if finding.rule == Rule.HARD_WORD
    ]


def test_each_row_names_its_words_once_and_a_plain_one_where_there_is_one():
    rows = json.loads(LIST.read_text(encoding="utf-8"))
    names = [row["avoid"] for row in rows]

    assert len(rows) > 200
    assert len(names) == len(set(names))
    assert [row for row in rows if row["fix"] and not row["prefer"]] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Puede solicitar ayuda.", ("solicitar", "pedir")),
        ("Usted solicitó ayuda.", ("solicitó", "")),
        ("Con el fin de firmar, venga.", ("Con el fin de", "Para")),
        ("Vive en su domicilio.", ("domicilio", "dirección")),
        ("Los pagos ya percibidos cuentan.", ("percibidos", "")),
    ],
)
def test_only_what_fits_as_it_stands_is_offered(text, expected):
    assert marked(text) == [expected]


@pytest.mark.parametrize(
    "text", ["Una persona le ayuda.", "La fórmula es fácil.", "El abono del jardín."]
)
def test_words_that_look_alike_are_left_alone(text):
    assert marked(text) == []


def test_our_own_words_are_notes():
    [finding] = check("Puede solicitar ayuda.", "es", TextKind.MESSAGE)

    assert finding.level == Level.NOTE
    assert "pedir" in str(finding.reason)

import pytest

from studies.wording.checks import check, check_texts
from studies.wording.findings import Text, TextKind
from studies.wording.readability import figures
from tests.wording import demo_texts

DEMO = [
    (demo_texts.CONSENT, TextKind.CONSENT),
    (demo_texts.INVITATION, TextKind.MESSAGE),
    (demo_texts.REMINDER, TextKind.MESSAGE),
    (demo_texts.SMS, TextKind.MESSAGE),
    (demo_texts.SHARE_BACK, TextKind.SHARE_BACK),
]


@pytest.mark.parametrize(("text", "kind"), DEMO)
def test_plain_demo_texts_raise_no_alarm(text, kind):
    found = check(text, "en", kind)

    assert [
        (finding.rule, text[finding.start : finding.end]) for finding in found
    ] == []


def test_demo_texts_read_at_the_level_that_they_promise():
    assert check_texts([Text(text, "en", kind) for text, kind in DEMO]) == []


def test_grades_stay_near_those_of_an_independent_count():
    grades = {
        name: (figures(text, "en").grade, figures(text, "en").smog)
        for name, text in [
            ("consent", demo_texts.CONSENT),
            ("invitation", demo_texts.INVITATION),
            ("reminder", demo_texts.REMINDER),
        ]
    }
    counted = {"consent": (2.4, 6.0), "invitation": (3.4, 7.0), "reminder": (3.2, 6.1)}

    for name, (grade, smog) in counted.items():
        assert grades[name] == (pytest.approx(grade, abs=1), pytest.approx(smog, abs=1))

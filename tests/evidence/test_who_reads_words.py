"""Words that people said stay in the studio: whatever reads them is listed here."""

import re
from pathlib import Path

import pytest

from cxstudio.refusal import Refusal
from studies.evidence import actions as evidence
from studies.evidence.models import Highlight
from studies.people import agreeing
from tests import make

ROOT = Path(__file__).resolve().parent.parent.parent
READ_WORDS = {
    "feedback/demo/deciding.py",
    "feedback/demo/hearing.py",
    "feedback/results/marking.py",
    "feedback/results/taking_back.py",
    "studies/evidence/actions.py",
    "studies/evidence/admin.py",
    "studies/evidence/erasing.py",
    "studies/evidence/forms.py",
    "studies/evidence/leaving_out.py",
    "studies/evidence/models.py",
    "studies/evidence/quoting.py",
    "studies/evidence/strength.py",
    "studies/evidence/views/hearing.py",
    "studies/models.py",
    "studies/withdrawal/taking_out.py",
}


def test_no_export_no_api_and_no_public_page_reads_them():
    files = [
        path
        for room in ("studies", "feedback", "cxstudio")
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
    ]

    found = {
        str(path.relative_to(ROOT))
        for path in files
        if re.search(r"\bHighlight\b", path.read_text())
    }

    assert found == READ_WORDS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("purposes", "kept"), [(["take_part"], 0), (["take_part", "quote"], 1)]
)
def test_words_of_a_talk_are_kept_only_from_who_agreed_to_be_quoted(purposes, kept):
    round_ = make.round_()
    person = make.participant(study=round_.study)
    make.consent(study=round_.study)
    agreeing.agree(person.pk, purposes, language="en")
    talk = make.conversation(round=round_, participant=person)
    said = {"study": round_.study, "round": round_, "language": "en", "by": None}

    try:
        evidence.highlight(words="It is long.", conversation=talk, **said)
        code = ""
    except Refusal as refusal:
        code = refusal.code

    assert (Highlight.objects.count(), code) == (kept, "" if kept else "no_consent")

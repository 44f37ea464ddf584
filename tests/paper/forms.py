"""A survey with every kind of question, rules and a section, and its form on paper."""

import io
from dataclasses import asdict

import pypdf

from feedback.paper import sheets
from feedback.paper.blocks import Block, Sheet
from feedback.surveys.models import Survey
from studies.printing import pdf
from studies.printing.typesetting import typeset
from tests import make


def every_kind(**fields) -> Survey:
    """One question of each kind; the hidden one is not for paper."""
    survey = make.survey(title="Your letter", **fields)
    ask = {"survey": survey}
    make.question(**ask, choices=["Yes", "No"], label="Did you get a letter?")
    choices = ["Hard words", "Something else", "Nothing"]
    hard = make.question(
        **ask, choices=choices, kind="several_choices", label="What was hard?"
    )
    hard.choices.filter(code="c2").update(other=True)
    hard.choices.filter(code="c3").update(exclusive=True)
    make.question(**ask, kind="yes_no", choices=["Yes", "No"], label="Did it help?")
    make.question(
        **ask,
        kind="scale",
        choices=["Bad", "Good"],
        settings={"preset": "nps"},
        label="How was it?",
    )
    grid = make.question(**ask, kind="matrix", choices=["Bad", "Good"], label="Each?")
    for place, label in enumerate(["The words", "The size"]):
        grid.rows.create(code=f"r{place + 1}", label=label, position=place)
    for kind in ("short_text", "long_text", "number", "date", "postal_code", "phone"):
        settings = {"may_decline": True} if kind == "number" else {}
        make.question(**ask, kind=kind, label=f"A {kind}?", settings=settings)
    make.question(**ask, kind="consent", choices=["I agree"], label="May we?")
    make.question(**ask, kind="statement", label="Almost done.")
    make.question(**ask, kind="hidden", label="Place", settings={"parameter": "place"})
    return Survey.objects.get(pk=survey.pk)


def sheet_of(survey: Survey, language: str = "en", version: str = "draft") -> Sheet:
    return sheets.source(survey, version).sheet(language)


def blocks_of(survey: Survey, language: str = "en") -> dict[str, Block]:
    return {one.key: one for one in sheet_of(survey, language).blocks}


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def words_of(made: bytes) -> str:
    """All text in the order in which it stands, in one line."""
    return " ".join(" ".join(page.extract_text() for page in read(made).pages).split())


def form_of(sheet: Sheet, **look) -> bytes:
    """As `pdf.make` does, in this process: a new one for each test would take long."""
    return typeset(sheets.FORM, pdf.told(asdict(sheet), sheet.language, **look))

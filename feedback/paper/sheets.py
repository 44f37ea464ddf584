"""Which form a member asks for, and its PDF."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from feedback.answering.editions import Edition, edition
from feedback.answering.previewing import Preview
from feedback.paper.blocks import Sheet
from feedback.paper.drawing import draw
from feedback.paper.reviewing import ReviewSheet
from feedback.surveys.models import Survey, SurveyVersion
from studies.people import terms
from studies.people.terms import Terms
from studies.printing import pdf
from studies.wording.tags import language_info

DRAFT = "draft"
FORM, REVIEW = "feedback/paper/typst/form.typ", "feedback/paper/typst/review.typ"


@dataclass(frozen=True)
class Source:
    """A published version, or the draft, languages that come later included."""

    edition: Edition
    version: SurveyVersion | None
    terms: Terms | None  # what people agree to, as it is published now

    @property
    def languages(self) -> list[str]:
        return self.edition.document["languages"]

    def sheet(self, language: str) -> Sheet:
        return draw(self.edition, language, self.version, self.terms)

    def missing(self, language: str) -> str:
        """The letters of this language for which there is no font here."""
        texts = self.edition.document["texts"][language].values()
        face = self.edition.around.agency.speak(language)
        own = language_info(language)["name_local"]
        return pdf.missing_letters("".join([*texts, face["name"], own]), language)


def source(survey: Survey, name: str) -> Source | None:
    """By a version's number or "draft"; the newest where nothing was asked for."""
    versions = survey.versions.order_by("-number")
    if name == DRAFT:
        return _draft(survey)
    if not name:
        version = versions.first()
        return _published(survey, version) if version else _draft(survey)
    version = None
    if name.isdecimal() and len(name) < 6:
        version = versions.filter(number=int(name)).first()
    return _published(survey, version) if version else None


def _published(survey: Survey, version: SurveyVersion) -> Source:
    return Source(edition(version.pk), version, terms.in_force(survey.activity_id))


def _draft(survey: Survey) -> Source:
    return Source(Preview(survey).edition, None, terms.in_force(survey.activity_id))


def form_pdf(sheet: Sheet, look: Mapping[str, object]) -> bytes:
    return pdf.make(FORM, asdict(sheet), language=sheet.language, **look)


def review_pdf(sheet: ReviewSheet, look: Mapping[str, object]) -> bytes:
    content = asdict(sheet)
    for part in content["parts"]:
        part["columns"] = [
            pdf.spoken(code) | {"name": name}
            for code, name in zip(part["languages"], part["names"], strict=True)
        ]
    return pdf.make(REVIEW, content, language=sheet.language, **look)

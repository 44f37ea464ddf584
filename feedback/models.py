from feedback.answering.models import Receipt, SurveyResponse
from feedback.exports.models import ExportLog
from feedback.interchange.models import IncomingFile
from feedback.results.models import Tally
from feedback.surveys.models import (
    Approval,
    Choice,
    Comment,
    GuestLink,
    Question,
    Rule,
    Section,
    Survey,
    SurveyVersion,
)

__all__ = [
    "Approval",
    "Choice",
    "Comment",
    "ExportLog",
    "GuestLink",
    "IncomingFile",
    "Question",
    "Receipt",
    "Rule",
    "Section",
    "Survey",
    "SurveyResponse",
    "SurveyVersion",
    "Tally",
]

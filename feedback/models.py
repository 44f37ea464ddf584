from feedback.answering.models import (
    Receipt,
    ResumeCode,
    SurveyResponse,
    UnsentTally,
)
from feedback.exports.models import ExportLog
from feedback.interchange.models import IncomingFile
from feedback.results.models import Judgment, Tally
from feedback.safety.models import SafetyFlag, SafetyMail
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
    "Judgment",
    "Question",
    "Receipt",
    "ResumeCode",
    "Rule",
    "SafetyFlag",
    "SafetyMail",
    "Section",
    "Survey",
    "SurveyResponse",
    "SurveyVersion",
    "UnsentTally",
    "Tally",
]

from studies.agencies.admin import AgencyAdmin, ServiceAdmin
from studies.evidence.admin import (
    DecisionAdmin,
    HighlightAdmin,
    InsightAdmin,
    ShareBackAdmin,
)
from studies.people.admin import ConversationAdmin
from studies.planning.admin import StudyAdmin

__all__ = [
    "AgencyAdmin",
    "ConversationAdmin",
    "DecisionAdmin",
    "HighlightAdmin",
    "InsightAdmin",
    "ServiceAdmin",
    "ShareBackAdmin",
    "StudyAdmin",
]

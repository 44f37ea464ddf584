from studies.planning.models.activity import Activity
from studies.planning.models.concept import ConceptVersion
from studies.planning.models.study import ResearchQuestion, Round, Segment, Study

__all__ = [
    "Activity",
    "ConceptVersion",
    "ResearchQuestion",
    "Round",
    "Segment",
    "Study",
]

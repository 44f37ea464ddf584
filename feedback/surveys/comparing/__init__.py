"""What differs between two versions of a survey, each difference with its class."""

from feedback.surveys.comparing.changes import Change, Level, What, regrade
from feedback.surveys.comparing.documents import changes

__all__ = ["Change", "Level", "What", "changes", "regrade"]

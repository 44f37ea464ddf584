from studies.people.models.access import AccessLog
from studies.people.models.conversation import Conversation, Level, Method
from studies.people.models.participant import (
    Participant,
    UpdateRequest,
    WaitingRequest,
    next_number,
)
from studies.people.models.person import Person

__all__ = [
    "AccessLog",
    "Conversation",
    "Level",
    "Method",
    "Participant",
    "Person",
    "UpdateRequest",
    "WaitingRequest",
    "next_number",
]

from studies.people.models.access import AccessLog, Where
from studies.people.models.consent import ConsentText, ConsentVersion, Purpose
from studies.people.models.conversation import Conversation, Level, Method
from studies.people.models.given import Consent
from studies.people.models.hold import LegalHold
from studies.people.models.panel import Channel, PanelMember
from studies.people.models.participant import (
    Need,
    Participant,
    UpdateRequest,
    WaitingRequest,
    next_number,
)
from studies.people.models.payment import Payment
from studies.people.models.person import Person
from studies.people.models.withdrawal import Withdrawal

__all__ = [
    "AccessLog",
    "Channel",
    "Consent",
    "ConsentText",
    "ConsentVersion",
    "Conversation",
    "LegalHold",
    "Level",
    "Method",
    "Need",
    "PanelMember",
    "Participant",
    "Payment",
    "Person",
    "Purpose",
    "UpdateRequest",
    "WaitingRequest",
    "Where",
    "Withdrawal",
    "next_number",
]

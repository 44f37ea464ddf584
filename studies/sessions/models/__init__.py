from studies.sessions.models.booking import Booking
from studies.sessions.models.letter import Letter
from studies.sessions.models.note import Note
from studies.sessions.models.session import Session, Slot

__all__ = ["Booking", "Letter", "Note", "Session", "Slot"]

from studies.outreach.models.audience import Kind, Reached
from studies.outreach.models.delivery import REACHED, SENT, Delivery, DeliveryQuerySet
from studies.outreach.models.message import (
    PANEL_STEPS,
    REMINDERS,
    SURVEY_REMINDERS,
    WORDS_OF,
    Message,
    Step,
)
from studies.outreach.models.pacing import Heartbeat, Pace, SlowDomain
from studies.outreach.models.provider_news import ProviderNews
from studies.outreach.models.sender import Sender
from studies.outreach.models.suppression import Suppression
from studies.outreach.models.wave import Wave

__all__ = [
    "PANEL_STEPS",
    "REACHED",
    "REMINDERS",
    "Reached",
    "SENT",
    "SURVEY_REMINDERS",
    "WORDS_OF",
    "Delivery",
    "DeliveryQuerySet",
    "Heartbeat",
    "Kind",
    "Message",
    "Pace",
    "Sender",
    "SlowDomain",
    "ProviderNews",
    "Step",
    "Suppression",
    "Wave",
]

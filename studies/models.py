from studies.agencies.models import Agency, ApiToken, Invitation, Member, Service, User
from studies.evidence.models import Change, Decision, Highlight, Insight, ShareBack
from studies.intake.models import PeopleFile
from studies.outreach.models import Delivery, Message, Suppression, Wave
from studies.partners.models import InviteLink, Partner, Partnership
from studies.people.models import (
    AccessLog,
    ConsentText,
    ConsentVersion,
    Conversation,
    PanelMember,
    Participant,
    Payment,
    Person,
    UpdateRequest,
    WaitingRequest,
)
from studies.planning.models import (
    Activity,
    ConceptVersion,
    ResearchQuestion,
    Round,
    Segment,
    Study,
)
from studies.wording.models import Override, PastTranslation, Translation, Vouch

__all__ = [
    "AccessLog",
    "Activity",
    "Agency",
    "ApiToken",
    "Change",
    "ConceptVersion",
    "ConsentText",
    "ConsentVersion",
    "Conversation",
    "Decision",
    "Delivery",
    "Highlight",
    "Insight",
    "Invitation",
    "InviteLink",
    "Member",
    "Message",
    "Override",
    "PanelMember",
    "Participant",
    "Partner",
    "Partnership",
    "PastTranslation",
    "Payment",
    "PeopleFile",
    "Person",
    "ResearchQuestion",
    "Round",
    "Segment",
    "Service",
    "ShareBack",
    "Study",
    "Suppression",
    "Translation",
    "UpdateRequest",
    "WaitingRequest",
    "User",
    "Vouch",
    "Wave",
]

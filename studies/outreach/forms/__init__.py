from studies.outreach.forms.audience import AudienceForm
from studies.outreach.forms.sender import SenderCodeForm, SenderForm
from studies.outreach.forms.writing import MailingForm

__all__ = ["AudienceForm", "MailingForm", "SenderCodeForm", "SenderForm"]

from studies.outreach.forms.audience import AudienceForm
from studies.outreach.forms.writing import MailingForm

__all__ = ["AudienceForm", "MailingForm"]

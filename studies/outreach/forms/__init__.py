from studies.outreach.forms.writing import MailingForm

__all__ = ["MailingForm"]

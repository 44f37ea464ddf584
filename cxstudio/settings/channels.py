"""By which way messages leave: which module of studies/outreach/channels sends what."""

from cxstudio.settings.mail import EMAIL_PROVIDER
from cxstudio.settings.reading import one_of

_mail = "anymail" if EMAIL_PROVIDER else "smtp"
CHANNELS = {
    "email": one_of("CXSTUDIO_EMAIL_CHANNEL", [_mail, "file"]),
    "sms": "",
}

"""By which way messages leave: which module of studies/outreach/channels sends what."""

from cxstudio.settings.mail import EMAIL_PROVIDER
from cxstudio.settings.reading import env, one_of

_mail = "anymail" if EMAIL_PROVIDER else "smtp"
CHANNELS = {
    "email": one_of("CXSTUDIO_EMAIL_CHANNEL", [_mail, "file"]),
    "sms": one_of("CXSTUDIO_SMS_CHANNEL", ["", "twilio", "notify", "file"]),
}
# What the gateway for text messages asks for, see docs/operations.md.
SMS = env.json("CXSTUDIO_SMS_SETTINGS", default={})
# Of phone numbers that are written without a country.
PHONE_COUNTRY = env.str("CXSTUDIO_PHONE_COUNTRY", default="US").upper()

"""By which way messages leave: which module of studies/outreach/channels sends what."""

from cxstudio.settings.reading import one_of

CHANNELS = {
    "email": one_of("CXSTUDIO_EMAIL_CHANNEL", ["smtp", "file"]),
    "sms": "",
}

"""What can be counted of a person's things: kinds kept as codes, shown in words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

LABELS = {
    "answers": _("answers to surveys"),
    "words": _("quotes that we kept"),
    "talks": _("talks, with what we heard"),
    "notes": _("notes of visits"),
    "bookings": _("booked visits"),
    "mails": _("messages that waited"),
    "requests": _("wishes to be told what changed"),
    "contact": _("name and addresses"),
    "contacts": _("people’s names and addresses"),
    "consents": _("records of what people agreed to"),
    "payments": _("records of payments"),
    "observations": _("observations of staff"),
    "problems": _("problems that partners told us of"),
    "office_mails": _("monthly mails to offices"),
    "partner_contacts": _("names and addresses at partners and offices"),
    "unsent": _("answers that nobody sent"),
    "unconfirmed": _("wishes to be asked again that nobody confirmed"),
    "silent": _("people to ask again, 24 months without a sign"),
    "waited": _("erasures that waited for the end of a legal hold"),
}


def in_words(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Those above zero, in one order for every page."""
    return [(str(LABELS[kind]), counts[kind]) for kind in LABELS if counts.get(kind)]

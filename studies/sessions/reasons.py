"""Why a mail about a visit was not sent, where that means another thing than usual."""

from django.utils.translation import gettext_lazy as _

from studies.outreach import reasons

OF_VISITS = {
    "full": _("no free time to choose"),
    "closed": _("the study is closed"),
    "changed": _("the visit changed meanwhile; the newer mail says how"),
    "too_late": _("the visit had begun"),
    "refused": _("the mail server refused it: look at the address"),
}


def label(code: str) -> str:
    return str(OF_VISITS.get(code) or reasons.label(code))

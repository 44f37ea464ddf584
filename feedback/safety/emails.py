from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from studies.agencies.models import Member


def may_need_help(owner: Member, *, new: int, waiting: int) -> EmailMessage:
    """Numbers of people and the link to read on; nothing that anybody answered.

    It does not name the study: a subject stands on locked screens.
    """
    with translation.override(owner.user.language):
        link = settings.BASE_URL + reverse("may-need-help")
        context = {"new": new, "waiting": waiting, "link": link}
        return EmailMessage(
            subject=_("Someone may need help"),
            body=render_to_string("safety/mail/may_need_help.txt", context),
            to=[owner.user.email],
        )

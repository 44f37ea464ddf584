from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from feedback.results.models import MorningWish
from studies.outreach import tokens
from studies.partners.models import OfficeMonth
from studies.wording.agency_face import face


def office_month(row: OfficeMonth, *, is_first: bool) -> EmailMessage:
    """What customers said at one office in one month, with the way to stop it."""
    address = row.address
    stop = reverse("office-stop", args=[tokens.office_token(address.pk)])
    stop_url = settings.BASE_URL + stop
    with translation.override(address.language):
        subject = _("What customers said at %(office)s: %(month)s") % {
            "office": " ".join(row.partner.name.split()),
            "month": month_name(row),
        }
        return EmailMessage(
            subject=subject,
            body=words(row, stop_url=stop_url, is_first=is_first),
            to=[address.email],
            headers=_headers(stop_url),
        )


def morning(wish: MorningWish, day: date, found: Sequence[object]) -> EmailMessage:
    """How many new answers came on a day, to one member in their language."""
    user, stop_url = wish.member.user, _morning_stop_url(wish)
    with translation.override(user.language):
        shown = date_format(day, "DATE_FORMAT")
        context = {
            "day": shown,
            "found": found,
            "results_url": settings.BASE_URL + reverse("results-list"),
            "stop_url": stop_url,
        }
        return EmailMessage(
            subject=_("New answers on %(day)s") % {"day": shown},
            body=render_to_string("results/mail/morning.txt", context),
            to=[user.email],
            headers=_headers(stop_url),
        )


def _morning_stop_url(wish: MorningWish) -> str:
    stop = reverse("morning-stop", args=[tokens.morning_token(wish.pk)])
    return settings.BASE_URL + stop


def _headers(stop_url: str) -> dict[str, str]:
    """What a mail program needs for its own button to stop mails."""
    return {
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def words(row: OfficeMonth, *, stop_url: str, is_first: bool) -> str:
    """The mail's text, in the language that is active."""
    agency = face(row.partner.agency, translation.get_language())
    context = {
        "office": row.partner.name,
        "month": month_name(row),
        "surveys": row.said or [],
        "agency": agency["name"],
        "how_we_got_it": row.address.how_we_got_it if row.address else "",
        "is_first": is_first,
        "stop_url": stop_url,
    }
    text = render_to_string("results/mail/office_month.txt", context)
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for n, line in enumerate(lines) if line or lines[n - 1]]
    return "\n".join(kept) + "\n"


def month_name(row: OfficeMonth) -> str:
    return date_format(row.month, "F Y")

"""Open links as the studio shows them: to copy, or to put into a mail of one's own."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from feedback.surveys.models import GuestLink, Survey
from studies.wording.tags import language_name

Purpose = GuestLink.Purpose
DOORS = {Purpose.TRANSLATE: "guest-translate", Purpose.COMMENT: "guest-comment"}


@dataclass(frozen=True)
class OpenLink:
    """One link with its address, and a mail to nobody yet: addresses stay outside."""

    link: GuestLink
    survey: Survey

    @property
    def address(self) -> str:
        door = reverse(DOORS[self.link.purpose], args=[self.link.token])
        return settings.BASE_URL + door

    @property
    def mailto(self) -> str:
        subject, ask = self._words()
        body = _(
            "Hello,\n\n%(ask)s\n\n%(address)s\n\nThe link works until %(day)s. You need "
            "no account. Whoever has the link can use it, so share it with care.\n\n"
            "Thank you"
        ) % {"ask": ask, "address": self.address, "day": self.last_day}
        # Line ends in a mailto address are CRLF (RFC 6068).
        body = quote(body.replace("\n", "\r\n"))
        return f"mailto:?subject={quote(subject)}&body={body}"

    @property
    def last_day(self) -> str:
        return date_format(timezone.localtime(self.link.expires_at), "DATE_FORMAT")

    def _words(self) -> tuple[str, str]:
        words = {"title": self.survey.title}
        if self.link.purpose == Purpose.TRANSLATE:
            words["language"] = language_name(self.link.language)
            return (
                _("Translate “%(title)s” into %(language)s") % words,
                _(
                    "Can you translate our survey “%(title)s” into %(language)s? This "
                    "page shows each text with a box beside it:"
                )
                % words,
            )
        return (
            _("Your comments on “%(title)s”") % words,
            _(
                "Can you read the draft of our survey “%(title)s” and say what is "
                "unclear, missing or wrong? You can comment on each question here:"
            )
            % words,
        )


def open_links(survey: Survey, purpose: str, language: str = "") -> list[OpenLink]:
    rows = survey.guest_links.open().filter(purpose=purpose, language=language)
    return [OpenLink(row, survey) for row in rows]

"""Open links as the studio shows them: to copy, or to put into a mail of one's own."""

from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.surveys.models import GuestLink, Survey
from feedback.surveys.outside.approving import approval_name
from feedback.surveys.translation.rows import OWN_TEXTS, SECTION, state_names
from studies.wording.tags import language_name
from studies.wording.translations import State

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
        ask = _(
            "Can you read the draft of our survey “%(title)s” and say what is "
            "unclear, missing or wrong? You can comment on each question here:"
        )
        if self.link.asks_for:
            what = approval_name(self.link.asks_for, self.link.language)
            words["what"] = what
            ask = _(
                "Can you read the draft of our survey “%(title)s”, and approve "
                "%(what)s by name? You can comment on each question, too:"
            )
        return _("Your comments on “%(title)s”") % words, ask % words

    @property
    def task(self) -> str:
        """What the link is for, beside its language: parts, states, an approval."""
        if self.link.asks_for:
            what = approval_name(self.link.asks_for, self.link.language)
            return _("Asks to approve %(what)s.") % {"what": what}
        names = state_names()
        said = [names[State(state)] for state in self.link.states]
        own = OWN_TEXTS in self.link.parts
        sections = sum(part.startswith(SECTION) for part in self.link.parts)
        number = len(self.link.parts) - own - sections
        if number:
            text = ngettext("%(n)d question", "%(n)d questions", number)
            said.insert(0, text % {"n": number})
        if own and (number or sections):
            said.insert(bool(number), _("title, first and last page"))
        if sections:
            text = ngettext("%(n)d section", "%(n)d sections", sections)
            said.insert(0, text % {"n": sections})
        whole = self.link.purpose == Purpose.TRANSLATE and not said
        return _("All texts") if whole else ", ".join(map(str, said))


def links_of(survey: Survey, purpose: str, language: str = "") -> list[OpenLink]:
    """Every link for this job, also those that work no more; newest first."""
    rows = survey.guest_links.filter(purpose=purpose)
    if purpose == Purpose.TRANSLATE:
        rows = rows.filter(language=language)
    return [OpenLink(row, survey) for row in rows]

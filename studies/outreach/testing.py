"""A test of a mailing, sent to whoever asks for it and to nobody else."""

from dataclasses import replace

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.outreach import channels, emails
from studies.outreach.letters import preview, texts_of
from studies.outreach.models import Delivery, Wave

# Enough to try each step in each language; not enough to trouble a mail server.
MOST, WITHIN_SECONDS = 20, 60 * 60


def send_test(wave: Wave, step: str, language: str, *, by: User) -> None:
    """Mail one step in one language to `by`, by the way that real ones go.

    It writes no row into the ledger, and its links lead nowhere.
    """
    if language not in texts_of(wave.message(step)):
        language = wave.message(step).source_language
    count(by)
    row, letter = Delivery(wave=wave, step=step), preview(wave, step, language)
    marked = replace(
        letter,
        subject=_("Test: %(subject)s") % {"subject": letter.subject},
        text=_("This is a test. Only you got it, and its links lead nowhere.")
        + f"\n\n{letter.text}",
    )
    to = emails.envelope_address(by.email)
    content = emails.build(row, marked, to=to, now=timezone.now())
    sender = emails.sender_address()
    _hand_over(channels.Outgoing(to, sender, content, reference=row.pk.hex))


def count(by: User) -> None:
    """One more test by this member, else Refusal: there is a limit for an hour."""
    key = f"test-mail:{by.pk}"
    cache.add(key, 0, WITHIN_SECONDS)
    if cache.incr(key) > MOST:
        raise Refusal(
            _("Nothing was sent: you have had many tests. Try again in an hour."),
            code="too_many",
        )


def _hand_over(outgoing: channels.Outgoing) -> None:
    try:
        with channels.open_session(Delivery.Channel.EMAIL) as session:
            sent = session.send(outgoing)
    except channels.NothingLeft:
        raise Refusal(
            _("Nothing was sent: the mail server does not answer. Try again later."),
            code="unreachable",
        ) from None
    if sent.outcome != channels.Outcome.HANDED_OVER:
        raise Refusal(
            _("The mail server did not take the test. Look at your own address."),
            code="refused",
        )

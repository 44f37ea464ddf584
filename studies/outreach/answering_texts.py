"""Somebody answers a text message: STOP and START hold at once, nothing else is kept."""

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from studies.outreach import stop_words, stopping
from studies.outreach.models import Delivery, ProviderNews
from studies.outreach.text_news import Written

Kind = ProviderNews.Kind


def answer(written: Written) -> str:
    """Do what the word says, once; gives the words to confirm it with, if any."""
    said = stop_words.read(written.text)
    if said is None or not _carry_out(written, said.stops) or written.is_answered:
        return ""
    with translation.override(said.language):
        if said.stops:
            # Translators: START and STOP may stay; words of your language work too.
            return _(
                "We will not write to you any more, in any study. The help you get "
                "stays the same. To get messages again, reply START."
            )
        return _("You get messages again. To stop at any time, reply STOP.")


def _carry_out(written: Written, stops: bool) -> bool:
    """False where this very message was carried out before."""
    row = ProviderNews(
        key=written.key,
        kind=Kind.STOPPED if stops else Kind.WANTED,
        channel=Delivery.Channel.SMS,
        address_hash=written.address_hash,
        state=ProviderNews.State.FOLDED,
    )
    try:
        with transaction.atomic():
            row.save()
            if stops:
                stopping.stop_number(written.address_hash)
            else:
                stopping.want_number(written.address_hash)
    except IntegrityError:
        return False
    return True

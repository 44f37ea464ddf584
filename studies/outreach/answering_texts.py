"""Somebody answers a text message: STOP and START hold at once, nothing else is kept."""

import logging

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cxstudio import wake
from studies.outreach import channels, stop_words, stopping
from studies.outreach.letters import nearest
from studies.outreach.models import Delivery, ProviderNews
from studies.outreach.text_news import CONFIRMS, Written
from studies.people.models import Person
from studies.people.vault import textable

log = logging.getLogger(__name__)

Kind = ProviderNews.Kind


def answer(written: Written, *, by_text: bool = False) -> str:
    """Do what the word says, once; gives the words to confirm it with, if any.

    `by_text`: the gateway passes on no answer, so a text of its own confirms it.
    """
    said = stop_words.read(written.text)
    stops = written.stops if written.stops is not None else said and said.stops
    if stops is None or not _carry_out(written, stops, by_text) or written.is_answered:
        return ""
    return "" if by_text or said is None else _words(stops, said.language)


def confirm(news_id: int) -> bool:
    """Send the one text that confirms a word, to somebody on a list of ours.

    At most once: whoever gets none is stopped all the same.
    """
    rows = ProviderNews.objects.filter(pk=news_id, tries=0)
    row = rows.filter(kind__in=[Kind.STOPPED, Kind.WANTED]).first()
    if row is None or not rows.update(tries=1):
        return False
    person = Person.objects.filter(phone_hash=row.address_hash).order_by("pk").first()
    to = textable(person.phone) if person else ""
    if not to:
        return False
    spoken = [code for code, _name in settings.LANGUAGES]
    language = nearest(person.language, spoken, settings.LANGUAGE_CODE)
    words = _words(row.kind == Kind.STOPPED, language).encode()
    outgoing = channels.Outgoing(to, "", words, reference=f"{CONFIRMS}{row.pk}")
    try:
        with channels.open_session(Delivery.Channel.SMS) as session:
            session.send(outgoing)
    except channels.NothingLeft as nothing_left:
        log.warning("word_not_confirmed", extra={"trouble": nothing_left.trouble})
        return False
    return True


def _words(stops: bool, language: str) -> str:
    with translation.override(language):
        if stops:
            # Translators: START and STOP may stay; words of your language work too.
            return _(
                "We will not write to you any more, in any study. The help you get "
                "stays the same. To get messages again, reply START."
            )
        return _("You get messages again. To stop at any time, reply STOP.")


def _carry_out(written: Written, stops: bool, by_text: bool) -> bool:
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
            if by_text:
                wake.on_commit("outreach.confirm_word", row.pk)
    except IntegrityError:
        return False
    return True

"""Writing and publishing the words that people agree to."""

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from cxstudio.stale import marker_of, refuse_stale
from studies.agencies.models import Agency, User
from studies.people import ready_consent
from studies.people.consent_words import activities, compiled
from studies.people.models import ConsentText, ConsentVersion, Purpose
from studies.planning.models import Activity, Study
from studies.wording import vouching
from studies.wording.findings import TextKind
from studies.wording.models import Vouch
from studies.wording.remarks import Remark, WrittenText, in_all_languages
from studies.wording.settling import settle
from studies.wording.tags import language_name
from studies.wording.translations import place

ASKED_NOW = (Activity.State.PUBLISHED, Activity.State.PAUSED)


@transaction.atomic
def begin(agency: Agency, study: Study | None, *, by: User) -> ConsentText:
    """The study's text, made of the ready words where there was none before."""
    language = study.source_language if study else settings.LANGUAGE_CODE
    if language not in ready_consent.written():
        language = ready_consent.WRITTEN_BY_PEOPLE
    words = {
        purpose: ready_consent.sentence(purpose, language)
        for purpose in ready_consent.BEGINS_WITH
    }
    text, is_new = ConsentText.objects.get_or_create(
        agency=agency, study=study, defaults={"source_language": language} | words
    )
    if is_new:
        ready_consent.add_translations(text, by=by)
    return text


@transaction.atomic
def write(
    text_id: int,
    sentences: Mapping[str, str],
    *,
    marker: str,
    by: User,
    later: Mapping[str, str] = MappingProxyType({}),
) -> ConsentText:
    """Save the draft: a sentence for each purpose that people are asked about.

    The words of every other purpose are kept for a day when it is asked for: those
    of `later`, else the ones that it had. Raises StaleEdit where somebody else saved
    since the draft had this `marker`.
    """
    text = _locked(text_id)
    refuse_stale(marker, text.marker)
    if not sentences.get(Purpose.TAKE_PART, "").strip():
        raise Refusal(
            _("Nothing was saved. Say what it means to take part."), code="empty"
        )
    for purpose, words in {**later, **sentences}.items():
        setattr(text, Purpose(purpose), words.strip())
    text.left_out = [p.value for p in Purpose if p.value not in sentences]
    text._history_user = by
    text.save()
    ready_consent.add_translations(text, by=by)
    return text


@transaction.atomic
def publish(
    text_id: int,
    *,
    by: User | None,
    reason: str = "",
    same_meaning: bool = False,
    seen: str = "",
) -> ConsentVersion:
    """Make the draft the version that people read; unchanged, keep the old one.

    Refused where a language that people answer in now has not been read over, and
    without a `reason` where purposes or their meaning change. `same_meaning` says
    that other words mean the same: then nobody is asked again. `seen` is the mark of
    what was on the page, see `publish_mark`: where the draft or the version became
    another meanwhile, nothing is published that nobody looked at.
    """
    text = _locked(text_id)
    words = compiled(text)
    newest = text.versions.first()
    if newest and newest.words == words:
        return newest
    _refuse_unseen(seen, publish_mark(newest, words))
    _refuse_unread(text, words)
    number = newest.number + 1 if newest else 1
    if newest and not changes_meaning(newest, words, same_meaning=same_meaning):
        meaning = newest.meaning
    else:
        meaning = number
    if newest and meaning == number and not reason.strip():
        raise Refusal(
            _(
                "Not published. Your draft is kept. It changes what people agree to: "
                "write why, then publish."
            ),
            code="no_reason",
        )
    return ConsentVersion.objects.create(
        text=text,
        number=number,
        meaning=meaning,
        words=words,
        content_hash=content_hash(words),
        reason=reason.strip(),
        published_by=by,
    )


def publish_mark(newest: ConsentVersion | None, words: Mapping[str, Any]) -> str:
    """Names the words that would be published, and the version they come after."""
    return marker_of(newest.number if newest else 0, content_hash(words))


def changes_meaning(
    newest: ConsentVersion, words: Mapping[str, Any], *, same_meaning: bool
) -> bool:
    """Whether people have to be asked again; other purposes always mean so."""
    before, now = _source(newest.words), _source(words)
    return before.keys() != now.keys() or (before != now and not same_meaning)


def written_texts(text: ConsentText) -> list[WrittenText]:
    """The draft as the plain-language check reads it, as one whole."""
    return in_all_languages(
        WrittenText(
            text,
            purpose,
            words,
            text.source_language,
            TextKind.CONSENT,
            name=str(Purpose(purpose).label),
            whole=_("Consent"),
        )
        for purpose, words in text.sentences.items()
    )


@transaction.atomic
def vouch_for(text_id: int, language: str, name: str, *, by: User) -> Vouch:
    """Somebody who read the words elsewhere stands for all of them by name."""
    text = _locked(text_id)
    where = place(text, "texts")
    return vouching.vouch(where, language, name, agency=text.agency, by=by)


@transaction.atomic
def settle_consent(text_id: int, posted: Mapping[str, str], *, by: User) -> Remark:
    """Do what a button of the review asks; see `settle`."""
    text = _locked(text_id)
    return settle(written_texts(text), posted, agency=text.agency, by=by)


def _locked(text_id: int) -> ConsentText:
    rows = ConsentText.objects.select_related("agency").select_for_update(of=["self"])
    return rows.get(pk=text_id)


def _refuse_unseen(seen: str, present: str) -> None:
    if seen and seen != present:
        raise Refusal(
            _(
                "Not published. Somebody else changed the draft or published it after "
                "you opened this page. This is how it stands now: look at it, then "
                "publish."
            ),
            code="stale",
        )


def _refuse_unread(text: ConsentText, words: Mapping[str, Any]) -> None:
    """Whoever is asked now must be able to read what they agree to."""
    asked = activities(text).filter(
        Q(closes_at=None) | Q(closes_at__gt=timezone.now()),
        state__in=ASKED_NOW,
        archived_at=None,
    )
    spoken = {code for activity in asked for code in activity.languages_ready}
    missing = sorted(spoken - words["texts"].keys())
    if missing:
        names = ", ".join(str(language_name(code)) for code in missing)
        raise Refusal(
            _(
                "Not published. Your draft is kept. People answer in %(languages)s "
                "now: have these words read over first."
            )
            % {"languages": names},
            code="not_read_over",
        )


def _source(words: Mapping[str, Any]) -> dict[str, str]:
    return words["texts"][words["source_language"]]


def content_hash(words: Mapping[str, Any]) -> str:
    ordered = json.dumps(words, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(ordered.encode()).hexdigest()

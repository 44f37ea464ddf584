"""Approvals by people outside: asked for by a link, given by name for one wording."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.compiling import compile_draft
from feedback.surveys.drafting import locked
from feedback.surveys.models import Approval, GuestLink, Survey
from studies.wording.tags import language_name

Kind = GuestLink.Approval


@dataclass(frozen=True)
class Asked:
    """One approval that somebody was asked for, and how far it is."""

    kind: str
    language: str
    link: GuestLink
    given: Approval | None = None  # for the wording as it is now
    lapsed: Approval | None = None  # the newest one for an earlier wording

    @property
    def label(self) -> str:
        return approval_name(self.kind, self.language)


def approval_name(kind: str, language: str = "") -> str:
    """What is approved, in words."""
    if kind == Kind.LANGUAGE:
        return _("the wording in %(language)s") % {"language": language_name(language)}
    return {Kind.PRIVACY: _("privacy"), Kind.LEADER: _("the survey as a whole")}[kind]


def wording_hash(survey: Survey, kind: str, language: str = "") -> str:
    """Names what an approval of this kind is about, as the draft says it now.

    One for a language is about the texts in it and in the source; the others are
    about questions, rules, promise and source texts, so that a translation mended
    later does not undo them.
    """
    others = [language] if kind == Kind.LANGUAGE else []
    others = [code for code in others if code != survey.source_language]
    document = compile_draft(survey, others)
    about = {
        name: part
        for name, part in document.items()
        if name not in ("later_languages", "missing_language", "format")
    }
    said = json.dumps(about, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def approve(link_id: int, name: str, note: str = "", *, seen: str) -> Approval:
    """Approve, by name, the wording that was `seen`; the same again is kept once.

    Refused where the draft says something else by now, and through a link that was
    ended or asks for no approval.
    """
    link = GuestLink.objects.select_related("survey__activity").get(pk=link_id)
    survey = locked(link.survey_id)
    if not (link.works and link.asks_for):
        raise Refusal(
            _("This link takes no approval, or no longer. Nothing was approved."),
            code="not_asked",
        )
    if not name.strip():
        raise Refusal(_("Write your name. Nothing was approved yet."), code="no_name")
    present = wording_hash(survey, link.asks_for, link.language)
    if seen != present:
        raise Refusal(
            _(
                "The survey was changed while you read it. Nothing was approved. Below "
                "it is as it is now: read it again, then approve."
            ),
            code="stale",
        )
    row, _created = Approval.objects.get_or_create(
        link=link,
        by_name=name.strip()[:80],
        content_hash=present,
        defaults={
            "survey": survey,
            "kind": link.asks_for,
            "language": link.language,
            "note": note.strip()[:500],
        },
    )
    GuestLink.objects.filter(pk=link.pk).update(saved_at=timezone.now())
    return row


def asked(survey: Survey) -> list[Asked]:
    """Each approval asked for by a link that nobody ended; two queries at least.

    One that was given stays even after its link has ended.
    """
    rows = list(survey.approvals.select_related("link"))
    given = {(row.kind, row.language): row.link for row in rows}
    links = survey.guest_links.exclude(asks_for="").filter(revoked_at=None)
    waiting = {(link.asks_for, link.language): link for link in links}
    return [
        _asked(survey, kind, language, link, rows)
        for (kind, language), link in sorted(
            (given | waiting).items(), key=lambda item: item[0]
        )
    ]


def _asked(
    survey: Survey, kind: str, language: str, link: GuestLink, rows: Iterable[Approval]
) -> Asked:
    mine = [row for row in rows if (row.kind, row.language) == (kind, language)]
    if not mine:
        return Asked(kind, language, link)
    present = wording_hash(survey, kind, language)
    fits = [row for row in mine if row.content_hash == present]
    others = [row for row in mine if row.content_hash != present]
    return Asked(
        kind,
        language,
        link,
        given=fits[-1] if fits else None,
        lapsed=others[-1] if others else None,
    )

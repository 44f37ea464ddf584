"""What a partner and an agency agree on for one study: offered, accepted, ended."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.partners import terms_texts
from studies.partners.models import (
    Partner,
    PartnerContact,
    Partnership,
    PartnershipTerms,
    gaps,
)
from studies.planning.models import Study


@dataclass(frozen=True)
class Offer:
    """`words` is {language: {"purpose": …, "pay": …}}, the source language among them."""

    hours: int
    words: dict[str, dict[str, str]]
    source_language: str
    from_on: date
    until_on: date


@transaction.atomic
def offer(
    partner_id: int,
    study_id: int,
    offered: Offer,
    *,
    by: User,
    today: date | None = None,
) -> Partnership:
    """Offer terms, the first ones or changed ones; the same again change nothing.

    Terms that they accepted hold until they say yes to the new ones. Where the part in
    the study was over, it begins again with their yes. Links start nothing before their
    first yes, but for those that worked before there were terms.
    """
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    study = Study.objects.select_related("agency").get(pk=study_id)
    today = today or timezone.localdate(timezone=study.agency.zone)
    _refuse_offer(partner, study, offered, today)
    row, is_new = Partnership.objects.select_for_update().get_or_create(
        partner=partner, study=study, defaults={"since": offered.from_on}
    )
    newest = row.newest
    if newest and row.state not in OVER and _same(newest, offered):
        return row
    PartnershipTerms.objects.create(
        partnership=row,
        number=newest.number + 1 if newest else 1,
        offered_by=by,
        **vars(offered),
    )
    row = Partnership.objects.get(pk=row.pk)
    if not (row.in_force.accepted_at or row.ended_at):
        waits = is_new or gaps.waits_for_yes(row.gaps)
        _runs(row, row.in_force, timezone.now())
        row.gaps = gaps.before_a_yes(timezone.now()) if waits else row.gaps
        row.save(update_fields=["gaps"])
    return row


OVER = (Partnership.State.EXPIRED, Partnership.State.ENDED)


def _refuse_offer(partner: Partner, study: Study, offered: Offer, today: date) -> None:
    if partner.agency_id != study.agency_id:
        raise Refusal(_("This partner works with another agency."), code="other_agency")
    if offered.until_on < offered.from_on:
        raise Refusal(
            _("Nothing was offered. The last day is before the first one."),
            code="ends_before_it_begins",
        )
    if offered.until_on < today:
        raise Refusal(
            _("Nothing was offered. The last day is over: choose a later one."),
            code="ends_in_the_past",
        )


def _same(terms: PartnershipTerms, offered: Offer) -> bool:
    return all(getattr(terms, name) == value for name, value in vars(offered).items())


@transaction.atomic
def accept(
    terms_id: int,
    *,
    name: str,
    language: str,
    contact: PartnerContact | None,
    now: datetime | None = None,
) -> PartnershipTerms:
    """Their yes, with a typed name, in a language, to the words as they stood there.

    A second yes changes nothing: the first one stands.
    """
    found = PartnershipTerms.objects.get(pk=terms_id)
    row = Partnership.objects.select_for_update().get(pk=found.partnership_id)
    terms = row.terms.select_related("partnership__study__agency").get(pk=terms_id)
    if terms.accepted_at:
        return terms
    now = now or timezone.now()
    _refuse_yes(row, terms, name, now)
    terms.accepted_at = now
    terms.accepted_by, terms.contact = name.strip(), contact
    terms.accepted_language = language
    terms.accepted_text = terms_texts.as_text(terms, language)
    terms.save()
    row.ended_at = None
    _runs(row, terms, now)
    return terms


def _refuse_yes(
    row: Partnership, terms: PartnershipTerms, name: str, now: datetime
) -> None:
    if row.newest.pk != terms.pk:
        raise Refusal(
            _(
                "The terms changed while you read them, so nothing was accepted. The "
                "new ones are here: read them, then accept."
            ),
            code="terms_changed",
        )
    if not row.waits_on(now.astimezone(row.study.agency.zone).date()):
        raise Refusal(
            _("These terms are over, so nothing was accepted. Ask us for new ones."),
            code="terms_over",
        )
    if not name.strip():
        raise Refusal(_("Type your name, so that we know who agreed."), code="no_name")


@transaction.atomic
def end(partnership_id: int, *, by: User) -> Partnership:
    """End it now. Its links start nothing new; whoever has begun may finish.

    To go on, offer terms again. Ended twice, the first time counts.
    """
    row = Partnership.objects.select_for_update().get(pk=partnership_id)
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.over_at = min(row.over_at or row.ended_at, row.ended_at)
        row.save(update_fields=["ended_at", "over_at"])
    return row


def _runs(row: Partnership, terms: PartnershipTerms, now: datetime) -> None:
    """From the first day of the terms to the last; what holds until then goes on.

    Links that people have in their hands must not stop because terms were renewed. Only
    between the last day of the old ones and the first of the new ones do they rest.
    """
    agency = row.study.agency
    begins = row.begins_at or start_of(row.since, agency)
    starts = start_of(terms.from_on, agency)
    held_until = min(row.over_at or starts, starts)
    is_over = row.over_at is not None and row.over_at <= now
    if is_over or held_until <= begins or gaps.waits_for_yes(row.gaps):
        row.begins_at, row.gaps = starts, []
    else:
        row.gaps = gaps.until(row.gaps, held_until)
        if held_until < starts:
            row.gaps.append([held_until.isoformat(), starts.isoformat()])
    row.over_at = end_of(terms.until_on, agency)
    row.save(update_fields=["begins_at", "ended_at", "gaps", "over_at"])


def start_of(day: date, agency: Agency) -> datetime:
    """The first moment of a day, where the agency is."""
    return datetime.combine(day, time.min, tzinfo=agency.zone)


def end_of(day: date, agency: Agency) -> datetime:
    """The first moment after a day, where the agency is."""
    return start_of(day + timedelta(days=1), agency)

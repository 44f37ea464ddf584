import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.partners import short_codes, tokens
from studies.partners.models import (
    InviteLink,
    Partner,
    Partnership,
    PartnerSite,
    hash_token,
)
from studies.planning.models import Activity, Segment


@dataclass(frozen=True)
class Place:
    """Where a link is used; no answer to an anonymous survey keeps any of it."""

    site: PartnerSite | None = None
    language: str = ""
    channel: str = ""


@transaction.atomic
def add_partner(
    *,
    agency: Agency,
    name: str,
    serves: str = "",
    areas: str = "",
    languages: list[str] | None = None,
    by: User,
) -> Partner:
    return _save_partner(Partner(agency=agency), name, serves, areas, languages, by)


@transaction.atomic
def change_partner(
    partner_id: int,
    *,
    name: str,
    serves: str,
    areas: str,
    languages: list[str],
    by: User,
) -> Partner:
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    return _save_partner(partner, name, serves, areas, languages, by)


def _save_partner(partner, name, serves, areas, languages, by) -> Partner:
    same = Partner.objects.filter(agency=partner.agency_id, name=name.strip())
    if same.exclude(pk=partner.pk).exists():
        raise Refusal(
            _("There is a partner of this name already. Use it, or add the place."),
            code="name_taken",
        )
    partner.name, partner.serves = name.strip(), serves.strip()
    partner.areas, partner.languages = areas.strip(), languages or []
    partner._history_user = by
    partner.save()
    return partner


@transaction.atomic
def archive_partner(partner_id: int, *, by: User, back: bool = False) -> Partner:
    """Archive a partner, or bring it back; its links go on working as they were."""
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    if (partner.archived_at is None) != back:
        partner.archived_at = None if back else timezone.now()
        partner._history_user = by
        partner.save()
    return partner


def refuse_link(
    activity: Activity,
    partner: Partner | None,
    place: Place,
    expires_at: datetime | None,
) -> None:
    """Refuses what no link of this partner to this activity may be."""
    if partner is not None and partner.agency_id != activity.agency_id:
        raise Refusal(_("This partner works with another agency."), code="other_agency")
    if place.site is not None and place.site.partner_id != (partner and partner.pk):
        raise Refusal(
            _("No link was made. This place belongs to another partner."),
            code="other_partners_place",
        )
    if expires_at is not None and expires_at <= timezone.now():
        raise Refusal(
            _("No link was made. It would end before it starts: choose a later day."),
            code="ends_in_the_past",
        )
    theirs = Partnership.objects.filter(partner=partner, study=activity.study)
    if partner and activity.study and any(one.is_over for one in theirs):
        raise Refusal(
            _(
                "No link was made. The partnership in this study is over: offer new "
                "terms first."
            ),
            code="partnership_over",
        )


@transaction.atomic
def make_link(
    activity_id: int,
    *,
    partner: Partner | None = None,
    label: str = "",
    place: Place | None = None,
    segment: Segment | None = None,
    cap: int | None = None,
    expires_at: datetime | None = None,
    is_kiosk: bool = False,
    by: User | None,
) -> InviteLink:
    """A new shared link; a partner's first one makes it a partner of the study.

    One for a kiosk never fills up: whoever comes next can answer.
    """
    place = place or Place()
    activity = Activity.objects.select_related("round__study").get(pk=activity_id)
    refuse_link(activity, partner, place, expires_at)
    if is_kiosk and cap is not None:
        raise Refusal(
            _(
                "No link was made. A shared screen stays open for whoever comes next: "
                "leave the number of answers empty."
            ),
            code="kiosk_never_fills",
        )
    token = tokens.new_token()
    link = InviteLink.objects.create(
        agency_id=activity.agency_id,
        activity=activity,
        partner=partner,
        label=label.strip(),
        site=place.site,
        language=place.language,
        channel=place.channel,
        segment=segment,
        token=token,
        token_hash=hash_token(token),
        short_code=short_codes.new_code(),
        cap=cap,
        expires_at=expires_at,
        is_kiosk=is_kiosk,
    )
    if partner is not None and activity.study is not None:
        Partnership.objects.get_or_create(partner=partner, study=activity.study)
    return link


@transaction.atomic
def pilot_link(activity_id: int, *, by: User | None) -> InviteLink:
    """The one working link for people who try an activity out; made when missing."""
    activity = Activity.objects.select_for_update().get(pk=activity_id)
    present = InviteLink.objects.pilot().filter(activity=activity, revoked_at=None)
    link = present.first()
    if link is None:
        token = tokens.new_token()
        link = InviteLink.objects.create(
            agency_id=activity.agency_id,
            activity=activity,
            is_pilot=True,
            token=token,
            token_hash=hash_token(token),
        )
    return link


def revoke_link(link_id: object, *, by: User) -> None:
    """End a link at once. Answers that came through it are kept."""
    InviteLink.objects.filter(pk=link_id, revoked_at=None).update(
        revoked_at=timezone.now()
    )


def open_link_again(link_id: object, *, by: User) -> None:
    """Undo the end of a shared link: the same address, code and flyers work again."""
    InviteLink.objects.shared().filter(pk=link_id).update(revoked_at=None)


def personal_link(activity_id: int, participant_id: int) -> InviteLink:
    """The one working link that carries this participant; made when it is missing."""
    return personal_links(activity_id, [participant_id])[participant_id]


@transaction.atomic
def personal_links(
    activity_id: int, participant_ids: list[int]
) -> dict[int, InviteLink]:
    """Personal links of many participants, in three statements however many."""
    activity = Activity.objects.get(pk=activity_id)
    ours = InviteLink.objects.filter(
        activity=activity, participant__in=participant_ids, revoked_at=None
    )
    missing = set(participant_ids) - set(ours.values_list("participant_id", flat=True))
    rows = [_personal(activity, participant_id) for participant_id in missing]
    # Two workers at once: personal_link_once_per_activity keeps the first one.
    InviteLink.objects.bulk_create(rows, ignore_conflicts=True)
    return {link.participant_id: link for link in ours.all()}


def _personal(activity: Activity, participant_id: int) -> InviteLink:
    pk = uuid.uuid4()
    return InviteLink(
        pk=pk,
        agency_id=activity.agency_id,
        activity=activity,
        participant_id=participant_id,
        token_hash=hash_token(tokens.personal_token(pk)),
    )


def free_personal(link_ids: list[object]) -> None:
    """Their answer was practice: each may bring one that counts."""
    InviteLink.objects.personal().filter(pk__in=link_ids).update(finishes=0)


def stamp_finished(link_id: object) -> None:
    """A personal link has its answer; call it inside the submit's transaction."""
    InviteLink.objects.personal().filter(pk=link_id, finishes=0).update(finishes=1)

"""How many new answers came yesterday, by study: a mail to members who asked for it.

Counts only, as the team sees them in the studio, and never what somebody wrote. Each
morning of a member is one row, so that no morning is told twice.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone

from cxstudio.posting import Left, hand_over
from feedback.answering.models import SurveyResponse
from feedback.results import emails
from feedback.results.models import MorningMail, MorningWish
from studies.agencies.models import Agency, Member
from studies.agencies.permissions import Permission
from studies.disclosure.team import is_small

log = logging.getLogger(__name__)
State = MorningMail.State
# Between these hours where the agency is; after a night without a worker, till noon.
FIRST_HOUR, LAST_HOUR = 8, 12
STUCK_AFTER = timedelta(minutes=30)


@dataclass(frozen=True)
class NewAnswers:
    """Of one study, or of one survey that belongs to none."""

    name: str
    answers: int

    @property
    def is_small(self) -> bool:
        return is_small(self.answers)


def tell_members(now: datetime | None = None) -> int:
    """Tell everyone for whom it is morning; returns how many mails left."""
    now = now or timezone.now()
    open_mornings(now)
    stuck = MorningMail.objects.filter(state=State.IN_HAND)
    stuck.filter(claimed_at__lt=now - STUCK_AFTER).update(state=State.UNSURE)
    waiting = MorningMail.objects.filter(state=State.QUEUED).order_by("pk")
    return sum(tell(pk, now) for pk in list(waiting.values_list("pk", flat=True)))


def open_mornings(now: datetime) -> int:
    """A row for each member who asked, once a day by the clock of the agency."""
    wishes = MorningWish.objects.filter(is_wanted=True, member__ended_at=None)
    rows = []
    for wish in wishes.select_related("member__agency"):
        zone = wish.member.agency.zone
        if _is_morning(now, zone):
            day = now.astimezone(zone).date()
            rows.append(MorningMail(member=wish.member, day=day))
    # member_is_told_once_a_morning keeps those that there are.
    return len(MorningMail.objects.bulk_create(rows, ignore_conflicts=True))


def _is_morning(now: datetime, zone: ZoneInfo) -> bool:
    """Between the hours there, and not before the day that is counted is over.

    Answers keep their day by the clock of the installation. Far east of it their
    yesterday ends later in the morning; then the hours begin with that.
    """
    local = now.astimezone(zone)
    midnight = datetime.combine(local.date(), time(), timezone.get_default_timezone())
    first = max(local.replace(hour=FIRST_HOUR, minute=0, second=0), midnight)
    return first <= local < first + timedelta(hours=LAST_HOUR - FIRST_HOUR)


def tell(mail_id: int, now: datetime) -> bool:
    """Send one morning to one member; a second call or worker finds nothing to claim."""
    rows = MorningMail.objects.filter(pk=mail_id)
    if not rows.filter(state=State.QUEUED).update(state=State.IN_HAND, claimed_at=now):
        return False
    row = rows.select_related("member__agency", "member__user").get()
    found = new_answers(row.member.agency, row.day - timedelta(days=1))
    if not (found and _still_wanted(row, now)):
        rows.update(state=State.DROPPED)
        return False
    wish = row.member.morning_wish
    left = hand_over(emails.morning(wish, row.day - timedelta(days=1), found))
    rows.update(state=State.after(left))
    if left != Left.YES:
        log.warning("morning_mail_not_sent", extra={"mail": row.pk, "left": left})
    return left == Left.YES


def _still_wanted(row: MorningMail, now: datetime) -> bool:
    """They may still read numbers, want them, and it is still that day."""
    member = row.member
    wanted = MorningWish.objects.filter(member=member, is_wanted=True).exists()
    today = now.astimezone(member.agency.zone).date()
    may = member.user.is_active and member.may(Permission.RESULTS_VIEW)
    return wanted and may and row.day == today


def new_answers(agency: Agency, day: date) -> list[NewAnswers]:
    """How many answers of one day count, most first; practice and made-up ones do not."""
    rows = SurveyResponse.objects.within(agency).counted().order_by()
    rows = rows.filter(submitted_on=day, is_synthetic=False)
    study, survey = "survey__activity__round__study__title", "survey__activity__name"
    counted = rows.values(study, survey).annotate(answers=Count("pk"))
    found: dict[str, int] = {}
    for row in counted:
        name = row[study] or row[survey]
        found[name] = found.get(name, 0) + row["answers"]
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [NewAnswers(name, answers) for name, answers in ordered]


def wish(member: Member, *, is_wanted: bool) -> MorningWish:
    """They want the mails, or do not any more; repeating changes nothing."""
    row, _made = MorningWish.objects.update_or_create(
        member=member, defaults={"is_wanted": is_wanted}
    )
    return row

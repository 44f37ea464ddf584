"""Every write to an activity; the rooms that hold its content call these."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.planning.models import Activity, Round
from studies.planning.slugs import free_slug

State = Activity.State


@transaction.atomic
def add_activity(
    *,
    agency: Agency,
    kind: str,
    name: str,
    anonymous: bool,
    round: Round | None = None,
    by: User,
) -> Activity:
    """A new way of talking to customers, not open to anybody yet."""
    activity = Activity(
        agency=agency,
        round=round,
        kind=kind,
        name=name,
        slug=free_slug(Activity, name),
        anonymous=anonymous,
    )
    return _save(activity, by)


@transaction.atomic
def edit_activity(
    activity_id: int,
    *,
    name: str,
    anonymous: bool,
    round: Round | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
    unsent_days: int | None = None,
    unsent: str | None = None,
    by: User,
) -> Activity:
    """Change what is said about it; a promise given to people can't change."""
    activity = _locked(activity_id)
    days = activity.unsent_days if unsent_days is None else unsent_days
    unsent = unsent or activity.unsent
    promised = (activity.anonymous, activity.unsent_days, activity.unsent)
    if promised != (anonymous, days, unsent):
        _refuse_once_promised(activity)
    if opens_at and closes_at and closes_at <= opens_at:
        raise Refusal(
            _("It would close before it opens. Nothing was saved. Set a later end."),
            code="closes_before_opening",
        )
    activity.name, activity.anonymous, activity.round = name, anonymous, round
    activity.opens_at, activity.closes_at = opens_at, closes_at
    activity.unsent_days, activity.unsent = days, unsent
    return _save(activity, by)


def pause(activity_id: int, *, by: User) -> Activity:
    """Take no answers for now; links stay as they are. Repeating changes nothing."""
    return _move(activity_id, State.PAUSED, {State.PUBLISHED, State.PAUSED}, by)


def resume(activity_id: int, *, by: User) -> Activity:
    """Open again what was paused or closed."""
    return _move(activity_id, State.PUBLISHED, set(State) - {State.DRAFT}, by)


def close(activity_id: int, *, by: User) -> Activity:
    """End it; whoever opens a link reads that it is over."""
    return _move(activity_id, State.CLOSED, set(State) - {State.DRAFT}, by)


@transaction.atomic
def practice(activity_id: int, *, on: bool, by: User) -> Activity:
    """Begin or leave practice mode; answers given in it never count, then or later."""
    activity = _locked(activity_id)
    if activity.is_practicing != on:
        activity.is_practicing = on
        _save(activity, by)
    return activity


@transaction.atomic
def show_on_list(activity_id: int, *, on: bool, by: User) -> Activity:
    """Name it on the agency's public list while it is open to everybody, or do not."""
    activity = _locked(activity_id)
    if activity.is_listed != on:
        activity.is_listed = on
        _save(activity, by)
    return activity


@transaction.atomic
def keep_unsent(
    activity_id: int, *, days: int, unsent: str | None = None, by: User
) -> Activity:
    """Set how long answers stay that nobody sent, and what becomes of them then.

    Only before people are told; without `unsent` that stays as it is.
    """
    activity = _locked(activity_id)
    then = unsent or activity.unsent
    if (activity.unsent_days, activity.unsent) != (days, then):
        _refuse_once_promised(activity)
        activity.unsent_days, activity.unsent = days, then
        _save(activity, by)
    return activity


def stamp_pilots(activity_id: int, pilots: dict[str, int]) -> None:
    """Record how many tried the questions in each language; the whole count each time."""
    Activity.objects.filter(pk=activity_id).update(pilots=pilots)


@transaction.atomic
def archive(activity_id: int, *, by: User) -> Activity:
    """Archive it with everything in it; an open one is refused."""
    activity = _locked(activity_id)
    if activity.state in (State.PUBLISHED, State.PAUSED):
        raise Refusal(
            _("People can still answer. Close it first, then put it away."),
            code="still_open",
        )
    if activity.archived_at is None:
        activity.archived_at = timezone.now()
        _save(activity, by)
    return activity


@transaction.atomic
def restore(activity_id: int, *, by: User) -> Activity:
    activity = _locked(activity_id)
    if activity.archived_at is not None:
        activity.archived_at = None
        _save(activity, by)
    return activity


@transaction.atomic
def _move(activity_id: int, to: str, allowed: set[str], by: User) -> Activity:
    activity = _locked(activity_id)
    if activity.state not in allowed:
        if activity.state == State.DRAFT:
            message = _("This has not been published yet. Publish it first.")
        else:
            message = _("This is closed. Open it again first.")
        raise Refusal(message, code=f"still_{activity.state}")
    if activity.state != to:
        activity.state = to
        _save(activity, by)
    return activity


def _refuse_once_promised(activity: Activity) -> None:
    if activity.state != State.DRAFT:
        raise Refusal(
            _(
                "People were told how we keep their answers, so this can't change any "
                "more. Nothing was saved. Copy the survey to ask in the other way."
            ),
            code="promise_given",
        )


def _locked(activity_id: int) -> Activity:
    return Activity.objects.select_for_update().get(pk=activity_id)


def _save(activity: Activity, by: User) -> Activity:
    activity._history_user = by
    activity.save()
    return activity

from datetime import datetime, time, timedelta

from studies.agencies.models import Agency

# Domain rule: messages go out from 9:00 to 20:00 where the agency is.
OPENS, CLOSES = time(9), time(20)


def may_send(agency: Agency, now: datetime) -> bool:
    """Messages may go out now. The demo writes to nobody, so it need not wait."""
    return agency.is_demo or OPENS <= now.astimezone(agency.zone).time() < CLOSES


def next_open(agency: Agency, now: datetime) -> datetime:
    """The first moment from now on in which messages may go out."""
    if may_send(agency, now):
        return now
    local = now.astimezone(agency.zone)
    day = local.date() + timedelta(days=1 if local.time() >= CLOSES else 0)
    return datetime.combine(day, OPENS, agency.zone)

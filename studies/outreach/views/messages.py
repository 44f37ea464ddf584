from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import open_messages, slow_domains, telling
from studies.outreach.models import Delivery

PAGE = 50
LISTS = (open_messages.DUE, open_messages.UNSURE, open_messages.CAME_BACK)


@requires(Permission.OUTREACH_VIEW)
def message_list(request):
    """What is due and unsent, not sure, or came back, over all mailings."""
    now, show = timezone.now(), request.GET.get("show", "")
    show = show if show in LISTS else open_messages.DUE
    mailings = open_messages.due_by_mailing(request.agency, now)
    counts = open_messages.counts(request.agency)
    counts[open_messages.DUE] = sum(number for _mailing, number in mailings)
    paginator = Paginator(open_messages.listed(request.agency, show, now), PAGE)
    paginator.count = counts[show]
    page = paginator.get_page(request.GET.get("page"))
    for row in page.object_list:
        row.story = telling.story(row)
        is_due = show == open_messages.DUE
        row.why = open_messages.why_it_waits(row, now) if is_due else _why(row)
    context = {
        "page": page,
        "show": show,
        "counts": counts,
        "mailings": mailings if show == open_messages.DUE else [],
        "slowed": slow_domains.slowed(now),
    }
    return render(request, "outreach/message_list.html", context)


def _why(row: Delivery) -> str:
    return telling.why(row.state, row.reason)

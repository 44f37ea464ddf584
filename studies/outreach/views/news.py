"""For whoever runs the installation: what providers told about messages not ours."""

from django.shortcuts import render
from django.utils import timezone

from studies.agencies.doors import operators_only
from studies.outreach import news

SHOWN = 100


@operators_only
def news_unknown(request):
    """The newest of it, without any address; it says nothing of an agency's mailings."""
    told = news.unknown()
    context = {
        "told": told[:SHOWN],
        "lately": news.unknown_lately(timezone.now()),
        "shown": SHOWN,
    }
    return render(request, "outreach/news_unknown.html", context)

import time

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from studies.agencies.doors import requires
from studies.agencies.models import Agency
from studies.agencies.permissions import Permission
from studies.wording import live
from studies.wording.findings import TextKind

# One person who types all the time asks about once a second.
MOST_A_MINUTE = 120
# More than a screenful is mended a few at a time; all of them show after saving.
MOST_SHOWN = 12


@require_POST
@requires(Permission.STUDIO_ENTER)
@never_cache
def check_typed(request):
    """What is found in a text that is being typed, as a piece of the page."""
    return checked(request, request.agency, f"user:{request.user.pk}")


def checked(request, agency: Agency, who: str) -> HttpResponse:
    """The answer to somebody who types: a member, or the holder of a mailed link."""
    if asks_too_often(who):
        return HttpResponse(status=429, headers={"Retry-After": "30"})
    posted = request.POST
    texts = {part: posted.get(part, "") for part in ("text", "hint", "choices")}
    context = {
        "language": posted.get("language", "")[:35],
        "most_shown": f":{MOST_SHOWN}",
        "remarks": [],
    }
    if live.too_long(texts.values()):
        context["too_long"] = _(
            "This is a long text. Its checks show when you save it."
        )
    else:
        remarks = remarks_on(texts, posted, context["language"])
        context["remarks"] = live.not_let_stand(
            remarks, texts, posted.getlist("place")[:50], agency=agency
        )
    return render(request, "wording/typed.html", context)


def remarks_on(texts, posted, language: str) -> list[live.TypedRemark]:
    kind = posted.get("kind", "")
    if kind == live.QUESTION:
        return live.typed_question(
            texts["text"],
            texts["hint"],
            texts["choices"],
            posted.get("answered_by", ""),
            language,
            has_way_out="way_out" in posted,
        )
    known = kind if kind in set(TextKind) else TextKind.MESSAGE
    return live.typed_text(texts["text"], language, TextKind(known))


def asks_too_often(who: str) -> bool:
    """Counted by the minute; a count is all that is kept, and it goes by itself."""
    key = f"wording-typed:{who}:{int(time.time()) // 60}"
    cache.add(key, 0, 120)
    return cache.incr(key) > MOST_A_MINUTE

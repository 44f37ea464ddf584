from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import emails, segments, short_texts
from studies.sessions import previewing, text_messages, writing
from studies.sessions.models import Booking, Letter, Session
from studies.sessions.views.rows import session_or_404
from studies.wording.tags import direction, language_name

Kind = Letter.Kind
# As many people as can be picked from the list.
NEAR = 20


@requires(Permission.OUTREACH_VIEW)
def session_mails(request, pk):
    """What people are mailed about their visit, in each language of our pages."""
    session, now = session_or_404(request, pk), timezone.now()
    kind = _kind(request.GET.get("kind", ""))
    rows = session.bookings.select_related("slot", "participant")
    people = list(rows.order_by("participant__number")[:NEAR])
    like = _like(people, request.GET.get("visit", ""))
    theirs = writing.language_of(like) if like else ""
    letters = [
        {
            "code": code,
            "name": language_name(code),
            "direction": direction(code),
            "letter": _written(session, kind, code, like, now),
            "frame": _frame(session, kind, code, like),
        }
        for code in sorted(_languages(session, theirs), key=lambda c: c != theirs)
    ]
    context = {
        "session": session,
        "kind": kind,
        "kinds": list(Kind),
        "people": people,
        "like": like,
        "letters": letters,
        "texts": _texts(session, kind, [row["code"] for row in letters], like, now),
        "has_times": session.slots.exists(),
    }
    return render(request, "sessions/preview.html", context)


def _frame(session: Session, kind: str, language: str, like: Booking | None) -> str:
    where = reverse("session-mail-html", args=[session.pk, kind, language])
    return f"{where}?visit={like.pk}" if like else where


def _texts(
    session: Session, kind: str, languages: list[str], like: Booking | None, now
) -> list[short_texts.Sample]:
    """What those read who wish text messages and no mail."""
    if not settings.CHANNELS["sms"]:
        return []
    rows = []
    for code in languages:
        letter = previewing.sample(session, kind, code, now, like=like)
        text = text_messages.written(letter)
        rows.append(short_texts.Sample(code, text, segments.count(text)))
    return rows


def _written(
    session: Session, kind: str, language: str, like: Booking | None, now
) -> emails.Letter:
    letter = previewing.sample(session, kind, language, now, like=like)
    return writing.written(letter)


def _languages(session: Session, theirs: str) -> list[str]:
    """Those of the session and of this person that our mails are written in."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [code for code in codes if code in {*session.languages, theirs}] or codes[:1]


def _kind(asked: str) -> Kind:
    return Kind(asked) if asked in Kind.values else Kind.INVITATION


def _like(people: list[Booking], asked: str) -> Booking | None:
    found = [row for row in people if str(row.pk) == asked]
    return found[0] if found else next(iter(people), None)


@requires(Permission.OUTREACH_VIEW)
@xframe_options_sameorigin
@csp_replace(
    {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "script-src": [NONE]}
)
def session_mail_html(request, pk, kind, language):
    """The mail as a mail program draws it, for the frame of the preview."""
    session = session_or_404(request, pk)
    if kind not in Kind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    rows = session.bookings.select_related("slot", "participant")
    like = _like(list(rows[:NEAR]), request.GET.get("visit", ""))
    words = _written(session, kind, language, like, timezone.now())
    return HttpResponse(emails.html(words))


@requires(Permission.OUTREACH_SEND)
@require_POST
def session_mail_test(request, pk):
    """One mail to whoever presses the button, marked as a test."""
    session, now = session_or_404(request, pk), timezone.now()
    kind, language = _kind(request.POST.get("kind", "")), request.POST.get("language")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    address = request.user.email
    letter = previewing.sample(session, kind, language, now, address=address)
    try:
        previewing.send_test(letter, now, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        said = _("A test is on its way to %(address)s, your own address.")
        messages.success(request, said % {"address": address})
    return redirect(f"{reverse('session-mails', args=[pk])}?kind={kind}")

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.evidence import from_sessions
from studies.sessions.models import Session


@requires(Permission.CONVERSATION_LOG)
@require_POST
def session_conversations(request, pk):
    """Each person who took part becomes a conversation, with what they said."""
    row = get_object_or_404(Session.objects.within(request.agency), pk=pk)
    try:
        talks, words = from_sessions.keep(row.pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("session-notes", pk)
    said = ngettext(
        "%(n)d conversation is kept.", "%(n)d conversations are kept.", talks
    ) % {"n": talks}
    if words:
        more = ngettext(
            "%(n)d thing that people said can be cited now.",
            "%(n)d things that people said can be cited now.",
            words,
        )
        said = _("%(first)s %(second)s") % {
            "first": said,
            "second": more % {"n": words},
        }
    messages.success(request, said)
    return redirect("session-notes", pk)

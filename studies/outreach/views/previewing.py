import re
from urllib.parse import urlencode
from uuid import UUID

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import audiences, emails, short_texts, testing, ways
from studies.outreach.letters import Writer, nearest, preview, texts_of
from studies.outreach.models import Step, Wave
from studies.outreach.views.mailings import wave_or_404
from studies.people import access
from studies.people.models import AccessLog, Person, Where
from studies.people.models.person import PersonQuerySet
from studies.wording.tags import direction, language_name

# As many people as can be picked from the list beside it; others by their number.
NEAR = 20
NUMBER = re.compile(r"\s*P?-?0*(\d{1,9})\s*", re.IGNORECASE)


@requires(Permission.OUTREACH_VIEW)
def mailing_preview(request, pk):
    """A message as one of its real recipients would read it; its links lead nowhere.

    To whom it goes is shown by a POST alone, and the look is written down.
    """
    wave = wave_or_404(request, pk)
    everyone = audiences.people_of(wave)
    people = everyone.defer("name", "email", "phone")
    people = people.annotate(by_text=ways.by_text(wave))
    near = audiences.by_number(wave, people, NEAR)
    person, missing = _asked_for(request, wave, people)
    person = person or next(iter(near), None)
    called = audiences.pseudonyms(wave, near + [person] if person else near)
    step = _step(wave, request.GET.get("step", ""))
    theirs = person and _language(wave, step, person)
    context = {
        "wave": wave,
        "step": step,
        "steps": [Step(code) for code in wave.steps],
        "person": person,
        "pseudonym": person and called[person.pk],
        "people": [(one, called[one.pk]) for one in near],
        "missing": missing,
        "theirs": theirs,
        "letters": list(_letters(wave, step, theirs)) if person else [],
        "texts": _texts(wave, step, person),
    }
    if request.method == "POST" and person:
        context["contact"] = _contact(request, wave, everyone, person)
    return render(request, "outreach/mailing_preview.html", context)


def _texts(wave: Wave, step: str, person: Person | None) -> list[short_texts.Sample]:
    """Each language of the text message, the person's own first."""
    if ways.texted(wave) is None:
        return []
    texter = short_texts.Texter(Writer(wave))
    first = texter.language(step, person) if person else ""
    return short_texts.samples(wave, step, first)


def _contact(request, wave: Wave, people: PersonQuerySet, person: Person) -> Person:
    if not request.member.may(Permission.PERSON_READ):
        raise PermissionDenied
    access.log(
        AccessLog.Act.READ,
        agency=request.agency,
        by=request.user,
        people=1,
        about=Where.PREVIEW,
        study=wave.about,
    )
    return people.get(pk=person.pk)


def _asked_for(
    request, wave: Wave, people: PersonQuerySet
) -> tuple[Person | None, bool]:
    """The recipient whom the address names; and whether nobody has that number."""
    number = request.GET.get("number", "")
    asked = _uuid(request.GET.get("person", ""))
    if not number:
        return asked and people.filter(pk=asked).first(), False
    found = NUMBER.fullmatch(number)
    theirs = (
        people.filter(participations__study=wave.about, participations__number=found[1])
        if found
        else people.none()
    )
    person = theirs.first()
    return person, person is None


def _step(wave: Wave, asked: str) -> Step:
    return Step(asked if asked in wave.steps else wave.steps[0])


def _language(wave: Wave, step: str, person: Person) -> str:
    message = wave.message(step)
    return nearest(person.language, texts_of(message), message.source_language)


def _letters(wave: Wave, step: str, first: str):
    """The message in each language in which it is written, the person's own first."""
    written = texts_of(wave.message(step))
    for code in sorted(written, key=lambda code: (code != first, code)):
        yield {
            "code": code,
            "name": language_name(code),
            "direction": direction(code),
            "letter": preview(wave, step, code),
        }


@requires(Permission.OUTREACH_VIEW)
@xframe_options_sameorigin
@csp_replace(
    {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "script-src": [NONE]}
)
def mailing_preview_html(request, pk, step, language):
    """The message as a mail program draws it, for the frame of the preview."""
    wave = wave_or_404(request, pk)
    if step not in wave.steps or language not in texts_of(wave.message(step)):
        raise Http404
    return HttpResponse(emails.html(preview(wave, step, language)))


@requires(Permission.OUTREACH_SEND)
@require_POST
def mailing_test(request, pk):
    """One message to whoever presses the button, marked as a test."""
    wave = wave_or_404(request, pk)
    step = _step(wave, request.POST.get("step", ""))
    try:
        testing.send_test(wave, step, request.POST.get("language", ""), by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        said = _("A test is on its way to %(address)s, your own address.")
        messages.success(request, said % {"address": request.user.email})
    asked = {"step": step.value}
    if person := _uuid(request.POST.get("person", "")):
        asked["person"] = str(person)
    return redirect(f"{reverse('mailing-preview', args=[wave.pk])}?{urlencode(asked)}")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

"""The pages in front of everything: the home page, and what an agency says of itself."""

from django.conf import settings
from django.contrib.auth import login
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from feedback.demo import partnering
from studies.agencies.doors import public
from studies.agencies.models import Agency, User
from studies.agencies.models.logos import content_type
from studies.agencies.permissions import Role
from studies.planning.models import Activity
from studies.wording.agency_face import face
from studies.wording.tags import language_info

# Dana leads the team and sees all of it; to a visitor she is a designer.
DEMO_WORDS = {Role.ADMINISTRATOR: Role.DESIGNER.label}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public("The home page says what this is and where to sign in.")
def home(request):
    if not Agency.objects.exists():
        return render(request, "front/first_run.html")
    pages = partnering.page_addresses() if settings.DEMO else []
    context = {"demo_people": _demo_people(), "partner_pages": pages}
    return render(request, "front/home.html", context)


def _demo_people() -> list[dict]:
    """Whom a visitor of the demo may enter as; nobody outside a demo."""
    if not settings.DEMO:
        return []
    rows = User.objects.filter(is_demo=True, is_active=True, memberships__ended_at=None)
    return [
        {
            "who": user.email.split("@")[0],
            "name": user.get_short_name(),
            "role": DEMO_WORDS.get(member.role, member.get_role_display()),
        }
        for user in rows.prefetch_related("memberships").order_by("pk").distinct()
        for member in user.memberships.all()[:1]
    ]


@public("One click into the demo; it does not exist where there is no demo.")
@require_POST
def enter(request, who):
    if not settings.DEMO:
        raise Http404
    people = User.objects.filter(is_demo=True, is_active=True)
    user = get_object_or_404(people, email__istartswith=f"{who}@")
    login(request, user, backend=BACKEND)
    return redirect("admin:index")


@public("Customers read how an agency keeps their answers private.")
def privacy(request, slug):
    return _about(request, slug, "front/privacy.html", "privacy_notice")


@public("Customers read how an agency makes its pages work for everyone.")
def accessibility(request, slug):
    return _about(request, slug, "front/accessibility.html", "accessibility_statement")


@public("Pages of no agency say how answers are kept private, too.")
def site_privacy(request):
    return render(request, "front/privacy.html")


@public("Pages of no agency say how they work for everyone, too.")
def site_accessibility(request):
    return render(request, "front/accessibility.html")


@public("People check that what came to them is really asked by the agency.")
def surveys(request, slug):
    """What the agency asks everybody now, and nothing that few were invited to."""
    agency = get_object_or_404(Agency, slug=slug)
    open_now = Activity.objects.within(agency).asked_of_everybody()
    context = {
        "agency": face(agency, get_language()),
        "surveys": [
            listed
            for one in open_now.order_by("closes_at", "pk")
            if (listed := _listed(one))["title"]
        ],
    }
    return render(request, "front/surveys.html", context)


def _listed(activity: Activity) -> dict:
    """Its title in the reader's language, else in its own and marked so.

    Without one it is not shown: the name that the team gave it is not for the public.
    """
    ready = activity.languages_ready
    language = next((c for c in [get_language(), *ready] if c in ready), "")
    return {
        "url": f"{reverse('respond-first', args=[activity.slug])}?lang={language}",
        "title": activity.public_text("title", language),
        "language": language_info(language) if language else None,
        "minutes": activity.minutes,
        "languages": [language_info(code) for code in ready],
    }


def _about(request, slug: str, template: str, field: str):
    """One text of the agency in the reader's language, else in the one it has."""
    agency = get_object_or_404(Agency, slug=slug)
    shown = face(agency, get_language(), also=(field,))
    foreign = shown[f"{field}_language"]
    context = {
        "agency": shown,
        "text": shown[field],
        "text_language": language_info(foreign) if foreign else None,
    }
    return render(request, template, context)


@public("The agency's logo stands on its public pages.")
def logo(request, slug):
    agency = get_object_or_404(Agency, slug=slug)
    if not agency.logo:
        raise Http404
    try:
        picture = agency.logo.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    kind = content_type(picture.read(16))
    picture.seek(0)
    response = FileResponse(picture, content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response

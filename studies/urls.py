from django.urls import include, path

urlpatterns = [
    path("", include("studies.agencies.urls")),
    path("", include("studies.wording.urls")),
    path("", include("studies.planning.urls")),
    path("", include("studies.people.urls")),
    path("", include("studies.partners.urls")),
    path("", include("studies.outreach.urls")),
    path("", include("studies.intake.urls")),
    path("", include("studies.sessions.urls")),
    path("", include("studies.evidence.urls")),
    path("", include("studies.partner_page.urls")),
    path("", include("studies.withdrawal.urls")),
    path("", include("studies.progress.urls")),
]

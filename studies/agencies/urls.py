from django.urls import path

from studies.agencies.views import public, switching

urlpatterns = [
    path("agency/<slug:slug>/privacy/", public.privacy, name="agency-privacy"),
    path(
        "agency/<slug:slug>/accessibility/",
        public.accessibility,
        name="agency-accessibility",
    ),
    path("agency/<slug:slug>/logo", public.logo, name="agency-logo"),
    path("studio/agency/switch/", switching.switch, name="agency-switch"),
]

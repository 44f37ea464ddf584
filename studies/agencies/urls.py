from django.urls import path

from studies.agencies.views import switching

urlpatterns = [
    path("studio/agency/switch/", switching.switch, name="agency-switch"),
]

from django.contrib import admin
from django.urls import include, path

from cxstudio import health

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("accounts/", include("allauth.urls")),
    path("", include("studies.urls")),
    path("", include("feedback.urls")),
    path("", include("cxstudio.studio.urls")),
    path("studio/", admin.site.urls),
]

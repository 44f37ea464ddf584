from django.urls import include, path

urlpatterns = [
    path("", include("studies.agencies.urls")),
]

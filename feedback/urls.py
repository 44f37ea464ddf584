from django.urls import include, path

urlpatterns = [
    path("", include("feedback.answering.urls")),
    path("", include("feedback.safety.urls")),
    path("", include("feedback.surveys.urls")),
    path("", include("feedback.interchange.urls")),
    path("", include("feedback.paper.urls")),
    path("", include("feedback.results.urls")),
    path("", include("feedback.keying.urls")),
    path("", include("feedback.phoning.urls")),
    path("", include("feedback.exports.urls")),
    path("api/v1/", include("feedback.api.v1.urls")),
]

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from feedback.api.v1.surveys import SurveyViewSet

router = SimpleRouter()
router.register("surveys", SurveyViewSet, basename="api-survey")

# The description holds no data, so that anybody may read it.
OPEN = {"authentication_classes": [], "permission_classes": [], "throttle_classes": []}

urlpatterns = [
    path("", include(router.urls)),
    path("schema/", SpectacularAPIView.as_view(**OPEN), name="api-schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", **OPEN),
        name="api-docs",
    ),
]

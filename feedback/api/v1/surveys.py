from typing import Any

from django.db.models import Max
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from feedback.api.v1.serializers import (
    ErrorSerializer,
    NarrowingSerializer,
    SurveySerializer,
    TalliesSerializer,
)
from feedback.results.narrowing import Narrowing
from feedback.results.participation import participation
from feedback.results.summary import summarize
from feedback.results.wordings import published
from feedback.surveys.models import Survey
from studies.agencies.permissions import Permission
from studies.disclosure import outside

REFUSED = {
    401: OpenApiResponse(ErrorSerializer, "No token, or one that does not work."),
    429: OpenApiResponse(ErrorSerializer, "Too many requests; wait a minute."),
}
MISSING = {404: OpenApiResponse(ErrorSerializer, "No such survey in this agency.")}


class SurveyViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Surveys of the agency that owns the token, and their counts."""

    permissions = {
        "list": Permission.SURVEY_VIEW,
        "retrieve": Permission.SURVEY_VIEW,
        "tallies": Permission.RESULTS_VIEW,
    }
    serializer_class = SurveySerializer
    queryset = Survey.objects.none()  # what the schema reads the type of an id from

    def get_queryset(self):
        ours = Survey.objects.within(self.request.auth.agency).current()
        rows = ours.select_related("activity__round__study").order_by("pk")
        return rows.annotate(newest_version=Max("versions__number"))

    @extend_schema(responses={200: SurveySerializer(many=True)} | REFUSED)
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)

    @extend_schema(responses={200: SurveySerializer} | REFUSED | MISSING)
    def retrieve(self, request, *args, **kwargs):
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(
        parameters=[NarrowingSerializer],
        responses={
            200: TalliesSerializer,
            400: OpenApiResponse(
                ErrorSerializer,
                "A filter that can't be read, or too few people behind it.",
            ),
        }
        | REFUSED
        | MISSING,
    )
    @action(detail=True)
    def tallies(self, request, pk):
        """How many people answered what: the same numbers as on the results page."""
        survey = self.get_object()
        asked = NarrowingSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return Response(TalliesSerializer(_tallies(survey, asked.validated_data)).data)


def _tallies(survey: Survey, asked: dict[str, Any]) -> dict:
    """What a reader outside the team sees: a token is nobody who met the people."""
    people = participation(survey)
    form = Narrowing(asked, people=people, is_outside=True)
    if form.refused:
        raise ParseError(form.refused, code="too_few")
    is_synthetic = form.is_synthetic
    summary = summarize(
        survey,
        published(survey),
        is_synthetic=is_synthetic,
        spoken=survey.source_language,
        **form.counted,
    )
    return {
        "survey": survey.pk,
        "is_synthetic": is_synthetic,
        **{name: asked[name] or None for name in ("language", "partner", "mode")},
        "started": people.people("started", is_synthetic=is_synthetic),
        "finished": summary.finished,
        "unfinished": summary.unfinished,
        "waiting": people.waiting,
        "over_quota": _or_few(people.people("over_quota", is_synthetic=is_synthetic)),
        "questions": summary.questions,
    }


def _or_few(people: int) -> int | None:
    """A number that stands by itself; None where it is few people."""
    return None if 0 < people < outside.FEWEST else people

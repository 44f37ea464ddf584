from django.shortcuts import get_object_or_404

from studies.planning.models import Round, Study


def study_or_404(request, slug: str) -> Study:
    ours = Study.objects.within(request.agency)
    return get_object_or_404(ours.select_related("service", "agency"), slug=slug)


def round_or_404(request, slug: str, number: int) -> Round:
    ours = Round.objects.within(request.agency)
    return get_object_or_404(
        ours.select_related("study__agency"), study__slug=slug, number=number
    )

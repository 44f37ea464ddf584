from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from studies.agencies.doors import public
from studies.evidence.telling import told_rounds
from studies.planning.models import Study


@public("People who took part, and everybody else, can check what became of it.")
def study_public(request, slug):
    studies = Study.objects.current().exclude(state=Study.State.PRACTICE)
    study = get_object_or_404(studies.select_related("agency", "service"), slug=slug)
    return render(
        request,
        "evidence/study_public.html",
        {
            "study": study,
            "agency": study.agency,
            "rounds": told_rounds(study, get_language()),
        },
    )

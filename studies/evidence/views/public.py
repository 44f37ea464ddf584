from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, get_language_info

from studies.agencies.doors import public
from studies.evidence.telling import told
from studies.planning.models import Study
from studies.wording.agency_words import speaking


@public("People who took part, and everybody else, can check what became of it.")
def study_public(request, slug):
    studies = Study.objects.current().exclude(state=Study.State.PRACTICE)
    study = get_object_or_404(studies.select_related("agency", "service"), slug=slug)
    written_in = get_language_info(study.source_language)["name_translated"]
    return render(
        request,
        "evidence/study_public.html",
        {
            "study": study,
            "agency": speaking(study.agency, get_language()),
            "told": told(study, get_language()),
            "written_in": written_in,
            "is_synthetic": study.agency.is_demo,
        },
    )

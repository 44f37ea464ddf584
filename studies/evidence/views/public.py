from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from studies.agencies.doors import public
from studies.evidence.telling import told
from studies.planning import pausing
from studies.planning.models import Study
from studies.wording.agency_face import agency_words, faces
from studies.wording.tags import language_name


@public("People who took part, and everybody else, can check what became of it.")
def study_public(request, slug):
    studies = Study.objects.current().exclude(state=Study.State.PRACTICE)
    studies = studies.annotate(agency_words=agency_words("agency_id"))
    study = get_object_or_404(studies.select_related("agency", "service"), slug=slug)
    written_in = language_name(study.source_language)
    why_paused, why_language = pausing.why(study, get_language())
    return render(
        request,
        "evidence/study_public.html",
        {
            "study": study,
            "agency": faces(study.agency, study.agency_words).speak(get_language()),
            "told": told(study, get_language()),
            "written_in": written_in,
            "why_paused": why_paused,
            "why_language": why_language,
            "is_synthetic": study.agency.is_demo,
        },
    )

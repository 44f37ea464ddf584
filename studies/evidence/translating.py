from django.utils.translation import gettext as _

from studies.evidence.models import ShareBack
from studies.evidence.telling import share_back_texts, study_texts
from studies.planning.models import Round
from studies.wording.side_by_side import Named
from studies.wording.translations import SourceText, place


def named_texts(round_: Round) -> Named:
    """Everything that the public page says for a round, each with what it is."""
    study = round_.study
    names = [_("What you are changing"), _("What you tell people"), _("Service")]
    named = list(zip(names, study_texts(study), strict=True))
    paused = SourceText(place(study, "pause_reason"), study.pause_reason)
    named.append((_("Why it is paused"), paused))
    for row in ShareBack.objects.current().filter(round=round_):
        said, did = share_back_texts(row)
        named += [(_("You said"), said), (row.get_outcome_display(), did)]
    missing = SourceText(place(round_, "not_heard"), round_.not_heard)
    named.append((_("Who we did not hear from"), missing))
    return named

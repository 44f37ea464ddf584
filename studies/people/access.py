from studies.agencies.models import Agency, User
from studies.people.models import AccessLog
from studies.planning.models import Study


def log(
    act: str,
    *,
    agency: Agency | None,
    by: User | None,
    people: int,
    about: str = "",
    study: Study | None = None,
) -> AccessLog:
    """Add one line: who looked into the vault, or changed it, and for how many."""
    return AccessLog.objects.create(
        act=act, agency=agency, by=by, people=people, about=about, study=study
    )

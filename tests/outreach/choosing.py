"""A step of the planted contact's walk: chosen by a filter, previewed, told of the list."""

from studies.outreach import added_letters
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Wave
from studies.people.models import Person
from tests import make


def is_chosen(walk, wave: Wave) -> None:
    draft = make.draft_wave(wave.activity, [])
    own = f"/studio/mailings/{draft.pk}/"
    walk.get(f"{own}people/")
    walk.get(f"{own}people/?contacts=1")
    for button in ("count", "keep"):
        walk.post(f"{own}people/", {"kind": "everyone", button: "1"})
    walk.get(own)
    walk.get(f"{own}preview/")
    walk.post(f"{own}preview/")
    Person.objects.update(added_on=walk.clock.now.date())
    assert added_letters.tell(wave.agency, walk.clock.now) == 1
    deliver_due(clock=walk.clock)
    walk.get(f"{own}preview/invitation/en/")

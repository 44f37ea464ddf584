from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from cxstudio.stale import marker_of, refuse_stale
from studies.agencies.models import User
from studies.people import access
from studies.people.actions import whole_address
from studies.people.models import AccessLog, PanelMember, Person, Where
from studies.people.vault import keyed_hash

FIELDS = ("name", "email", "phone", "language", "time_zone", "how_we_got_it")


def marker(person: Person) -> str:
    """Changes with everything that the page of a person lets somebody change."""
    return marker_of(*(getattr(person, field) for field in FIELDS))


@transaction.atomic
def change(person_id: object, *, seen: str, by: User, **said: str) -> Person:
    """Mend a name or an address; the earlier one is gone, and nothing is sent.

    Who saved first is not overwritten: `seen` is the marker of what the page showed.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    refuse_stale(seen, marker(person))
    values = {field: said[field].strip() for field in FIELDS}
    values["email"] = whole_address(values["email"])
    if not (values["email"] or values["phone"]):
        raise Refusal(
            _("Nothing was changed. Give an e-mail address or a phone number."),
            code="no_address",
        )
    if not values["how_we_got_it"]:
        raise Refusal(
            _("Nothing was changed. Say how we got this address."), code="no_source"
        )
    _refuse_another_email(person, values["email"])
    if any(getattr(person, field) != value for field, value in values.items()):
        for field, value in values.items():
            setattr(person, field, value)
        person.save()
        access.log(
            AccessLog.Act.CHANGED,
            agency=person.agency,
            by=by,
            people=1,
            about=Where.LIST,
        )
    return person


def _refuse_another_email(person: Person, email: str) -> None:
    """A yes, a no and the links in our letters belong to one address for good."""
    if person.email_hash == (keyed_hash(email) if email else ""):
        return
    if PanelMember.objects.filter(person=person).exists():
        raise Refusal(
            _(
                "Nothing was changed. This person said at this e-mail address how we "
                "may ask them. Add another address as a person of its own."
            ),
            code="on_panel",
        )

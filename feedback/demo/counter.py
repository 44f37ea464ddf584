"""The demo's own front-line office: its card, its monthly mail, what its staff noticed."""

from feedback.demo import content
from feedback.demo.days import Days
from studies.agencies.models import User
from studies.partners import actions as partners
from studies.partners import observations, offices
from studies.partners.models import Partner
from studies.planning.models import Study


def open_counter(
    study: Study, team: dict[str, User], days: Days, *, by: User
) -> Partner:
    """An office that is told once a month, and words of its staff."""
    said, today = content.load("counter"), content.load("dates")["today"]
    office = partners.add_partner(
        agency=study.agency,
        name=said["office"],
        serves=said["serves"],
        areas=said["areas"],
        languages=["en", "es"],
        by=by,
    )
    office = offices.make_office(office.pk, by=by)
    offices.write_to(
        office.pk, email=said["email"], how_we_got_it=said["how_we_got_it"], by=by
    )
    for one in said["noticed"]:
        observations.write(
            study.agency,
            one["text"],
            seen_on=days.on(today - one["days_ago"]),
            office=office,
            study=study,
            by=team[one["by"]],
        )
    return office

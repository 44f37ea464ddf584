"""The pages on which somebody books a visit, in one language."""

from collections.abc import Iterator
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from studies.outreach import tokens
from studies.planning.models import Study
from studies.sessions import booking as visits
from studies.sessions.booking import Agreement, Needs
from tests import make
from tests.answering.person import Browser

NAMES = [
    "visit: choose a time",
    "visit: error",
    "visit: booked",
    "visit: change",
    "visit: cancel",
    "visit: has begun",
    "visit: rather not come",
    "visit: canceled",
    "visit: all times are taken",
    "visit: round is over",
    "visit: link does not work",
]


def visit_addresses(study: Study) -> dict[str, str]:
    """How far somebody has come with a visit → the address of their page."""
    session = make.session(
        round=make.round_(study=study),
        about="We read it together.",
        payment="You get $40.",
        place="",
        call_link="https://calls.example.org/r/42",
        has_interpreter=True,
    )
    near, far = make.slot(session=session), make.slot(session=session, days=20)
    for days in range(4, 16):
        make.slot(session=session, days=days)
    full = make.slot(session=make.session(round=session.round))
    over = make.session(round=make.round_(study=study, state="closed"))
    make.booking(slot=full, participant=make.participant(study=study))
    needs = Needs(["breaks"], "ar", True)
    agrees = Agreement(["take_part"], "en")
    rows = {
        name: make.booking(session=where, participant=make.participant(study=study))
        for name, where in (
            ("invited", session),
            ("booked", session),
            ("canceled", session),
            ("begun", session),
            ("full", full.session),
            ("over", over),
        )
    }
    zone = {"needs": needs, "agreement": agrees, "time_zone": "America/Denver"}
    visits.book(rows["booked"].pk, near.pk, **zone)
    visits.book(rows["begun"].pk, far.pk, **zone)
    far.starts_at = timezone.now() - timedelta(minutes=5)
    far.save()
    visits.cancel(rows["canceled"].pk)
    return {name: f"/visit/{tokens.visit_token(row.pk)}/" for name, row in rows.items()}


def visit_pages(addresses: dict[str, str], asked: str) -> Iterator[tuple[str, str]]:
    invited, booked = addresses["invited"], addresses["booked"]
    yield "visit: choose a time", _get(invited + asked)
    wrong = {"act": "book", "zone": "America/Denver", "interpreter": "xx"}
    yield "visit: error", Browser().post(invited + asked, wrong).content.decode()
    yield "visit: booked", _get(f"{booked}{asked}&said=booked")
    yield "visit: change", _get(f"{booked}{asked}&change=1")
    yield "visit: cancel", _get(f"{booked}cancel/{asked}")
    yield "visit: has begun", _get(addresses["begun"] + asked)
    yield "visit: rather not come", _get(f"{invited}cancel/{asked}")
    yield "visit: canceled", _get(f"{addresses['canceled']}{asked}&said=canceled")
    yield "visit: all times are taken", _get(addresses["full"] + asked)
    yield "visit: round is over", _get(addresses["over"] + asked)
    yield "visit: link does not work", _get(f"/visit/unknown/{asked}")


def _get(address: str) -> str:
    return Client().get(address).content.decode()

"""A name and an address go the whole way, and stand nowhere but in the vault."""

import json
import logging

import pytest
from django.db import connection

from cxstudio import wake
from cxstudio.logs import JsonLine
from studies.outreach import tokens
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from studies.people.models import Person
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Zsofia Quillfeather", "zsofia.quillfeather@example.org"
TRACES = ["quillfeather", "zsofia"]


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def rows_with(trace: str) -> dict[str, int]:
    """Rows of every table whose text, whatever the column, holds the trace."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS t'
                " WHERE t::text ILIKE %s OR t::text ILIKE %s",
                [f"%{trace}%", f"%{trace.encode().hex()}%"],  # bytea shows as hex
            )
            found[table] = cursor.fetchone()[0]
    return {table: number for table, number in found.items() if number}


def add_mail_bounce_and_stop(client, sink, clock: Clock) -> None:
    member = make.member(role="administrator")
    client.force_login(member.user)
    row = {"name": NAME, "email": ADDRESS, "how_we_got_it": "Counter"}
    data = {f"people-0-{name}": value for name, value in row.items()}
    data |= {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0"}
    client.post("/studio/people/new/", data | {"people-0-language": "en"})
    client.get("/studio/people/?contacts=1")
    client.post("/studio/people/", {"address": ADDRESS})
    study = make.study(agency=member.agency, state="running")
    activity = make.open_activity(round=make.round_(study=study))
    client.get(f"/studio/mailings/new/{activity.pk}/")
    person = Person.objects.get()
    make.wave(activity, [person], now=clock.now)
    sink.on_rcpt = {ADDRESS: f"451 4.7.1 <{ADDRESS}> come later"}
    deliver_due(clock=clock)
    sink.on_rcpt = {}
    clock.forward(minutes=10)
    deliver_due(clock=clock)
    client.get(f"/studio/mailings/{Wave.objects.get().pk}/")
    client.post(f"/stop/{tokens.stop_token(person.pk)}/")
    clock.forward(days=7)
    deliver_due(clock=clock)


def test_a_planted_name_and_address_are_found_nowhere(
    client, sink, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    sent_to_broker: list = []
    monkeypatch.setattr(wake, "_send", lambda *what: sent_to_broker.append(what))
    caplog.set_level(logging.DEBUG, logger="")
    caplog.set_level(logging.CRITICAL, logger="mail.log")  # the test's own server
    caplog.set_level(logging.CRITICAL, logger="mail.debug")

    with django_capture_on_commit_callbacks(execute=True):
        add_mail_bounce_and_stop(client, sink, Clock())

    logged = "\n".join(JsonLine().format(record) for record in caplog.records)
    rows = Delivery.objects.order_by("step")
    assert sink.addresses == [ADDRESS]
    assert list(rows.values_list("state", "reason")) == [
        ("handed_over", ""),
        ("dropped", "stopped"),
    ]
    for trace in TRACES:
        assert rows_with(trace) == {}
        assert trace not in logged.lower()
        assert trace not in json.dumps(sent_to_broker, default=str).lower()


def test_the_search_would_find_a_trace():
    make.partner(serves=NAME)

    assert rows_with("quillfeather") == {
        "studies_partner": 1,
        "studies_historicalpartner": 1,
    }

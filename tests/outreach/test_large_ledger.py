"""What runs each minute, and for each batch, does not read the whole ledger."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studies.outreach import bounces, following, ledger, open_messages
from studies.outreach.models import Delivery, Wave
from studies.people.models import Person
from tests import make
from tests.outreach.clock import START

pytestmark = pytest.mark.django_db
WAVES, EACH = 40, 200


@pytest.fixture
def wave() -> Wave:
    """One mailing with a little due, in a ledger of many that are done."""
    activity = make.open_activity()
    people = [make.person(agency=activity.agency) for _ in range(3)]
    running = make.wave(activity, people, now=START)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO studies_wave
                   (agency_id, activity_id, first_id, reminder_after_days, news, state,
                    is_practice, trouble, created_at)
            SELECT agency_id, activity_id, first_id, 7, '', 'running', FALSE, '', now()
              FROM studies_wave, generate_series(1, %s) RETURNING id
            """,
            [WAVES],
        )
        waves = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            """
            INSERT INTO studies_delivery
                   (id, wave_id, step, state, reason, due_at, claimed_at,
                    handed_over_at, attempts, no_reminder, verdict)
            SELECT gen_random_uuid(), wave, 'invitation', 'handed_over', '', %s, %s, %s,
                   1, FALSE, ''
              FROM unnest(%s::bigint[]) AS wave, generate_series(1, %s)
            """,
            [START, START, START, waves, EACH],
        )
        cursor.execute("ANALYZE studies_delivery, studies_wave")
    return running


def scans(act) -> list[str]:
    """The parts of the plans of all statements that read a whole ledger."""
    with CaptureQueriesContext(connection) as seen:
        act()
    found = []
    for query in seen.captured_queries:
        sql = query["sql"]
        if "studies_delivery" not in sql or not re.match(r"SELECT|UPDATE", sql.strip()):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + sql.replace("%", "%%"), [])
            plan = [row[0].strip() for row in cursor.fetchall()]
        found += [line for line in plan if "Seq Scan on studies_delivery" in line]
    return found


def test_no_plan_reads_the_whole_ledger(wave):
    later, nobody = START + timedelta(hours=9), uuid.uuid4()
    person = Person.objects.first()

    found = {
        "due": scans(lambda: ledger.due_waves(START)),
        "lost": scans(lambda: ledger.set_aside_lost(later)),
        "sleep": scans(lambda: ledger.let_sleep(wave.pk, "", START, later)),
        "claim": scans(lambda: ledger.claim(wave.pk, nobody, later)),
        "release": scans(lambda: ledger.release(nobody, START)),
        "bounces": scans(lambda: bounces.watch(wave.pk)),
        "list": scans(lambda: list(following.messages(wave, "uncertain", START))),
        "due of one": scans(lambda: following.due(wave, later)),
        "all that is due": scans(
            lambda: list(open_messages.listed(wave.agency, "due", later)[:50])
        ),
        "came back": scans(
            lambda: list(open_messages.listed(wave.agency, "came_back", later)[:50])
        ),
        "how many": scans(lambda: open_messages.counts(wave.agency)),
        "person": scans(lambda: list(Delivery.objects.filter(person=person))),
        "participant": scans(lambda: list(Delivery.objects.filter(participant_id=1))),
        "link": scans(lambda: list(Delivery.objects.filter(link_id=nobody))),
    }

    assert {name: plan for name, plan in found.items() if plan} == {}


def plan_of(rows) -> list[str]:
    with connection.cursor() as cursor:
        sql, params = rows.query.sql_with_params()
        cursor.execute("EXPLAIN " + sql, params)
        return [row[0].strip() for row in cursor.fetchall()]


def test_what_is_due_comes_in_the_order_of_its_index_and_nothing_is_sorted(wave):
    rows = open_messages.listed(wave.agency, "due", START + timedelta(hours=9))[:50]

    plan = plan_of(rows)

    assert [line for line in plan if "Sort" in line] == []
    assert any("delivery_due" in line for line in plan)


def test_a_scan_would_be_seen(wave):
    everything = Delivery.objects.filter(attempts=1)

    assert scans(lambda: list(everything)) != []

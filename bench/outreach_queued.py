"""Starts one mailing to very many people; `outreach_queued PEOPLE`, see outreach.py."""

import json
import sys
import time
from itertools import count

from django.db import connection

from studies.outreach import actions as outreach
from studies.outreach import getting_ready
from studies.outreach.models import Delivery
from studies.people.vault import seal
from tests import make
from tests.outreach.proof import town

# Each with a hash of their own; nothing is sent, so one sealed address will do.
PEOPLE = """
INSERT INTO studies_person (id, agency_id, name, email, phone, email_hash, phone_hash,
                            language, how_we_got_it, time_zone, added_on)
SELECT gen_random_uuid(), %s, '', %s, '', lpad(to_hex(number), 64, '0'), '',
       'en', 'By mail', '', current_date
  FROM generate_series(1, %s) AS number
"""
AUDIENCE = """
INSERT INTO studies_wave_audience (wave_id, person_id)
SELECT %s, id FROM studies_person WHERE agency_id = %s
ON CONFLICT DO NOTHING
"""


def main(people: int) -> None:
    agency = town.place_where_it_is_morning()
    activity = make.open_activity(agency=agency)
    wave = make.draft_wave(activity, [make.person(agency=agency)], reminder=None)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [agency.pk, seal("one@town.example.org"), people - 1])
        cursor.execute(AUDIENCE, [wave.pk, agency.pk])
        cursor.execute("ANALYZE")
    seconds = _timed_materializing()
    began = time.perf_counter()
    outreach.start(wave.pk, by=None)
    getting_ready.get_ready(wave.pk)
    started = time.perf_counter() - began
    found = {
        "messages": Delivery.objects.filter(wave=wave).count(),
        "seconds": sum(seconds),
        "started": started,
    }
    print(json.dumps(found))


def _timed_materializing() -> list[float]:
    """From now on, how long the start of a mailing takes for this one step."""
    real, seconds = getting_ready.queue, []

    def timed(*arguments) -> int:
        began = time.perf_counter()
        made = real(*arguments)
        seconds.append(time.perf_counter() - began)
        return made

    getting_ready.queue = timed
    return seconds


if __name__ == "__main__":
    # The steps share a database, so their numbered names must differ.
    make._numbers = count(1_000_000)
    main(int(sys.argv[1]))

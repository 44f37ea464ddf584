import gzip
from pathlib import Path

import pytest
from django.conf import settings

from feedback.surveys.models import Survey
from studies.people import consenting, ready_consent
from studies.planning.models import Study
from studies.wording.models import Translation
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
KB = 1024


def weight(page) -> int:
    headers = sum(len(f"{name}: {value}\r\n") for name, value in page.headers.items())
    return len(gzip.compress(page.content)) + headers


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_are_light_on_the_wire(language):
    study = make.study(state=Study.State.RUNNING)
    text = consenting.begin(study.agency, study, by=None)
    words = ready_consent.written()["en"]
    consenting.write(text.pk, words, marker=text.marker, by=make.user())
    Translation.objects.update(state="reviewed")
    consenting.publish(text.pk, by=None)
    survey = surveys.letter(study=study, layout=Survey.Layout.FEW_PAGES)
    sheet = gzip.compress((Path(settings.BASE_DIR) / "static/cx.css").read_bytes())
    person = Person(f"/s/{survey.activity.slug}/").opens(f"?lang={language}")
    first = weight(person.page)
    everything = {k: v for a in surveys.ANSWERS.values() for k, v in a.items()}

    later = [
        weight(person.sends().page),
        weight(person.sends(everything).page),
        weight(person.sends(everything).page),
        weight(person.sends().page),
    ]

    assert person.where.endswith("/receipt/")
    assert first + len(sheet) < 30 * KB
    assert max(later) < 8 * KB


def test_a_page_goes_out_as_light_as_it_is_weighed():
    survey = surveys.letter(layout=Survey.Layout.FEW_PAGES)
    person = Person(f"/s/{survey.activity.slug}/").starts()

    plain = person.client.get(person.where)
    packed = person.client.get(person.where, headers={"Accept-Encoding": "gzip"})

    assert len(gzip.decompress(packed.content)) == len(plain.content)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert 2 * len(packed.content) < len(plain.content)


def test_pages_name_one_file_and_no_script():
    survey = surveys.letter()

    text = Person(f"/s/{survey.activity.slug}/").starts().text

    assert text.count("<link ") - text.count('href="data:') == 1
    assert text.count("<script") + text.count("style=") + text.count("<img") == 0


def test_a_first_page_in_other_forms_and_with_help_is_light_too_and_loads_nothing():
    agency = make.agency(contact_phone="555-0142", case_help="Call us. " * 20)
    study = make.study(agency=agency, state=Study.State.RUNNING)
    survey = surveys.letter(study=study)
    make.aid(survey=survey)
    for kind, ending in (("listen", "mp3"), ("easy_read", "pdf")):
        make.aid(survey=survey, kind=kind, url="", file=f"1.{ending}", ending=ending)
    sheet = gzip.compress((Path(settings.BASE_DIR) / "static/cx.css").read_bytes())

    person = Person(f"/s/{survey.activity.slug}/").opens()

    assert weight(person.page) + len(sheet) < 30 * KB
    assert person.text.count('<audio controls preload="none"') == 1
    assert person.text.count("<link ") == 2
    assert person.text.count("<img") + person.text.count("<iframe") == 0


@pytest.mark.parametrize("address", ["/accounts/login/", "/go/"])
def test_only_pages_for_people_are_packed(client, address):
    reply = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert ("Content-Encoding" in reply.headers) == (address == "/go/")

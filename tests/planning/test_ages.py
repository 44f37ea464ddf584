import pytest
from django.urls import reverse

from studies.planning import ages
from studies.planning.models import Study
from tests import make
from tests.planning.test_study_pages import enter

pytestmark = pytest.mark.django_db

PLAN = {"title": "Letter", "retention_months": "12"}


def save(client, **said):
    study = make.study(agency=enter(client))
    page = client.post(reverse("study-plan", args=[study.slug]), PLAN | said)
    return Study.objects.get(), page


def test_people_are_18_or_older_unless_the_plan_says_otherwise(client):
    study, _page = save(client)

    assert (study.youngest, study.hears_minors) == (18, False)
    assert ages.in_words(study.youngest) == "You must be 18 or older."


def test_minors_are_heard_with_a_reason_alone(client):
    study, page = save(client, youngest="15")

    assert "Write why people under 18 must be heard" in page.content.decode()
    assert study.youngest == 18


def test_a_reason_stands_on_the_plan(client):
    study, page = save(client, youngest="15", why_minors="School meals.")

    plan = client.get(reverse("study-plan", args=[study.slug])).content.decode()

    assert (page.status_code, study.youngest) == (302, 15)
    assert "from 15 on, because: School meals." in plan
    assert ages.in_words(15).startswith("You must be 15 or older.")

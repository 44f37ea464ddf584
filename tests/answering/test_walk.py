import re

import pytest
from django.utils import timezone

from feedback.answering import codes
from feedback.answering.models import Receipt, SurveyResponse
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db


def test_a_person_walks_from_the_first_page_to_the_receipt():
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()

    person.answers_all(surveys.ANSWERS)
    person.sends()

    response = SurveyResponse.objects.get()
    assert response.answers == surveys.STORED
    assert (response.state, response.language) == ("submitted", "en")
    assert response.submitted_on == timezone.localdate()
    assert person.where.endswith("/receipt/")
    code = re.search(r'receipt-code" dir="ltr">([^<]+)<', person.text).group(1)
    assert code == codes.receipt_code(response.pk)
    assert Receipt.objects.get().code_hash == codes.code_hash(code.lower())

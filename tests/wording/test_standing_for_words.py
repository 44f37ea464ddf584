import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.wording import vouching
from studies.wording.models import Override, Vouch
from tests import make

pytestmark = pytest.mark.django_db


def stand(reason="A name", words="Utilize"):
    return vouching.let_stand(
        "question:1:label",
        "hard_word",
        words,
        reason,
        agency=make.agency(),
        by=make.user(),
    )


def test_words_left_as_they_are_are_kept_once_with_the_newest_reason():
    stand("First")
    stand("Second", words="utilize")

    assert Override.objects.get().reason == "Second"


def test_words_can_not_stay_without_a_reason():
    with pytest.raises(Refusal) as refused:
        stand("  ")

    assert refused.value.code == "no_reason"
    assert Override.objects.count() == 0


def test_a_rule_can_find_the_words_again():
    row = stand()

    for _ in range(2):
        vouching.let_stand_no_more(row.pk)

    assert Override.objects.count() == 0


def test_vouching_again_replaces_the_name():
    for name in ("Ana Ruiz", " Bo Lee "):
        vouching.vouch("survey:1:texts", "es", name, agency=make.agency(), by=None)

    assert Vouch.objects.get().name == "Bo Lee"


@pytest.mark.parametrize(
    "make_row",
    [
        lambda agency: Override(
            agency=agency, place="a", rule="b", words_hash="c", reason=""
        ),
        lambda agency: Vouch(
            agency=agency, place="a", language="es", name="", made_at=timezone.now()
        ),
    ],
    ids=["override_says_why", "vouch_names_somebody"],
)
def test_rows_that_say_nothing_can_not_be_kept(make_row, request):
    row = make_row(make.agency())

    with pytest.raises(IntegrityError) as clash, transaction.atomic():
        row.save()

    assert request.node.callspec.id in str(clash.value)


@pytest.mark.parametrize("name", ["override_once_per_words", "vouch_once_per_language"])
def test_one_row_for_one_thing(name):
    agency = make.agency()
    rows = {
        "override_once_per_words": lambda: Override(
            agency=agency, place="a", rule="b", words_hash="c", reason="d"
        ),
        "vouch_once_per_language": lambda: Vouch(
            agency=agency, place="a", language="es", name="b", made_at=timezone.now()
        ),
    }
    rows[name]().save()

    with pytest.raises(IntegrityError) as clash, transaction.atomic():
        rows[name]().save()

    assert name in str(clash.value)

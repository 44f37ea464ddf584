import pytest
from django.urls import reverse

from studies.wording.glance import Glance, glance
from tests import make
from tests.wording.reading import pairs

OLD, NEW = (
    "\n\n".join(pair[side] for pair in pairs("pairs_en").values()) for side in (0, 1)
)


def test_an_old_notice_shows_worse_figures_than_its_rewrite():
    old, new = glance(OLD, "en"), glance(NEW, "en")

    assert old.grade > 14 > 6 > new.grade
    assert old.found > 50 * new.found


def test_a_short_text_and_an_unknown_language_have_no_grade():
    assert glance("We utilize it.", "en") == Glance(found=1)
    assert glance("اقرأ الرسالة. " * 60, "ar").grade is None


def test_spanish_is_measured_by_ease():
    spanish = "\n\n".join(new for _old, new in pairs("pairs_es").values())

    assert (glance(spanish, "es").grade, glance(spanish, "es").ease > 65) == (
        None,
        True,
    )


@pytest.mark.django_db
def test_two_drafts_show_how_each_of_them_reads(client):
    member = make.member()
    client.force_login(member.user)
    study = make.study(agency=member.agency)
    make.draft(study=study, number=1, body=OLD)
    make.draft(study=study, number=2, body="Call us.")

    page = client.get(reverse("study-drafts", args=[study.slug])).content.decode()

    assert "School grade 1" in page
    assert "0 things to look at" in page

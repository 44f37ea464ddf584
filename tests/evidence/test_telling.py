import pytest
from django.urls import reverse
from django.utils import timezone

from studies.evidence.telling import languages_to_tell, share_back_texts, told
from studies.wording.models import Translation
from studies.wording.translations import translate
from tests import make

pytestmark = pytest.mark.django_db


def published(**fields):
    study = make.study(state="running", about="We change a letter.")
    round_ = make.round_(study=study, not_heard="People under 25.")
    return make.share_back(round=round_, published_at=timezone.now(), **fields)


def test_only_what_is_published_is_told():
    row = published()
    make.share_back(round=row.round)

    [round_] = told(row.study, "en").rounds

    assert [item.you_said.text for item in round_.items] == [row.you_said]
    assert round_.not_heard.text == "People under 25."


def test_a_text_without_translation_stands_in_its_own_language_and_says_so():
    row = published()
    said, _did = share_back_texts(row)
    translate(said, "es", "Dijeron", agency=row.study.agency, by=None)

    page = told(row.study, "es")

    [item] = page.rounds[0].items
    assert (item.you_said.text, item.you_said.language) == ("Dijeron", "es")
    assert (item.what_we_did.text, item.what_we_did.language) == (row.what_we_did, "en")
    assert not page.is_complete


def test_the_newest_round_comes_first():
    first = published()
    second = make.round_(study=first.study)
    make.share_back(round=second, published_at=timezone.now())

    assert [item.round.number for item in told(first.study, "en").rounds] == [2, 1]


def test_languages_are_those_of_surveys_and_partners():
    row = published()
    make.activity(round=row.round, languages_ready=["en", "zh-hans"])
    partner = make.partner(agency=row.study.agency, languages=["en", "es"])
    row.study.partnerships.create(partner=partner)

    assert languages_to_tell(row.study) == ["es", "zh-hans"]


def test_the_public_page_marks_the_language_of_each_text(client):
    row = published()

    page = client.get(reverse("study-public", args=[row.study.slug]) + "?lang=es")

    assert f'<span lang="en" dir="auto">{row.you_said}</span>' in page.content.decode()
    assert page.status_code == 200


def test_the_public_page_asks_the_same_number_of_questions_for_more_lines(
    client, django_assert_num_queries
):
    row = published()
    address = reverse("study-public", args=[row.study.slug]) + "?lang=es"

    def queries():
        with django_assert_num_queries(4):
            client.get(address)

    queries()
    for _ in range(3):
        make.share_back(round=row.round, published_at=timezone.now())
    queries()


def test_a_study_in_practice_has_no_public_page(client):
    study = make.study()

    response = client.get(reverse("study-public", args=[study.slug]))

    assert response.status_code == 404


def enter(client, row, role="lead"):
    user = make.member(agency=row.study.agency, role=role).user
    client.force_login(user)
    return user


def at(name, row, *more):
    return reverse(name, args=[row.study.slug, row.round.number, *more])


def test_publishing_says_how_many_get_a_message(client):
    row = published(outcome="did")
    make.share_back(round=row.round)
    enter(client, row)

    page = client.post(at("share-backs-publish", row), follow=True)

    assert "It is on the public page. 0 people who asked" in page.content.decode()


def test_a_designer_writes_and_a_lead_publishes(client):
    row = published()
    enter(client, row, role="designer")

    written = client.post(
        at("share-backs", row),
        {"you_said": "More help", "outcome": "not_yet", "what_we_did": "Soon."},
    )

    assert written.status_code == 302
    assert client.post(at("share-backs-publish", row)).status_code == 403


def test_translations_are_saved_side_by_side(client):
    row = published()
    make.activity(round=row.round, languages_ready=["en", "es"])
    enter(client, row, role="translator")
    said, did = share_back_texts(row)
    address = at("share-backs-translate", row, "es")
    seen = {f"seen-{r.place}": r.seen for r in client.get(address).context["rows"]}

    client.post(
        address,
        seen
        | {
            f"text-{said.place}": "Dijeron",
            f"ok-{said.place}": "on",
            f"text-{did.place}": "Hicimos",
        },
    )

    rows = Translation.objects.filter(language="es").order_by("text")
    assert [(row.place, row.text, row.state) for row in rows] == [
        (said.place, "Dijeron", "reviewed"),
        (did.place, "Hicimos", "draft"),
    ]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(client):
    row = published()
    make.activity(round=row.round, languages_ready=["en", "es"])
    enter(client, row)
    said, _did = share_back_texts(row)
    address = at("share-backs-translate", row, "es")
    seen = {f"seen-{r.place}": r.seen for r in client.get(address).context["rows"]}
    translate(said, "es", "Theirs", agency=row.study.agency, by=None)

    page = client.post(address, seen | {f"text-{said.place}": "Mine"})

    assert Translation.objects.get(place=said.place).text == "Theirs"
    assert "Theirs" in page.content.decode()
    assert "Mine" in page.content.decode()


def test_a_language_that_nobody_of_the_study_reads_is_not_found(client):
    row = published()
    enter(client, row)

    assert client.get(at("share-backs-translate", row, "ar")).status_code == 404


def test_a_language_that_only_a_translation_is_in_opens_where_it_is_listed(client):
    row = published()
    enter(client, row)
    said, _did = share_back_texts(row)
    translate(said, "ar", "Said", agency=row.study.agency, by=None)
    address = at("share-backs-translate", row, "ar")

    listed = client.get(at("share-backs", row)).content.decode()

    assert f'href="{address}"' in listed
    assert client.get(address).status_code == 200


def test_in_practice_publishing_says_what_to_do_first(client):
    row = make.share_back()
    enter(client, row)

    page = client.post(at("share-backs-publish", row), follow=True).content.decode()

    row.refresh_from_db()
    assert "Press Start on the plan first." in page
    assert row.published_at is None


def test_publishing_a_second_time_says_that_it_is_there_already(client):
    row = published()
    enter(client, row)

    page = client.post(at("share-backs-publish", row), follow=True).content.decode()

    assert "Everything here is on the public page already." in page


def test_who_was_not_heard_is_written_and_nothing_else_changes(client):
    row = published()
    enter(client, row, role="designer")

    page = client.post(
        at("not-heard", row),
        {"not_heard": "Night workers.", "state": "closed", "number": "9"},
        follow=True,
    )

    round_ = type(row.round).objects.get()
    assert (round_.not_heard, round_.state, round_.number) == (
        "Night workers.",
        "planned",
        1,
    )
    assert "Night workers." in page.content.decode()


def test_what_may_not_be_published_yet_is_no_page_for_a_viewer(client):
    row = published()
    enter(client, row, role="viewer")

    seen = client.get(at("share-backs", row)).content.decode()
    written = client.post(at("not-heard", row), {"not_heard": "Mine"})

    assert "Write one" not in seen
    assert written.status_code == 403

"""Each page that keeps texts for the public shows how they read, and mends them."""

import pytest
from django.urls import reverse

from studies.outreach.models import Wave
from studies.planning.models import Study
from studies.wording.models import Override
from studies.wording.translations import SourceText, place, translate
from tests import make

pytestmark = pytest.mark.django_db
HARD = "We utilize it."


@pytest.fixture
def dana(client):
    member = make.member(role="administrator")
    client.force_login(member.user)
    return member


def study_page(dana):
    study = make.study(agency=dana.agency, about=HARD)
    at = [study.slug]
    return study, "about", reverse("study-plan", args=at), "study-plan-finding", at


def told_page(dana):
    round_ = make.round_(study=make.study(agency=dana.agency))
    row = make.share_back(study=round_.study, round=round_, what_we_did=HARD)
    at = [round_.study.slug, round_.number]
    return row, "what_we_did", reverse("share-backs", args=at), "told-finding", at


def not_heard_page(dana):
    study = make.study(agency=dana.agency)
    round_ = make.round_(study=study, not_heard=HARD)
    at = [study.slug, round_.number]
    return round_, "not_heard", reverse("share-backs", args=at), "told-finding", at


def mailing_page(dana):
    activity = make.open_activity(agency=dana.agency)
    wave = make.draft_wave(activity, [make.person(agency=dana.agency)])
    wave.first.body = HARD + " {link} {stop}"
    wave.first.save()
    at = [wave.pk]
    return wave.first, "body", reverse("mailing", args=at), "mailing-finding", at


def agency_page(dana):
    dana.agency.privacy_notice = HARD
    dana.agency.save()
    return (
        dana.agency,
        "privacy_notice",
        reverse("agency-words"),
        "agency-words-finding",
        [],
    )


PAGES = [study_page, told_page, not_heard_page, mailing_page, agency_page]


def remarks(client, url):
    found = client.get(url).context["review"].found
    return [remark for remark in found if remark.marked == "utilize"]


@pytest.mark.parametrize("page", PAGES)
def test_a_hard_word_is_marked_and_one_click_mends_it(client, dana, page):
    row, field, url, action, at = page(dana)
    [remark] = remarks(client, url)
    shown = client.get(url).content.decode()

    answer = client.post(reverse(action, args=at), {"key": remark.key, "fix": "1"})

    row.refresh_from_db()
    assert "<mark>utilize</mark>" in shown
    assert "Write “use”" in shown
    assert answer.headers["Location"] == f"{url}#reads"
    assert getattr(row, field).startswith("We use it.")
    assert remarks(client, url) == []


@pytest.mark.parametrize("page", PAGES)
def test_words_are_left_with_a_written_reason(client, dana, page):
    _row, _field, url, action, at = page(dana)
    [remark] = remarks(client, url)

    without = client.post(reverse(action, args=at), {"key": remark.key}, follow=True)
    client.post(reverse(action, args=at), {"key": remark.key, "reason": "A law."})

    assert "Write why these words stay." in without.content.decode()
    assert Override.objects.get().reason == "A law."
    assert "1 left as it is" in client.get(url).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_viewer_reads_the_page_and_changes_nothing(client, dana, page):
    row, field, url, action, at = page(dana)
    [remark] = remarks(client, url)
    client.force_login(make.member(agency=dana.agency, role="viewer").user)

    refused = client.post(reverse(action, args=at), {"key": remark.key, "fix": "1"})

    row.refresh_from_db()
    assert refused.status_code == 403
    assert "utilize" in getattr(row, field)


def test_a_mailing_that_started_keeps_its_words(client, dana):
    message, _field, url, action, at = mailing_page(dana)
    [remark] = remarks(client, url)
    Wave.objects.update(state="running")

    answer = client.post(
        reverse(action, args=at), {"key": remark.key, "fix": "1"}, follow=True
    )

    message.refresh_from_db()
    assert "its words stay as people got them" in answer.content.decode()
    assert "utilize" in message.body


def test_a_published_line_is_not_reviewed_any_more(client, dana):
    row, _field, url, _action, _at = told_page(dana)
    row.published_at = row.created_at
    row.save()

    assert remarks(client, url) == []


def test_a_letter_is_reviewed_in_each_of_its_languages(client, dana):
    message, _field, url, _action, _at = mailing_page(dana)
    source = SourceText(place(message, "body"), message.body)
    translate(source, "es", "Llame y/o escriba.", agency=dana.agency, by=None)
    translate(source, "ar", "اتصل بنا.", agency=dana.agency, by=None)

    shown = client.get(url)

    spanish = [one for one in shown.context["review"].found if one.language == "es"]
    assert [(one.name, one.marked) for one in spanish] == [
        ("Invitation (Spanish)", "y/o")
    ]
    assert "Not checked: words" in shown.content.decode()


def test_a_key_that_is_no_key_changes_nothing(client, dana):
    _row, _field, _url, action, at = study_page(dana)

    answer = client.post(
        reverse(action, args=at), {"key": "x", "fix": "1"}, follow=True
    )

    assert "Nothing was changed." in answer.content.decode()
    assert Study.objects.get().about == HARD


def test_an_unpublished_line_is_checked_while_it_is_changed(client, dana):
    row, _field, _url, _action, _at = told_page(dana)

    url = reverse("admin:studies_shareback_change", args=[row.pk])
    page = client.get(url).content.decode()

    assert page.count('data-words="share_back"') == 2
    assert f'data-words-places="{place(row, "what_we_did")}"' in page
    assert "wording.js" in page

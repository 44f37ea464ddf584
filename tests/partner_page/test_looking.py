import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from studies.partner_page import day_figures, saved_links
from studies.partner_page.models import PartnerPage
from studies.partners import actions as partners
from studies.partners import openings, partnerships
from studies.partners.actions import Place
from studies.partners.models import InviteLink
from tests import make
from tests.answering import surveys
from tests.answering.person import Person
from tests.partner_page.pages import Home, home, offer
from tests.today import TODAY

pytestmark = pytest.mark.django_db


def text(client, address: str, **more) -> str:
    answer = client.get(address, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_saved_link_leads_to_the_study_with_hours_pay_and_promise_first(client):
    at = home()

    answer = client.get(at.root, follow=True)

    page = answer.content.decode()
    places = [
        page.index(words)
        for words in (
            "About 6 hours of your time in all.",
            "$300 for the house.",
            "Taking part is never a condition of help.",
            "A clear letter.",
            at.link.token,
        )
    ]
    assert answer.redirect_chain == [(at.address, 302)]
    assert places == sorted(places)
    assert "<script" not in page


def test_its_answers_are_kept_by_nobody_and_told_to_nobody(client):
    at = home()

    answer = client.get(at.address)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert answer.cookies == {}


def test_it_begins_in_the_partners_language_and_changes_with_one_tap(client):
    at = home(language="es")
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}

    first = text(client, at.address, **english)
    tapped = text(client, f"{at.address}?lang=en", **english)
    later = text(client, at.address, **english)

    langs = [
        page[page.index("<html lang=") :][12:14] for page in (first, tapped, later)
    ]
    assert langs == ["es", "en", "en"]
    assert "$300 para la casa." in first


def test_before_the_first_day_it_says_from_when_links_are_shared(client):
    soon = TODAY + timedelta(days=10)
    later, today, changed = home(from_on=soon), home(), home()
    study = changed.partnership.study_id
    row = partnerships.offer(
        changed.partner.pk, study, offer(from_on=soon), by=make.user()
    )
    partnerships.accept(row.newest.pk, name="Luz", language="es", contact=None)

    pages = [text(client, at.address) for at in (later, today, changed)]

    day = date_format(soon, "DATE_FORMAT")
    for words in (f"share them from {day} on.", f">from {day}</span>"):
        assert [words in page for page in pages] == [True, False, False]


def unknown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    return answer.content.decode()


def test_unknown_ended_expired_and_another_partners_study_are_the_same_page(client):
    theirs, mine, ended, late, anew = home(), home(), home(), home(), home()
    saved_links.revoke(ended.page.pk, by=make.user())
    PartnerPage.objects.filter(pk=late.page.pk).update(
        expires_on=timezone.localdate() - timezone.timedelta(days=1)
    )
    saved_links.make(anew.partner.pk, language="en", by=make.user())

    pages = {
        unknown(client, address)
        for address in (
            "/partner/never-was/",
            ended.root,
            late.root,
            anew.address,
            f"{mine.root}study/{theirs.partnership.study.slug}/",
            f"{mine.root}study/never-was/",
            f"{mine.root}study/{theirs.partnership.study.slug}/accept/",
            f"{mine.address}print/{theirs.link.pk}/",
        )
    }

    assert len(pages) == 1


def test_a_new_address_works_where_the_old_one_ended(client):
    at = home()

    page = saved_links.make(at.partner.pk, language="es", by=make.user())

    assert len(page.token) == 32
    assert page.token != at.page.token
    assert client.get(f"/partner/{page.token}/").status_code == 302


def test_a_partner_of_several_studies_chooses_and_of_none_is_told(client):
    at = home()
    other = make.study(agency=at.partner.agency, title="A new form")
    partnerships.offer(at.partner.pk, other.pk, offer(), by=make.user())

    page = text(client, at.root)
    at.partner.partnerships.all().delete()

    assert f"{at.root}study/{other.slug}/" in page
    assert at.address in page
    assert "There is no study for you yet." in text(client, at.root)


def test_before_the_yes_there_are_terms_and_no_links(client):
    at = home(accepted=False)

    page = text(client, at.address)

    assert "Your links come here once you accept." in page
    assert at.link.token not in page
    assert "accept/?lang=en" in page


def test_when_it_is_over_the_page_says_so_and_shows_what_changed(client):
    at = home()
    make.share_back(
        study=at.partnership.study,
        round=at.partnership.study.rounds.get(),
        you_said="the date is unclear",
        published_at=timezone.now(),
    )
    partnerships.end(at.partnership.pk, by=make.user())

    page = text(client, at.address)

    assert "This round is over for you." in page
    assert at.link.token not in page
    assert "The date is unclear" in page
    assert f"All of it: http://localhost:8000/p/{at.partnership.study.slug}/" in page


def test_words_to_copy_stand_in_each_language_with_the_link_that_is_meant_for_it(
    client,
):
    at = home()
    spanish = partners.make_link(
        at.link.activity_id,
        partner=at.partner,
        place=Place(language="es", channel="social"),
        by=None,
    )

    page = text(client, at.address)
    post = page[page.index('id="post-2"') :]

    assert page.count("readonly") == 8
    assert "We want it clear." in page
    assert "More." not in page
    assert f"/i/{spanish.token}/" in post[: post.index("</textarea>")]
    assert "The team&#x27;s name for it" not in page[page.index("Words to copy") :]


def test_a_kiosk_shows_its_code_and_no_address(client):
    at = home()
    place = at.partner.sites.create(name="Front desk")
    kiosk = partners.make_link(
        at.link.activity_id,
        partner=at.partner,
        place=Place(place),
        is_kiosk=True,
        by=None,
    )

    page = text(client, at.address)

    assert f"{kiosk.short_code[:4]} {kiosk.short_code[4:]}" in page
    assert kiosk.token not in page
    assert "Front desk" in page


def test_a_flyer_is_a_file_and_its_form_asks_what_to_print(client):
    at = home()
    print_page = f"{at.address}print/{at.link.pk}/"
    asked = {"kind": "flyer", "languages": ["en"], "paper": "a4"}

    form = text(client, print_page)
    wrong = text(client, print_page, data=asked | {"languages": ["fr"]})
    file = client.get(print_page, asked)

    assert 'name="kind"' in form
    assert "error-summary" in wrong
    assert file.headers["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")


def in_field() -> Home:
    """With a real survey, so that somebody can answer it."""
    at = home()
    survey = surveys.letter(study=at.partnership.study)
    link = partners.make_link(survey.activity_id, partner=at.partner, by=None)
    InviteLink.objects.filter(pk=link.pk).update(openings=40)
    at.link = link
    day_figures.refresh(timezone.now().replace(hour=12))
    return at


def test_nothing_on_the_page_changes_when_somebody_answers(
    client, django_capture_on_commit_callbacks
):
    at = in_field()
    InviteLink.objects.filter(pk=at.link.pk).update(cap=1)
    before = client.get(at.address)

    with django_capture_on_commit_callbacks(execute=True):
        Person(f"/i/{at.link.token}/").starts().answers_all(surveys.ANSWERS).sends()
    openings.store()
    day_figures.refresh(timezone.now().replace(hour=13))
    after = Client().get(at.address)

    at.link.refresh_from_db()
    assert at.link.finishes == 1
    assert before.content == after.content
    clock = {"Expires"}  # the moment in which it was drawn
    assert {k: v for k, v in before.headers.items() if k not in clock} == {
        k: v for k, v in after.headers.items() if k not in clock
    }
    assert "Opened about 40 times" in before.content.decode()


def test_opened_by_a_scanner_or_with_a_damaged_cookie_nothing_happens(client):
    at = home(accepted=False)
    client.cookies["cx_partner"] = "made:up:badly"

    looked = [client.get(f"{at.address}{end}") for end in ("", "accept/", "contact/")]
    headed = client.head(at.root)
    foreign = client.post(
        f"{at.address}accept/", {"act": "ask"}, HTTP_SEC_FETCH_SITE="cross-site"
    )

    assert [one.status_code for one in looked] == [200, 200, 200]
    assert (headed.status_code, foreign.status_code) == (302, 404)
    assert not at.page.codes.exists()
    assert "Luz" not in "".join(one.content.decode() for one in looked)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number_of_links(
    client, number, django_assert_num_queries
):
    at = home()
    for _ in range(number):
        partners.make_link(at.link.activity_id, partner=at.partner, by=None)
    client.get(at.address)

    with django_assert_num_queries(22):
        client.get(at.address)


def test_links_older_than_the_newest_and_ready_texts_lie_in_folds(client):
    at = home()
    newer = [
        partners.make_link(
            at.link.activity_id,
            partner=at.partner,
            place=Place(channel=channel),
            by=None,
        )
        for channel in ("flyer", "poster")
    ]

    page = text(client, at.address)

    order = [
        page.index(words) for words in ("On this page", "About 6 hours", 'id="links"')
    ]
    fold = page.index("1 older link")
    assert order == sorted(order)
    assert all(page.index(f"/i/{link.token}/") < fold for link in newer)
    assert page.index(f"/i/{at.link.token}/") > fold
    assert page.count("<details") == page.count('<details class="fold"><summary>')


def test_what_is_agreed_is_folded_once_it_is_accepted_but_for_what_comes_first(client):
    agreed, offered = (
        text(client, at.address) for at in (home(), home(accepted=False))
    )

    fold = agreed.index("All that we agreed on")
    first = [agreed.index(words) for words in ("About 6 hours", "$300", "condition of")]
    assert all(place < fold for place in first)
    assert agreed.index("A clear letter.") > fold
    assert "All that we agreed on" not in offered
    assert "A clear letter." in offered


def test_the_list_of_contents_leads_to_what_is_on_the_page_and_to_nothing_else(client):
    pages = [text(client, at.address) for at in (home(), home(accepted=False))]

    for page in pages:
        contents = page[
            page.index("On this page") : page.index(
                "</nav>", page.index("On this page")
            )
        ]
        wanted = re.findall(r'href="#([a-z]+)"', contents)
        assert wanted
        assert [name for name in wanted if f'id="{name}"' not in page] == []

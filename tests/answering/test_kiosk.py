"""A screen in a waiting room, where one person answers after the other."""

import re
import time
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from feedback.answering import kiosk, receipts, tasks, unsent, wiping
from feedback.answering.models import SurveyResponse, UnsentTally
from feedback.results.folding import fold
from feedback.results.participation import Group, overviews, participation
from feedback.results.recounting import recount
from studies.partners import actions as partners
from studies.partners import links
from studies.planning.models import Activity
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db
ON_QUESTION = kiosk.QUESTION_SECONDS + kiosk.WARNING_SECONDS
ON_TEXT = kiosk.TEXT_SECONDS + kiosk.WARNING_SECONDS
CODE = re.compile(r'class="receipt-code" dir="ltr">([0-9A-Z-]+)<')
LATE = kiosk.ON_THE_WAY_SECONDS + 1


class Clock:
    def __init__(self):
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(kiosk.time, "time", clock)
    return clock


@pytest.fixture
def survey():
    return surveys.letter()


def screen(survey, **headers) -> Person:
    partner = make.partner(agency=survey.agency)
    link = partners.make_link(
        survey.activity_id, partner=partner, is_kiosk=True, by=None
    )
    return Person("/i/" + links.url(link).split("/i/")[1], **headers).opens()


def picks(person: Person, language: str = "en") -> Person:
    return person.sends(language=language)


def begins(person: Person) -> Person:
    return picks(person).sends()


def states() -> list[tuple[str, str]]:
    return list(SurveyResponse.objects.values_list("state", "mode"))


def is_start(person: Person) -> bool:
    return (
        person.where.split("?")[0] == person.address
        and "kiosk-languages" in person.text
    )


def test_the_start_offers_each_language_in_its_own_words_and_nothing_else(survey):
    person = screen(survey, HTTP_ACCEPT_LANGUAGE="ar")

    assert '<html lang="en" dir="ltr" class="kiosk">' in person.text
    assert '<button name="language" value="ar" lang="ar" dir="rtl">' in person.text
    assert "<a " not in person.text.split("<main", 1)[1]
    assert dict(person.client.cookies) == {}


def test_the_start_says_in_each_language_what_it_is_and_what_it_erases(survey):
    page = screen(survey).text

    for code in survey.activity.languages_ready:
        title = survey.activity.public_text("title", code)
        with override(code):
            erases = gettext(
                "When you stop or go away, this screen erases what you did not send."
            )
        button = page.partition(f'value="{code}" lang="{code}"')[2].partition(
            "</button>"
        )[0]
        assert f'<span class="kiosk-title" dir="auto">{title}</span>' in button
        assert f'<span class="kiosk-length" lang="{code}"' in button
        assert erases in page


def test_somebody_answers_and_the_way_is_kept(survey):
    person = picks(screen(survey), "ar")
    assert '<html lang="ar" dir="rtl" class="kiosk">' in person.text

    person.sends().answers_all(surveys.ANSWERS).sends()

    row = SurveyResponse.objects.get()
    assert (row.state, row.mode, row.language) == ("submitted", "kiosk", "ar")
    assert row.partner is not None


def test_we_keep_that_it_was_a_shared_screen(survey):
    person = picks(screen(survey))

    assert "and that you used a shared screen." in person.text
    assert "If you stop before you send them, we erase them at once." in person.text
    assert "days after you begin" not in person.text


def test_the_receipt_shows_the_code_and_leaves_a_cookie_for_moments(survey):
    person = begins(screen(survey)).answers_all(surveys.ANSWERS)

    person.sends()

    assert "receipt-code" in person.text
    assert person.where == f"{person.address}check/"
    left = {n: c["max-age"] for n, c in person.client.cookies.items() if c.value}
    assert left == {"cx_attempt": kiosk.ON_THE_WAY_SECONDS}
    assert 'type="email"' not in person.text
    assert person.opens("receipt/").where == person.address
    assert person.client.cookies["cx_attempt"].value == ""


def test_a_second_press_shows_the_same_receipt_as_long_as_it_lasts(survey, clock):
    person = begins(screen(survey)).answers_all(surveys.ANSWERS)
    token = person.token
    codes = [
        person.client.post(f"{person.address}check/", {"attempt": token})
        .content.decode()
        .split('dir="ltr">')[1][:14]
        for _ in range(2)
    ]
    assert codes[0] == codes[1]
    assert codes[0].count("-") == 2

    clock.passes(ON_TEXT + LATE)
    again = person.client.post(f"{person.address}check/", {"attempt": token})

    assert again.url == person.address
    assert states() == [("submitted", "kiosk")]


def sent(survey) -> Person:
    return begins(screen(survey)).answers_all(surveys.ANSWERS)


@pytest.mark.parametrize("path", ["check/", "q/2/"])
def test_after_done_no_form_that_is_sent_again_shows_the_code(survey, path):
    person = sent(survey)
    token, code = person.token, CODE.search(person.sends().text)[1]
    person.opens()  # "Done"

    again = person.client.post(
        person.address + path, {"attempt": token, "asked": "x"}, follow=True
    )

    assert again.redirect_chain == [(person.address, 302)]
    assert code not in again.content.decode()
    assert states() == [("submitted", "kiosk")]


def test_without_done_the_code_is_shown_again_for_moments_only(survey):
    person = sent(survey)
    token = person.token
    person.sends()
    del person.client.cookies["cx_attempt"]  # its seconds are over

    again = person.client.post(f"{person.address}check/", {"attempt": token})

    assert (again.status_code, again.url) == (302, person.address)


@pytest.mark.parametrize("seconds, expected", [(ON_TEXT, 200), (ON_TEXT + LATE, 302)])
def test_a_lost_receipt_comes_again_until_the_screen_was_left_alone(
    survey, clock, seconds, expected
):
    person = sent(survey)
    token, kept = person.token, person.client.cookies["cx_attempt"].value
    person.sends()
    person.client.cookies["cx_attempt"] = kept  # as if no reply had come
    clock.passes(seconds)

    body = {"attempt": token, kiosk.WATCHED_FIELD: "1"}
    again = person.client.post(f"{person.address}check/", body)

    assert again.status_code == expected


def test_a_screen_that_keeps_no_cookies_shows_the_code_once(survey):
    person = sent(survey)
    token = person.token

    shown = []
    for _ in range(2):
        person.client.cookies.clear()
        page = person.client.post(f"{person.address}check/", {"attempt": token})
        shown.append((page.status_code, "receipt-code" in page.content.decode()))

    assert shown == [(200, True), (302, False)]


def test_the_next_person_starts_in_the_first_language_with_nothing_left(survey):
    person = picks(screen(survey), "ar").sends()
    person.sends(surveys.ANSWERS["got_letter"])

    person.opens()

    assert is_start(person)
    assert '<html lang="en"' in person.text
    assert states() == []
    assert person.client.cookies["cx_attempt"].value == ""
    assert is_start(person.opens("q/2/"))
    assert is_start(person.opens("check/"))


def test_looking_ahead_erases_nothing(survey):
    person = begins(screen(survey))

    person.client.get(person.address, headers={"Sec-Purpose": "prefetch"})
    person.client.head(person.address)

    assert states() == [("started", "kiosk")]


@pytest.mark.parametrize(
    "seconds, expected", [(ON_QUESTION, 1), (ON_QUESTION + LATE, 0)]
)
def test_without_a_script_a_question_left_alone_is_refused_and_erased(
    survey, clock, seconds, expected
):
    person = begins(screen(survey))
    clock.passes(seconds)

    person.sends(surveys.ANSWERS["got_letter"])

    assert SurveyResponse.objects.count() == expected
    assert is_start(person) is not bool(expected)


def test_a_page_of_text_may_be_read_for_longer(survey, clock):
    person = picks(screen(survey))
    clock.passes(ON_TEXT)

    person.sends()
    person.answers_all(surveys.ANSWERS)
    clock.passes(ON_TEXT)
    person.sends()

    assert states() == [("submitted", "kiosk")]


@pytest.mark.parametrize("at_check", [False, True])
def test_a_page_of_text_left_alone_is_refused(survey, clock, at_check):
    person = picks(screen(survey))
    if at_check:
        person.sends().answers_all(surveys.ANSWERS)
    clock.passes(ON_TEXT + LATE)

    person.sends()

    assert is_start(person)
    assert states() == []


def test_each_page_begins_the_time_anew(survey, clock):
    person = begins(screen(survey))

    for answer in surveys.ANSWERS.values():
        clock.passes(ON_QUESTION)
        person.sends(answer)
    clock.passes(ON_TEXT)
    person.sends()

    assert states() == [("submitted", "kiosk")]


def test_a_link_on_the_page_before_sending_works_after_reading_it(survey, clock):
    person = begins(screen(survey)).answers_all(surveys.ANSWERS)
    clock.passes(ON_TEXT)

    person.opens("q/2/?from=check")
    person.sends({"asked": "To renew"})

    assert person.where == f"{person.address}check/"
    assert "To renew" in person.text


def test_the_screen_says_that_somebody_is_there(survey, clock):
    person = begins(screen(survey))
    clock.passes(ON_QUESTION)

    fresh = person.client.post(f"{person.address}awake/", {"attempt": person.token})
    clock.passes(ON_QUESTION)
    answer = {"attempt": fresh.content.decode(), "got_letter": "yes"}
    person.client.post(f"{person.address}q/1/", answer)

    answers = SurveyResponse.objects.get().answers
    assert answers == {"got_letter": {"code": "yes"}}


def test_who_says_so_too_late_is_led_to_the_start(survey, clock):
    person = begins(screen(survey))
    clock.passes(ON_TEXT + LATE)

    answer = person.client.post(f"{person.address}awake/", {"attempt": person.token})

    assert (answer.status_code, answer.url) == (302, person.address)
    assert states() == []


def test_nobody_elsewhere_is_told_to_stay_awake(survey):
    link = partners.make_link(survey.activity_id, by=None)
    person = Person("/i/" + links.url(link).split("/i/")[1]).starts()

    answer = person.client.post(f"{person.address}awake/", {"attempt": person.token})
    got = person.client.get(f"{person.address}awake/")

    assert (answer.status_code, got.status_code) == (204, 204)


def test_elsewhere_nothing_is_erased_however_long_somebody_waits(survey, clock):
    person = Person(f"/s/{survey.activity.slug}/").starts()
    clock.passes(24 * 60 * 60)

    person.sends(surveys.ANSWERS["got_letter"])

    assert states() == [("started", "self")]
    assert wiping.wipe(SurveyResponse.objects.get().pk) is False


def test_a_changed_token_can_not_move_the_clock(survey):
    person = begins(screen(survey))

    body = {"attempt": person.token.replace("kiosk:", "kiosk:9")}
    person.client.post(f"{person.address}awake/", body)
    person.sends(surveys.ANSWERS["got_letter"], **body)

    assert SurveyResponse.objects.get().answers == {"got_letter": {"code": "yes"}}


def pages_of(survey) -> list[str]:
    person = screen(survey)
    found = [person.text, picks(person).text, person.sends().text]
    for answer in surveys.ANSWERS.values():
        found.append(person.sends(answer).text)
    return [*found, person.sends().text]


def test_no_page_leads_away_or_is_filled_in_by_the_browser():
    agency = make.agency(
        contact_phone="555-0142",
        contact_email="help@example.org",
        website="https://help.example.org/",
        case_help_url="https://case.example.org/",
    )
    study = make.study(agency=agency, state="running")
    survey = surveys.letter(study=study, anonymous=False)
    make.question(survey=survey, kind="email", key="mail", label="Your e-mail?")
    surveys.publish(survey)
    person = begins(screen(survey))
    asked = person.answers_all(surveys.ANSWERS).text
    assert 'name="mail"' in asked

    for page in [*pages_of(survey), asked]:
        assert 'href="http' not in page.split("<main", 1)[1]
        assert "tel:" not in page
        assert "mailto:" not in page
        assert 'href="/p/' not in page
        assert 'href="/withdraw' not in page
        assert set(re.findall(r'autocomplete="(.*?)"', page)) == {"off"}


def test_without_a_script_the_page_goes_back_by_itself(survey):
    start, first, question, *_, check, receipt = pages_of(survey)

    assert "http-equiv" not in start
    for page, seconds, root in [
        (first, ON_TEXT, "./"),
        (question, ON_QUESTION, "../../"),
        (check, ON_TEXT, "../"),
    ]:
        meta = f'<noscript><meta http-equiv="refresh" content="{seconds};url={root}">'
        assert meta in page
    assert f'content="{ON_TEXT};url=/i/' in receipt


def test_no_other_page_has_anything_of_a_kiosk(survey):
    person = Person(f"/s/{survey.activity.slug}/").starts()

    assert "kiosk" not in person.text


def test_the_first_question_has_no_way_back_to_the_next_persons_page(survey):
    person = begins(screen(survey))
    assert 'value="back"' not in person.text

    person.sends(surveys.ANSWERS["got_letter"])

    assert 'value="back"' in person.text
    assert person.sends(go="back").where == f"{person.address}q/1/"


def test_starting_with_no_answers_erases_those_before(survey):
    person = begins(screen(survey))
    page = person.client.post(person.address, {"language": "en"}, follow=True)
    assert "Start with no answers" in page.content.decode()
    person.page, person.where = page, person.address

    person.sends(fresh="1")

    assert states() == [("started", "kiosk")]


def test_who_stops_at_a_screen_stays_in_the_numbers(survey):
    begins(screen(survey)).answers_all(surveys.ANSWERS).sends()
    begins(screen(survey)).opens()
    fold(survey.pk)

    people = participation(survey)
    [overview] = overviews([survey])

    assert states() == [("submitted", "kiosk")]
    by_way = people.groups("mode", is_synthetic=False)
    assert by_way == [Group("kiosk", started=2, finished=1)]
    assert people.people("unsent", is_synthetic=False) == 1
    assert (overview.started, overview.finished) == (2, 1)
    assert recount(survey.pk, repair=True) == []
    assert participation(survey).started == people.started


def test_wiping_twice_counts_once_and_what_was_sent_is_not_counted(survey):
    row = left("America/New_York", timezone.localdate())
    sent = left("UTC", timezone.localdate(), state="submitted", submitted_on="2027-4-1")

    wiped = [wiping.wipe(pk) for pk in (row.pk, row.pk, sent.pk)]

    assert wiped == [True, False, False]
    place = ("language", "partner", "mode", "is_synthetic", "people")
    counted = UnsentTally.objects.filter(survey=row.survey).values_list(*place)
    assert list(counted) == [("en", None, "kiosk", False, 1)]
    assert UnsentTally.objects.count() == 1


def test_practice_at_a_screen_is_in_no_number(survey):
    day = date(2020, 4, 1)
    wiping.wipe(left("UTC", day, is_practice=True).pk)
    left("UTC", day, is_practice=True)

    assert wiping.wipe_left() == 1
    assert UnsentTally.objects.count() == 0


def test_what_dead_screens_left_is_counted_by_survey(monkeypatch):
    monkeypatch.setattr(unsent, "BATCH", 2)
    row = left("UTC", date(2020, 4, 1))
    fields = {"survey": row.survey, "state": "started", "mode": "kiosk"}
    for _ in range(2):
        make.response(started_on=date(2020, 4, 1), **fields)
    left("America/New_York", date(2020, 4, 1))

    assert wiping.wipe_left() == 4
    assert sorted(UnsentTally.objects.values_list("people", flat=True)) == [1, 3]


def test_nobody_can_help_in_the_form_for_helpers_on_a_kiosk(survey):
    assert "helping/" not in picks(screen(survey)).text


def test_a_kiosk_whose_survey_ended_says_so_and_leads_nowhere(survey):
    person = screen(survey)
    Activity.objects.filter(pk=survey.activity_id).update(state="closed")

    person.opens()

    assert "kiosk-languages" not in person.text
    assert 'href="/p/' not in person.text


@pytest.mark.parametrize(
    "state, title",
    [("paused", "This survey is taking a break"), ("closed", "This survey is over")],
)
def test_a_kiosk_that_is_not_open_asks_nothing_and_comes_back(survey, state, title):
    person = screen(survey)
    Activity.objects.filter(pk=survey.activity_id).update(state=state)

    person.opens()

    assert f"<h1>{title}" in person.text
    assert '<section class="panel" lang="ar" dir="rtl"><h2>' in person.text
    assert person.text.count(title) == 2  # in the title and the heading, in English
    assert 'class="kiosk"' in person.text
    again = f'<meta http-equiv="refresh" content="60;url={person.address}">'
    assert f"<noscript>{again}</noscript>" in person.text
    assert '<body data-looks-again="60">' in person.text
    page = person.text.split("<header", 1)[1]
    assert [tag for tag in ("<form", "<a ", "<input", "<button") if tag in page] == []

    Activity.objects.filter(pk=survey.activity_id).update(state="published")

    assert is_start(person.opens())


def test_a_kiosk_whose_link_ended_asks_nothing(survey):
    person = screen(survey)
    partners.revoke_link(survey.activity.invite_links.get().pk, by=None)

    person.opens()

    assert "<h1>This link has ended" in person.text
    assert "<form" not in person.text


def test_a_language_is_picked_by_an_address_so_that_no_step_back_sends_a_form(survey):
    person = picks(screen(survey), "ar")

    assert person.where == f"{person.address}?lang=ar"
    assert '<html lang="ar" dir="rtl" class="kiosk">' in person.text
    again = picks(person)
    assert again.where == f"{person.address}?lang=en"
    assert again.sends().where.endswith("/q/1/")
    assert SurveyResponse.objects.get().language == "en"


def test_boxes_stay_ticked_when_the_language_changes_on_a_shared_screen(survey):
    surveys.ask_consent(survey.activity.study)
    person = picks(screen(survey))

    person.sends(agree="quote", language="ar")

    assert '<html lang="ar"' in person.text
    assert fields(person.page).checked == {("agree", "quote")}


def test_a_kiosk_asks_for_no_address_of_anybody(survey):
    person = screen(survey)
    token = receipts.updates_token(person.address, survey.versions.get().pk, "en")

    person.opens(f"updates/?for={token}")

    assert is_start(person)


def test_whoever_began_may_finish_after_the_link_ended(survey):
    person = begins(screen(survey))
    link = survey.activity.invite_links.get()
    partners.revoke_link(link.pk, by=None)

    person.answers_all(surveys.ANSWERS).sends()

    assert states() == [("submitted", "kiosk")]


def test_many_people_may_use_one_screen_one_after_the_other(survey):
    person = screen(survey)

    for _ in range(12):
        begins(person).answers_all(surveys.ANSWERS).sends()
        person.opens()

    assert states() == [("submitted", "kiosk")] * 12
    assert is_start(person)


def test_openings_of_a_kiosk_are_not_counted(survey, monkeypatch):
    counted = []
    monkeypatch.setattr(
        "studies.partners.openings.note", lambda pk, what: counted.append(what)
    )

    picks(screen(survey))

    assert counted == []


def test_the_browser_is_told_to_fill_the_screen(survey):
    person = screen(survey)

    found = person.client.get(f"{person.address}kiosk.webmanifest")

    assert found.json() == {
        "name": "Survey",
        "start_url": person.address,
        "scope": person.address,
        "display": "fullscreen",
    }
    assert found["Content-Type"] == "application/manifest+json"


def test_another_link_has_no_manifest(survey):
    link = partners.make_link(survey.activity_id, by=None)

    found = Person("/i/" + links.url(link).split("/i/")[1]).opens("kiosk.webmanifest")

    assert found.page.status_code == 404


def left(zone: str, day: date, **fields) -> SurveyResponse:
    activity = make.open_activity(agency=make.agency(time_zone=zone))
    survey = make.published_survey(activity=activity)
    values = {"state": "started", "mode": "kiosk", "submitted_on": None}
    return make.response(survey=survey, started_on=day, **values | fields)


@pytest.mark.parametrize(
    "zone, hour, is_gone",
    [
        ("America/New_York", 6, False),  # one in the morning there
        ("America/New_York", 9, True),
        ("Pacific/Honolulu", 9, False),
        ("Pacific/Honolulu", 14, True),
    ],
)
def test_what_a_dead_screen_left_is_erased_in_the_night_that_follows(
    monkeypatch, zone, hour, is_gone
):
    left(zone, date(2027, 4, 1))
    now = datetime(2027, 4, 2, hour, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)

    tasks.wipe_left()

    assert SurveyResponse.objects.exists() is not is_gone


def test_the_night_erases_nothing_else():
    day = date(2020, 4, 1)
    left("America/New_York", day, mode="self")
    left("America/New_York", day, state="submitted", submitted_on=day)
    left("America/New_York", timezone.localdate())

    assert wiping.wipe_left() == 0
    assert SurveyResponse.objects.count() == 3


def test_a_screen_that_was_watched_without_a_network_keeps_its_answers(survey, clock):
    person = begins(screen(survey))
    clock.passes(ON_TEXT + LATE)

    watched = {"attempt": person.token, kiosk.WATCHED_FIELD: "1"}
    fresh = person.client.post(f"{person.address}awake/", watched)
    clock.passes(ON_QUESTION)
    person.sends(surveys.ANSWERS["got_letter"], attempt=fresh.content.decode())
    clock.passes(ON_QUESTION + LATE)
    person.sends({"asked": "To renew"}, **{kiosk.WATCHED_FIELD: "1"})

    assert person.where == f"{person.address}q/3/"
    answers = SurveyResponse.objects.get().answers
    assert answers == {"got_letter": {"code": "yes"}, "asked": {"text": "To renew"}}

"""Every page that people who answer can meet, in one language, as it is sent to them.

A new page belongs here: then it is looked at in each language, and the conformance
report in docs/accessibility.md has to be made anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client, override_settings
from django.utils import timezone

from feedback.answering import codes, editions, going_on
from feedback.answering.models import SurveyResponse
from feedback.results.views import taking_back
from feedback.surveys import publishing
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Survey
from studies.agencies.models import Agency
from studies.outreach import tokens
from studies.outreach.views.again import MOST_WRONG
from studies.partners import actions as partners
from studies.partners import links, quotas
from studies.partners.models import InviteLink, Partnership
from studies.people import consenting
from studies.planning.models import Activity
from studies.wording.models import Translation
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.access import coming_back, partner_pages, visit_pages
from tests.answering.person import Browser, Person, fields
from tests.partner_page.pages import Home
from tests.results.finished import finished
from tests.surveys.kinds.everything import sent_to, survey_of_everything

LANGUAGES = ("en", "es", "ar", "zh-hans")
# A word of each language that no text of ours holds by chance.
WORDS = {"es": "ñandú", "ar": "كلمة", "zh-hans": "词语", "dv": "ލަފުޒު"}
# One that surveys may have and our own pages do not speak, from right to left.
FOREIGN = "dv"
ON_PAGE = [code for code, kind in KINDS.items() if kind.is_on_page]
# What people type is in a language that nobody knows, so it is left empty here.
TYPED = {"short_text", "long_text", "consent", "one_choice", "several_choices"}
FORM = "application/x-www-form-urlencoded"
DOORS = {
    "door: not open yet": {"state": "draft"},
    "door: opens on a day": {"opens_at": timezone.now() + timedelta(days=2)},
    "door: taking a break": {"state": "paused"},
    "door: over": {"state": "closed"},
}
NAMES = [
    "first page",
    "for somebody else",
    *(f"question: {KINDS[code].code}" for code in ON_PAGE),
    "question with errors",
    "check answers",
    "receipt",
    "finish later",
    "question with a number left out",
    "question with numbers for help now",
    "wait a minute",
    "hear from us",
    "hear from us: error",
    "hear from us: saved",
    *DOORS,
    "door: had you begun",
    "door: link has ended",
    "door: answers are in",
    "type your code",
    "type your code: error",
    "type your code: answers are in",
    "take answers back",
    "take answers back: error",
    "take answers back: are you sure",
    "take answers back: gone",
    "link does not work",
    "too much text",
    "could not be read",
    "how an agency keeps answers private",
    "accessibility of an agency",
    "what an agency asks now",
    "how answers are kept private",
    "accessibility",
    "what changed in a study",
    "stop all messages",
    "no reminder",
    "ask again: yes or no",
    "ask again: how",
    "ask again: error",
    "ask again: after a year",
    "ask again: left",
    "ask again: erase the address",
    "ask again: erased",
    "ask again: wait",
    "shared screen: start",
    "shared screen: first page",
    "shared screen: question",
    "shared screen: check answers",
    "shared screen: receipt",
    "answers sent from another device",
    "copy of the answers",
    "type your code: of another kind",
    "take answers back: of another kind",
    "take answers back: wait a little",
    "take answers back: kept by law",
    "ask again: kept by law",
    "shared screen: not open",
    "door: link works later",
    "enough people in a group",
    "enough people in a group: the end",
    *coming_back.NAMES,
    *visit_pages.NAMES,
    *partner_pages.NAMES,
]


@dataclass(frozen=True)
class World:
    survey: Survey
    code: str  # of a receipt, by which answers are taken back
    ended: InviteLink
    done: InviteLink
    stop: str
    no_reminder: str
    asked_again: dict[str, str]  # page → its address
    visits: dict[str, str]  # how far somebody has come → the address of their page
    partners: dict[str, Home]

    @property
    def address(self) -> str:
        return f"/s/{self.survey.activity.slug}/"


def world(*, also: tuple[str, ...] = ()) -> World:
    """A survey of all kinds that says all that a first page can say."""
    agency = make.agency(
        name="Household Support",
        contact_phone="555-0142",
        contact_hours="Mornings",
        contact_email="letters@agency.example.org",
        website="https://agency.example.org",
        interpreters=["ar", "es", "zh"],
        case_help="Call your own office.",
        case_help_url="https://agency.example.org/case",
    )
    survey = survey_of_everything(agency=agency, languages=(*LANGUAGES[1:], *also))
    _ask_consent(survey)
    _speak(survey)
    for language in LANGUAGES:
        _aids(survey, language)
    source = SourceText(place(agency, "contact_hours"), agency.contact_hours)
    translate(source, "es", WORDS["es"], agency=agency, by=None)
    personal = partners.personal_link(
        survey.activity_id, make.participant(study=survey.activity.study).pk
    )
    InviteLink.objects.filter(pk=personal.pk).update(finishes=1)
    ended = partners.make_link(survey.activity_id, by=None)
    partners.revoke_link(ended.pk, by=make.user())
    answered = make.published_survey(activity=make.open_activity(agency=agency))
    reader = make.person(agency=agency)
    wave = make.wave(survey.activity, [reader])
    reminder = tokens.done_token(wave.deliveries.first().pk)
    code, stop = finished(answered)[1], tokens.stop_token(reader.pk)
    asked = _asked_again(agency)
    seen = visit_pages.visit_addresses(survey.activity.study)
    homes = partner_pages.partner_homes(agency)
    return World(survey, code, ended, personal, stop, reminder, asked, seen, homes)


def _asked_again(agency: Agency) -> dict[str, str]:
    today = timezone.localdate()
    members = {
        "yes or no": {"state": "pending"},
        "how": {"paused_until": today + timedelta(days=30)},
        "after a year": {"days": 370, "letter_on": today},
        "left": {"state": "left"},
    }
    return {
        name: f"/again/{tokens.again_token(row.person_id)}/"
        for name, fields in members.items()
        for row in [make.panel_member(agency=agency, **fields)]
    }


def _ask_consent(survey: Survey) -> None:
    study = survey.activity.study
    text = make.consent_text(study=study)
    for purpose, words in text.sentences.items():
        source = SourceText(place(text, purpose), words)
        for language, word in WORDS.items():
            translate(source, language, word, agency=study.agency, by=None)
    Translation.objects.update(state="reviewed")
    consenting.publish(text.pk, by=None)


def _speak(survey: Survey) -> None:
    """Each text in a word of its language; one language is only planned."""
    for row in Translation.objects.all():
        row.text = f"{WORDS[row.language]} {row.pk}"
        row.save()
    survey.later_languages = ["vi"]
    survey.save()
    publishing.publish(survey.pk, by=make.user(), reason="Clearer.")
    editions.forget()


def _aids(survey: Survey, language: str) -> None:
    make.aid(survey=survey, language=language, minutes=3)
    for kind, ending in (("listen", "mp3"), ("easy_read", "pdf")):
        file = {"file": f"aids/1.{ending}", "ending": ending, "size": 1_200_000}
        make.aid(survey=survey, language=language, kind=kind, url="", **file)


def every_page(made: World, language: str) -> Iterator[tuple[str, str]]:
    """(name, page as HTML) in the order of NAMES."""
    asked = f"?lang={language}"
    person = Person(made.address)
    yield "first page", person.opens(asked).text
    yield "for somebody else", Person(made.address).opens(f"helping/{asked}").text
    yield from _answering(person, asked)
    yield from _on_the_way(made, asked)
    yield from _updates(person, asked)
    yield from _doors(made, asked)
    yield from _codes(made, asked)
    yield from _elsewhere(made, asked)
    yield from _again(made.asked_again, asked)
    yield from _shared_screen(made, language)
    yield from beside_the_way(made, asked)
    yield from visit_pages.visit_pages(made.visits, asked)
    yield from partner_pages.partner_pages(made.partners, asked)


def beside_the_way(made: World, asked: str) -> Iterator[tuple[str, str]]:
    """Pages that few people meet, who need them most; their reading order is pinned."""
    person = Person(made.address).opens(asked).sends().sends(go="later")
    code = re.search(r'class="receipt-code" dir="ltr">([^<]+)<', person.text)[1]
    other = Person(f"/go/{asked}").opens().sends(code=code)
    person.opens("check/").sends()
    other.address = made.address
    yield "answers sent from another device", other.opens("q/1/").text
    yield "copy of the answers", person.opens(f"receipt/copy/{asked}").text
    unknown = {"code": "3333-4444-6666"}
    yield "type your code: of another kind", _post(f"/go/{asked}", unknown)
    yield "take answers back: of another kind", _post(f"/withdraw/{asked}", unknown)
    yield "take answers back: wait a little", _too_often(f"/withdraw/{asked}", unknown)
    kept = f"/withdraw/kept/{made.survey.agency.slug}/{asked}"
    yield "take answers back: kept by law", _get(kept)
    yield "ask again: kept by law", _get(f"/again/kept/{asked}")
    link = partners.make_link(made.survey.activity_id, is_kiosk=True, by=None)
    partners.revoke_link(link.pk, by=None)
    yield "shared screen: not open", _get("/i/" + links.url(link).split("/i/")[1])
    theirs = make.partner(agency=made.survey.agency)
    link = partners.make_link(made.survey.activity_id, partner=theirs, by=None)
    soon = timezone.now() + timedelta(days=2)
    Partnership.objects.filter(partner=theirs).update(begins_at=soon)
    yield "door: link works later", _get(f"/i/{link.token}/{asked}")
    yield from _enough(made, asked)
    yield from coming_back.pages(made.survey, asked)


def _enough(made: World, asked: str) -> Iterator[tuple[str, str]]:
    """Somebody of a group of whom enough people have answered."""
    sent = sent_to("scale")
    quota = make.quota(
        survey=made.survey,
        question_key="scale",
        codes=[*sent.values()],
        heard={None: 1},
    )
    person = Person(made.address).opens(asked).sends()
    person.opens(f"q/{ON_PAGE.index('scale') + 1}/{asked}").sends(sent)
    yield "enough people in a group", person.text
    quotas.archive(quota.pk, by=None)
    yield (
        "enough people in a group: the end",
        _get(f"{made.address}enough/{asked}&stop=1"),
    )


def _too_often(address: str, body: dict) -> str:
    client = Client()
    for _ in range(taking_back.MOST_WRONG):
        client.post(address, body)
    return client.post(address, body).content.decode()


def _answering(person: Person, asked: str) -> Iterator[tuple[str, str]]:
    person.sends()
    for code in ON_PAGE:
        yield f"question: {code}", person.text
        person.sends(sent_to(code) if code not in TYPED else {})
    there = person.where
    person.opens(f"q/{ON_PAGE.index('number') + 1}/{asked}").sends({"number": "many"})
    yield "question with errors", person.text
    person.page = person.client.get(there)
    person.where = there
    yield "check answers", person.text
    yield "receipt", person.sends().text


def _on_the_way(made: World, asked: str) -> Iterator[tuple[str, str]]:
    person, where = Person(made.address).opens(asked), ON_PAGE.index("long_text") + 1
    person.sends()
    yield "finish later", person.sends(go="later").text
    person.opens(f"q/{where}/{asked}").sends({"long_text": "000-12-3456"})
    yield "question with a number left out", person.text
    person.sends({"long_text": "I want to kill myself"})
    yield "question with numbers for help now", person.text
    with override_settings(STARTS_PER_MINUTE=-1):
        yield "wait a minute", Person(made.address).opens(asked).sends().text


def _updates(person: Person, asked: str) -> Iterator[tuple[str, str]]:
    receipt, address = person.page, person.address + "updates/"
    hidden = {"for": _hidden(receipt, "for")}
    forms = {"": "nothing whole", ": error": "a@b", ": saved": "new@example.org"}
    for end, email in forms.items():
        body = hidden | {"email": email, "wants": ["tells", "asks"]}
        body |= {"language": asked.removeprefix("?lang=")} if not end else {}
        page = person.client.post(address + asked, body, follow=True)
        yield f"hear from us{end}", page.content.decode()


def _hidden(page, name: str) -> str:
    return fields(page).hidden[name]


def _doors(made: World, asked: str) -> Iterator[tuple[str, str]]:
    rows = Activity.objects.filter(pk=made.survey.activity_id)
    before = rows.values("state", "opens_at").get()
    for name, change in DOORS.items():
        rows.update(**before | change)
        yield name, Person(made.address).opens(asked).text
    rows.update(**before)
    begun = Person(made.address).starts()
    rows.update(state="closed")
    yield "door: had you begun", begun.opens(asked).text
    rows.update(**before)
    for name, link in (("link has ended", made.ended), ("answers are in", made.done)):
        yield f"door: {name}", _get("/i/" + links.url(link).split("/i/")[1] + asked)


def _codes(made: World, asked: str) -> Iterator[tuple[str, str]]:
    yield "type your code", _get(f"/go/{asked}")
    yield "type your code: error", _post(f"/go/{asked}", {"code": "CDFG3467"})
    sent = SurveyResponse.objects.submitted().filter(mode="self").first()
    going_on.offer(sent.pk)
    code = {"code": codes.resume_code(sent.pk)}
    answers_are_in = _post(f"/go/{asked}", code, follow=True)
    yield "type your code: answers are in", answers_are_in
    yield "take answers back", _get(f"/withdraw/{asked}")
    yield "take answers back: error", _post(f"/withdraw/{asked}", {"code": "1"})
    sure = _post(f"/withdraw/{asked}", {"code": made.code})
    yield "take answers back: are you sure", sure
    gone = f"/withdraw/done/{made.survey.agency.slug}/{asked}"
    yield "take answers back: gone", _get(gone)


def _elsewhere(made: World, asked: str) -> Iterator[tuple[str, str]]:
    yield "link does not work", _get(f"/s/no-such-survey/{asked}")
    large = Client().generic(
        "POST", f"/go/{asked}", data=b"code=" + b"x" * 1_100_000, content_type=FORM
    )
    yield "too much text", large.content.decode()
    foreign = {"headers": {"Sec-Fetch-Site": "cross-site"}}
    yield "could not be read", _post(f"/go/{asked}", {"code": "1"}, **foreign)
    agency = made.survey.agency
    yield "how an agency keeps answers private", _get(agency.privacy_url + asked)
    yield "accessibility of an agency", _get(agency.accessibility_url + asked)
    yield "what an agency asks now", _get(agency.surveys_url + asked)
    yield "how answers are kept private", _get(f"/privacy/{asked}")
    yield "accessibility", _get(f"/accessibility/{asked}")
    yield (
        "what changed in a study",
        _get(f"/p/{made.survey.activity.study.slug}/{asked}"),
    )
    yield "stop all messages", _get(f"/stop/{made.stop}/{asked}")
    yield "no reminder", _get(f"/done/{made.no_reminder}/{asked}")


def _again(addresses: dict[str, str], asked: str) -> Iterator[tuple[str, str]]:
    yield "ask again: yes or no", _get(addresses["yes or no"] + asked)
    how = addresses["how"] + asked
    yield "ask again: how", _get(how)
    wrong = {"act": "save", "channels": "phone", "language": "en", "pause": "0"}
    yield "ask again: error", _post(how, wrong)
    yield "ask again: after a year", _get(addresses["after a year"] + asked)
    yield "ask again: left", _get(addresses["left"] + asked)
    erase = f"{addresses['yes or no']}remove/{asked}"
    yield "ask again: erase the address", _get(erase)
    yield "ask again: erased", _get(f"/again/erased/{asked}")
    guessing = Client()
    for _guess in range(MOST_WRONG):
        guessing.get("/again/guess/")
    waits = guessing.get(f"/again/guess/{asked}").content.decode()
    yield "ask again: wait", waits


def _shared_screen(made: World, language: str) -> Iterator[tuple[str, str]]:
    link = partners.make_link(made.survey.activity_id, is_kiosk=True, by=None)
    person = Person("/i/" + links.url(link).split("/i/")[1])
    yield "shared screen: start", person.opens().text
    yield "shared screen: first page", person.sends(language=language).text
    yield "shared screen: question", person.sends().text
    for code in ON_PAGE:
        person.sends(sent_to(code) if code not in TYPED else {})
    yield "shared screen: check answers", person.text
    yield "shared screen: receipt", person.sends().text


def _get(address: str) -> str:
    return Client().get(address, follow=True).content.decode()


def _post(address: str, body: dict, **more) -> str:
    return Browser().post(address, body, **more).content.decode()

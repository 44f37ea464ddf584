"""Pages for whoever comes back to what they sent, stops, or has nothing to say."""

from collections.abc import Iterator

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Survey
from studies.partners import actions as partners
from studies.partners import links
from tests import make
from tests.answering.person import Browser, Person, fields

NAMES = [
    "first page: answers were sent here",
    "first page: code is no longer shown",
    "finish later: too many words",
    "finish later: the beginning is kept",
    "hear from us: left empty",
    "door: your own answers are in",
]
WORDS = [code for code, kind in KINDS.items() if kind.is_on_page].index("long_text") + 1
TOO_LONG = {"long_text": "." * 6000}


def pages(survey: Survey, asked: str) -> Iterator[tuple[str, str]]:
    activity = survey.activity
    address = f"/s/{activity.slug}/"
    person = Person(address).opens(asked).sends().opens("check/").sends()
    token = fields(person.page).hidden["for"]
    yield "first page: answers were sent here", person.opens(asked).text
    del person.client.cookies["cx_receipt"]
    gone = person.opens(f"receipt/{asked}")
    yield "first page: code is no longer shown", gone.text
    person = Person(address).opens(asked).sends().opens(f"q/{WORDS}/")
    yield "finish later: too many words", person.sends(TOO_LONG, go="later").text
    person.sends(TOO_LONG, go="later_anyway")
    yield "finish later: the beginning is kept", person.text
    left = Browser().post(f"{address}updates/{asked}", {"for": token}, follow=True)
    yield "hear from us: left empty", left.content.decode()
    somebody = make.participant(study=activity.study)
    link = partners.personal_link(activity.pk, somebody.pk)
    owner = Person("/i/" + links.url(link).split("/i/")[1]).opens(asked).sends()
    owner.opens("check/").sends()
    yield "door: your own answers are in", owner.opens(asked).text

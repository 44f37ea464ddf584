"""Links of guests and where they lead, for the tests of their pages."""

from django.urls import reverse

from feedback.surveys.outside import guests
from feedback.surveys.translation.translating import seen_mark
from studies.wording.translations import place
from tests import make


def survey_of(member=None, **fields):
    member = member or make.member()
    activity = make.activity(agency=member.agency)
    values = {"languages": ["es"], "title": "Your letter", "purpose": ""}
    return make.survey(activity=activity, **values | fields)


def translator(survey, language="es"):
    return guests.make_link(survey.pk, "translate", language, by=None)


def reviewer(survey):
    return guests.make_link(survey.pk, "comment", by=None)


def at(link):
    door = {"translate": "guest-translate", "comment": "guest-comment"}
    return reverse(door[link.purpose], args=[link.token])


def title(survey, text, seen=""):
    where = place(survey, "title")
    return {f"text-{where}": text, f"seen-{where}": seen_mark(seen)}

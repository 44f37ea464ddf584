"""A survey with translations, and files of it as a translator sends them back."""

from dataclasses import replace

from feedback.interchange.formats import FORMATS
from feedback.interchange.units import batch_of
from feedback.surveys.translation.translating import (
    Written,
    save_translations,
    seen_mark,
)
from studies.wording.translations import place
from tests import make


def survey_of(member=None, **fields):
    member = member or make.member()
    activity = make.activity(agency=member.agency)
    values = {"languages": ["es"], "title": "Your [program] letter", "purpose": "Why?"}
    return make.survey(activity=activity, **values | fields)


def save(survey, field, text, *, seen="", row=None, **fields):
    written = {place(row or survey, field): Written(text, seen_mark(seen), **fields)}
    return save_translations(survey.pk, "es", written, by=make.user())


def sent_back(survey, said, ending="xlf", language="es", **changes):
    """The survey's file with other translations, as (name, content)."""
    batch = batch_of(survey, language)
    units = [
        replace(unit, target=said.get(unit.key, unit.target), **changes)
        for unit in batch.units
    ]
    content = FORMATS[ending].write(replace(batch, units=units))
    return f"texts.{ending}", content

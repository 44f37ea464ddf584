import pytest

from cxstudio.refusal import Refusal
from studies.outreach import actions as outreach
from studies.outreach import drafts, placeholders
from studies.outreach.default_texts import defaults, written
from studies.outreach.models import Step
from tests import make

STEPS = sorted(Step)
ALL = set(placeholders.KNOWN)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("anonymous", [True, False])
def test_each_language_says_the_same_with_the_same_placeholders(step, anonymous):
    texts = defaults(step, ALL, anonymous=anonymous)

    shapes = {
        language: (
            sorted(placeholders.used_in(subject)),
            [placeholders.used_in(part) for part in body.split("\n\n")],
        )
        for language, (subject, body) in texts.items()
    }
    assert sorted(texts) == ["ar", "en", "es", "zh-hans"]
    assert shapes == dict.fromkeys(shapes, shapes["en"])


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("anonymous", [True, False])
@pytest.mark.parametrize(
    "available",
    [
        ALL,
        {"link", "survey", "done", "stop", "agency", "page", "again", "remove"},
    ],
)
def test_the_words_to_start_with_are_never_at_fault(step, anonymous, available):
    for subject, body in defaults(step, available, anonymous=anonymous).values():
        fault = placeholders.fault(body, step, available=available, anonymous=anonymous)
        assert fault is None
        assert placeholders.fault_of_subject(subject, step, available=available) is None


def test_every_step_has_words_in_every_language():
    assert {
        language: sorted(steps) for language, steps in written().items()
    } == dict.fromkeys(written(), STEPS)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("{link} {stop} {name}", "{name}"),
        ("{link} {stop} {0}", "{0}"),
        ("{link} {stop} {link.agency}", "{link.agency}"),
        ("{link} {stop} {closes_on}", "{closes_on}"),
        ("{link}", "{stop}"),
        ("{stop}", "{link}"),
    ],
)
def test_a_placeholder_that_cannot_be_filled_is_refused_by_name(body, named):
    available = ALL - {"closes_on"}

    fault = placeholders.fault(
        body, Step.INVITATION, available=available, anonymous=False
    )

    assert named in fault


def test_an_anonymous_mailing_needs_the_way_to_say_done():
    fault = placeholders.fault(
        "{link} {stop}", Step.REMINDER, available=ALL, anonymous=True
    )

    assert "{done}" in fault


def test_filling_leaves_braces_in_what_is_filled_in():
    assert placeholders.fill("{agency}!", {"agency": "{stop}"}) == "{stop}!"


@pytest.mark.django_db
def test_words_that_cannot_be_filled_in_any_language_stop_the_start():
    activity = make.open_activity()
    words = {
        "en": drafts.Words("Hello", "{link} {stop}"),
        "es": drafts.Words("Hola {closes_on}", "{link} {stop}"),
    }
    wave = make.draft_wave(
        activity, [make.person(agency=activity.agency)], invitation=words
    )

    with pytest.raises(Refusal) as refused:
        outreach.start(wave.pk, by=None)

    assert refused.value.code == "placeholder"
    assert "{closes_on}" in refused.value.message


@pytest.mark.django_db
def test_a_draft_can_be_written_again_and_a_started_mailing_cannot():
    activity = make.open_activity()
    person = make.person(agency=activity.agency)
    wave = make.draft_wave(activity, [])
    words = {"en": drafts.Words("New words", "{link} {stop}")}

    make.draft_wave(
        activity, [person], wave_id=wave.pk, invitation=words, reminder=None
    )
    wave.refresh_from_db()
    outreach.start(wave.pk, by=None)

    assert (wave.first.subject, wave.reminder) == ("New words", None)
    with pytest.raises(Refusal) as refused:
        make.draft_wave(activity, [person], wave_id=wave.pk)
    assert refused.value.code == "started"

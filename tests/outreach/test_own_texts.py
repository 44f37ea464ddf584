"""The words of a text message: the team's own where there are some, else ours."""

import pytest

from cxstudio.refusal import Refusal
from studies.outreach import actions as outreach
from studies.outreach import drafts, letters, public_texts, readiness, short_texts
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from studies.partners import links
from tests import make
from tests.outreach.channels.texting import TwilioRig
from tests.outreach.clock import START, Clock
from tests.outreach.test_text_mailing import texter

pytestmark = pytest.mark.django_db
OWN = "{agency}: 5 questions about {survey}. {link}"


@pytest.fixture
def twilio(settings, sink):
    settings.CHANNELS = {"email": "smtp", "sms": "twilio"}
    with TwilioRig(settings) as rig:
        yield rig


@pytest.fixture
def texts(settings):
    settings.CHANNELS = settings.CHANNELS | {"sms": "file"}


@pytest.fixture
def dana(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def draft(people=(), agency=None, **fields) -> Wave:
    values = {"name": "Food Help letter", "minutes": 4, "languages_ready": ["en", "es"]}
    if agency:
        values["round"] = make.round_(study=make.study(agency=agency, state="running"))
    activity = make.open_activity(**values | fields)
    return make.draft_wave(activity, [*people])


def say(wave: Wave, language: str, short: str, step: str = "invitation") -> None:
    """Write the words of one text message, and leave all else as it is."""
    words = {}
    for one in wave.steps:
        found = letters.texts_of(wave.message(one))
        texts = {code: drafts.Words(*pair) for code, pair in found.items()}
        if one == step:
            subject, body = found.get(language, ("", ""))
            texts[language] = drafts.Words(subject, body, short)
        words[one] = drafts.StepWords(texts, wave.wait(one).days)
    drafts.save_draft(wave.activity_id, wave_id=wave.pk, words=words, by=make.user())
    wave.refresh_from_db()


def test_people_get_the_words_of_the_team_and_how_to_stop(twilio):
    wave = draft()
    person = texter(wave.agency)
    wave.audience.add(person)
    say(wave, "en", OWN)
    outreach.start(wave.pk, by=None, now=START)

    deliver_due(clock=Clock())

    row = Delivery.objects.get(person=person, step="invitation")
    own = f"{wave.agency.name}: 5 questions about Food Help letter."
    link = links.url(row.link)
    assert [text for _to, text in twilio.received()] == [
        f"{own} {link} Reply STOP to end."
    ]


def sample(wave: Wave, language: str, step: str = "invitation") -> str:
    samples = short_texts.samples(wave, step)
    [found] = [one for one in samples if one.language == language]
    return found.text


def test_each_language_has_its_own_words_or_ours():
    wave = draft()
    ours = sample(wave, "en")

    say(wave, "es", "{agency}: cinco preguntas. {link}")

    assert sample(wave, "en") == ours
    assert "cinco preguntas." in sample(wave, "es")
    assert "PARAR" in sample(wave, "es")


def test_words_in_a_language_that_we_do_not_speak_stop_in_english():
    wave = draft(languages_ready=["en", "vi"])
    vi = make.person(agency=wave.agency, language="vi")

    before = short_texts.Texter(letters.Writer(wave)).language("invitation", vi)
    say(wave, "vi", "{agency}: mời bạn. {link}")
    after = short_texts.Texter(letters.Writer(wave)).language("invitation", vi)

    assert (before, after) == ("en", "vi")
    assert sample(wave, "vi").endswith("Reply STOP to end.")


def test_no_words_at_all_are_ours_again():
    wave = draft()
    ours = sample(wave, "en")
    say(wave, "en", OWN)
    own = sample(wave, "en")

    say(wave, "en", "")

    assert own != ours
    assert sample(wave, "en") == ours


def test_what_has_gone_empty_since_leaves_no_gap_ours_go_out():
    wave = draft()
    ours = sample(wave, "en")
    say(wave, "en", "{agency}, until {closes_on}: {link}")

    assert sample(wave, "en") == ours


def test_an_anonymous_survey_says_how_to_end_the_reminders():
    wave = draft(anonymous=True)
    say(wave, "en", OWN)

    text = sample(wave, "en")

    assert "I have answered, or would rather not: http" in text
    assert text.endswith("Reply STOP to end.")


@pytest.mark.parametrize(
    ("step", "text", "said"),
    [
        ("invitation", "{agency}: answer now", "{link}"),
        ("reminder", "Your answer counts: {link}", "{agency}"),
        ("invitation", "{agency} {link} {stop}", "by itself"),
        ("invitation", "{agency} {link} {done}", "by itself"),
        ("invitation", "{agency} {link} {name}", "We do not know {name}"),
        ("invitation", "{agency} {link} {closes_on}", "nothing to put in place"),
        ("thank_you", "Thank you!", "{agency}"),
        ("thank_you", "{agency}: thank you. {link}", "We do not know {link}"),
    ],
)
def test_names_in_braces_are_checked_before_the_start(step, text, said):
    wave = draft()
    if step == "thank_you":
        Wave.objects.update(thanks=wave.first)
        wave.refresh_from_db()
    say(wave, "en", text, step)

    [stop] = [one for one in readiness.stops(wave, 1, START) if one.code != "sender"]

    assert stop.code == "placeholder"
    assert said in stop.message
    with pytest.raises(Refusal):
        drafts.check(wave)


def test_a_text_message_is_read_for_plain_words_too():
    wave = draft()
    say(wave, "en", "{agency}: utilize this {link}")

    found = [one for one in public_texts.written_texts(wave) if one.field == "short"]

    assert [(one.name, one.text) for one in found] == [
        ("Invitation as a text message", "{agency}: utilize this {link}")
    ]


def posted(client, url: str) -> dict:
    form = client.get(url).context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, False)}


def test_designers_write_them_beside_the_mail(client, dana, texts):
    wave = draft(agency=dana.agency)
    url = f"/studio/mailings/{wave.pk}/edit/"
    page = client.get(url).content.decode()
    data = posted(client, url)
    ours = "{agency} asks you: {survey}. {minutes} min: {link}"

    wrong = client.post(url, data | {"invitation_short_es": f"{'hola ' * 40}{{nada}}"})
    client.post(url, data | {"invitation_short_es": "{agency}: hola {link}"})
    again = client.get(url).context["form"]
    client.post(url, data | {"invitation_short_es": ""})

    assert "Invitation as a text message" in page
    assert ours in page
    assert "part (" in page
    assert "{nada}" in wrong.context["form"].errors["invitation_short_es"][0]
    assert ">Invitation as a text message in Spanish</a>" in wrong.content.decode()
    # "hola " forty times, the name as it was written, and how to stop.
    assert "takes 2 parts (236 characters)" in wrong.content.decode()
    assert again["invitation_short_es"].value() == "{agency}: hola {link}"
    wave.refresh_from_db()
    assert letters.short_texts_of(wave.first) == {}


def test_without_a_gateway_they_are_not_asked_and_stay_as_they_were(client, dana):
    wave = draft(agency=dana.agency)
    say(wave, "es", "{agency}: hola {link}")
    url = f"/studio/mailings/{wave.pk}/edit/"

    page = client.get(url)
    client.post(url, posted(client, url))

    assert "as a text message" not in page.content.decode()
    wave.refresh_from_db()
    assert letters.short_texts_of(wave.first) == {"es": "{agency}: hola {link}"}


def test_a_language_that_was_emptied_is_not_sent_any_more(client, dana):
    wave = draft(agency=dana.agency)
    url = f"/studio/mailings/{wave.pk}/edit/"
    data = posted(client, url)
    before = set(letters.texts_of(wave.first))

    client.post(url, data | {"invitation_subject_es": "", "invitation_body_es": ""})

    wave.refresh_from_db()
    assert before - set(letters.texts_of(wave.first)) == {"es"}


def test_the_preview_shows_what_the_person_gets(client, dana, texts):
    wave = draft(agency=dana.agency)
    person = texter(dana.agency, language="es")
    wave.audience.add(person, make.person(agency=dana.agency))
    say(wave, "es", "{agency}: cinco preguntas. {link}")
    url = f"/studio/mailings/{wave.pk}/preview/"

    theirs = client.get(url, {"person": person.pk})
    others = client.get(url, {"person": wave.audience.exclude(pk=person.pk).get().pk})

    shown = theirs.content.decode()
    assert [one.language for one in theirs.context["texts"]][0] == "es"
    assert "They get the text message and no mail" in shown
    assert shown.index("cinco preguntas.") < shown.index("As a mail program draws it")
    assert "They get the text message and no mail" not in others.content.decode()

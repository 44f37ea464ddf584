import pytest
from django.urls import reverse

from studies.people import consenting, ready_consent
from studies.people.models import ConsentText, ConsentVersion
from studies.planning.models import Study
from studies.wording.models import Translation
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def begun(member) -> ConsentText:
    study = make.study(agency=member.agency)
    return consenting.begin(member.agency, study, by=member.user)


def sent(text: ConsentText, **more) -> dict:
    """The form of the draft as the page holds it, with changes."""
    boxes = {
        f"asks_{purpose}": "on" for purpose in text.sentences if purpose != "take_part"
    }
    words = {**ready_consent.written()["en"], **text.sentences}
    return {**words, **boxes, "marker": text.marker} | more


def save(client, text, **more):
    text.refresh_from_db()
    return client.post(reverse("consent", args=[text.pk]), sent(text, **more))


def publish(client, text, **more):
    return client.post(reverse("consent-publish", args=[text.pk]), more)


def test_one_click_begins_with_ready_words(client, member):
    study = make.study(agency=member.agency)
    none = client.get(reverse("study-consent", args=[study.slug]))
    assert b"Begin with ready words" in none.content

    page = client.post(reverse("consent-begin"), {"study": study.slug}, follow=True)

    text = ConsentText.objects.get(study=study)
    assert page.request["PATH_INFO"] == reverse("consent", args=[text.pk])
    assert b"Nobody is asked yet." in page.content
    again = client.get(reverse("study-consent", args=[study.slug]))
    assert again["Location"] == reverse("consent", args=[text.pk])


def test_surveys_outside_studies_have_the_words_of_the_agency(client, member):
    client.post(reverse("consent-begin"), {"study": ""})

    text = ConsentText.objects.get()
    assert (text.agency, text.study) == (member.agency, None)


def test_a_study_of_another_agency_gets_no_words_from_here(client, member):
    other = make.study()

    answer = client.post(reverse("consent-begin"), {"study": other.slug})

    assert answer.status_code == 404
    assert not ConsentText.objects.exists()


def test_a_ticked_purpose_is_asked_for_and_an_empty_box_is_not(client, member):
    text = begun(member)

    save(client, text, asks_share="on", asks_quote="")

    text.refresh_from_db()
    assert text.sentences == {
        purpose: ready_consent.sentence(purpose, "en")
        for purpose in ("take_part", "share")
    }


def test_a_ticked_purpose_without_words_is_handed_back(client, member):
    text = begun(member)

    page = save(client, text, asks_share="on", share=" ")

    assert b"Say in one sentence what it means." in page.content
    text.refresh_from_db()
    assert text.share == ""


def test_a_box_that_is_emptied_and_ticked_again_finds_its_own_words(client, member):
    text = begun(member)
    save(client, text, quote="You may print my words.")

    save(client, text, asks_quote="", quote="You may print my words.")
    page = client.get(reverse("consent", args=[text.pk]))

    text.refresh_from_db()
    form = page.context["form"]
    assert list(text.sentences) == ["take_part"]
    assert (form["asks_quote"].value(), form["quote"].value()) == (
        False,
        "You may print my words.",
    )


def test_words_written_beside_an_empty_box_are_kept_and_ready_ones_are_not(
    client, member
):
    text = begun(member)

    save(client, text, share="You may share all of it.")

    text.refresh_from_db()
    assert (text.share, text.record) == ("You may share all of it.", "")


def test_two_designers_see_both_texts_and_choose(client, member):
    text = begun(member)
    mine = sent(text, take_part="My words.", asks_quote="")
    save(client, text, take_part="Their words.")
    address = reverse("consent", args=[text.pk])

    page = client.post(address, mine)

    text.refresh_from_db()
    form = page.context["form"]
    assert "Somebody else changed this while you were writing." in page.text
    assert text.take_part == "Their words."
    assert form["take_part"].value() == "My words."
    assert form.saved == {"take_part": "Their words.", "quote": text.quote}
    assert page.text.count("What is saved now:") == 2

    client.post(address, mine | {"marker": form["marker"].value()})

    text.refresh_from_db()
    assert text.sentences == {"take_part": "My words."}
    assert text.history.filter(take_part="Their words.").exists()


def test_a_purpose_that_they_no_longer_ask_for_is_said_in_words(client, member):
    text = begun(member)
    mine = sent(text, take_part="My words.")
    save(client, text, asks_quote="")

    page = client.post(reverse("consent", args=[text.pk]), mine)

    assert page.context["form"].saved["quote"] == "Not asked for."


def test_publishing_shows_the_version_and_a_change_asks_why(client, member):
    text = begun(member)
    publish(client, text)
    save(client, text, quote="You may print my words.")

    page = publish(client, text, reason="")
    assert b"write why, then publish" in page.content
    publish(client, text, reason="We print a book.")

    found = ConsentVersion.objects.values_list("number", "meaning", "reason")
    assert list(found) == [(2, 2, "We print a book."), (1, 1, "")]


def test_the_box_that_frees_from_a_reason_stands_before_it(client, member):
    text = begun(member)
    publish(client, text)
    save(client, text, quote="You may print my words.")

    page = client.get(reverse("consent", args=[text.pk])).text

    assert page.index('name="same_meaning"') < page.index('name="reason"')
    assert "Write why, unless the meaning is the same." in page
    reason = page[page.index('name="reason"') :].partition(">")[0]
    assert "required" not in reason


def test_another_purpose_needs_its_reason_whatever_the_box_would_say(client, member):
    text = begun(member)
    publish(client, text)
    save(client, text, asks_share="on")

    page = client.get(reverse("consent", args=[text.pk])).text

    assert 'name="same_meaning"' not in page
    assert "Write why, unless" not in page


def test_every_version_can_be_read_as_people_read_it(client, member):
    text = begun(member)
    publish(client, text)
    save(client, text, quote="You may print my words.")
    publish(client, text, reason="We print a book.")

    pages = [
        client.get(reverse("consent-version", args=[text.pk, number])).content
        for number in (1, 2)
    ]

    assert ready_consent.sentence("quote", "en").encode() in pages[0]
    assert b"You may print my words." in pages[1]
    assert b"We print a book." in pages[1]


def test_words_are_translated_side_by_side_and_then_published(client, member):
    text = begun(member)
    address = reverse("consent-translate", args=[text.pk, "es"])
    assert ready_consent.sentence("quote", "es") in client.get(address).text
    sent = {}
    for row in Translation.objects.filter(language="es"):
        sent |= {f"text-{row.place}": row.text, f"ok-{row.place}": "on"}

    client.post(address, sent)
    publish(client, text)

    assert ConsentVersion.objects.get().words["texts"].keys() == {"en", "es"}


def test_somebody_vouches_for_a_language_by_name(client, member):
    text = begun(member)
    address = reverse("consent-vouch", args=[text.pk, "es"])

    nameless = client.post(address, {"name": " "}, follow=True)
    client.post(address, {"name": "Ana Ruiz"})
    publish(client, text)

    assert b"Write the name of the person who read the texts." in nameless.content
    assert ConsentVersion.objects.get().words["texts"].keys() == {"en", "es"}


@pytest.mark.parametrize("language", ["en", "x_y", "q"])
def test_no_page_translates_into_the_source_or_into_nothing(client, member, language):
    text = begun(member)

    page = client.get(reverse("consent-translate", args=[text.pk, language]))

    assert page.status_code == 404


def test_the_check_reads_the_words_and_a_click_mends_them(client, member):
    text = begun(member)
    save(client, text, take_part="We utilize your answers.")
    page = client.get(reverse("consent", args=[text.pk]))
    [remark] = [r for r in page.context["review"].found if r.marked == "utilize"]

    client.post(
        reverse("consent-finding", args=[text.pk]), {"key": remark.key, "fix": "1"}
    )

    text.refresh_from_db()
    assert text.take_part == "We use your answers."


def test_whoever_only_looks_reads_and_writes_nothing(client):
    member = make.member(role="viewer")
    text = begun(member)
    client.force_login(member.user)

    refused = save(client, text, take_part="Other words.")
    page = client.get(reverse("consent", args=[text.pk]))

    assert refused.status_code == 403
    assert b"Publish these words" not in page.content
    assert b"<textarea" not in page.content
    text.refresh_from_db()
    assert text.take_part == ready_consent.sentence("take_part", "en")
    assert publish(client, text).status_code == 403


def test_the_list_says_where_people_are_asked(client, member):
    text = begun(member)
    consenting.publish(text.pk, by=member.user)
    make.study(agency=member.agency, state=Study.State.RUNNING)

    page = client.get(reverse("consent-list")).text

    assert page.count("nobody is asked") == 2
    assert page.count("Version 1") == 1


@pytest.mark.parametrize("studies", [1, 3])
def test_the_list_costs_as_many_queries_for_many(
    client, member, studies, django_assert_num_queries
):
    for _number in range(studies):
        consenting.publish(begun(member).pk, by=member.user)
    client.get(reverse("consent-list"))

    with django_assert_num_queries(6):
        client.get(reverse("consent-list"))


@pytest.mark.parametrize("languages", [["es"], ["es", "ar", "zh-hans"]])
def test_the_page_costs_as_many_queries_for_many_languages(
    client, member, languages, django_assert_num_queries
):
    text = begun(member)
    Translation.objects.exclude(language__in=languages).delete()
    publish(client, text)
    address = reverse("consent", args=[text.pk])
    client.get(address)

    with django_assert_num_queries(16):
        client.get(address)

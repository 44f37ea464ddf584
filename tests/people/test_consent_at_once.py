"""Two people publish one consent text: nobody publishes what they did not see."""

import re

import pytest
from django.urls import reverse

from cxstudio.refusal import Refusal
from studies.people import consent_page, consenting
from studies.people.models import ConsentText, ConsentVersion
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def text_of(member) -> ConsentText:
    return make.consent_text(study=make.study(agency=member.agency))


def reword(text: ConsentText, **words) -> None:
    text.refresh_from_db()
    said = text.sentences | words
    consenting.write(text.pk, said, marker=text.marker, by=make.user())


def opened(client, text) -> dict:
    page = client.get(reverse("consent", args=[text.pk]))
    return held(page)


def held(page) -> dict:
    """What the publish form holds."""
    return {"seen": re.search(r'name="seen" value="([^"]+)"', page.text)[1]}


def press(client, text, form, **written):
    address = reverse("consent-publish", args=[text.pk])
    return client.post(address, form | written, follow=True)


def versions() -> list[tuple[int, str]]:
    return list(ConsentVersion.objects.order_by("pk").values_list("number", "reason"))


def test_words_that_changed_after_the_page_was_opened_are_not_published(client, member):
    text = text_of(member)
    consenting.publish(text.pk, by=member.user)
    reword(text, quote="You may print my words.")
    form = opened(client, text)
    reword(text, quote="You may sell my words.")

    page = press(client, text, form, reason="We print a book.")

    assert versions() == [(1, "")]
    assert "Not published. Somebody else changed the draft" in page.text
    assert "You may sell my words." in page.text
    assert "We print a book." in page.text  # what was written is kept


def test_the_second_press_publishes_what_the_page_shows_by_then(client, member):
    text = text_of(member)
    consenting.publish(text.pk, by=member.user)
    reword(text, quote="You may print my words.")
    form = opened(client, text)
    reword(text, quote="You may sell my words.")
    page = press(client, text, form, reason="We print a book.")

    press(client, text, held(page), reason="We print a book.")

    assert versions() == [(1, ""), (2, "We print a book.")]


def test_who_comes_second_with_the_same_words_is_told_that_they_are_out(client, member):
    text = text_of(member)
    consenting.publish(text.pk, by=member.user)
    reword(text, quote="You may print my words.")
    form = opened(client, text)
    consenting.publish(text.pk, by=make.user(), reason="A colleague's reason.")

    page = press(client, text, form, reason="My own reason.")

    assert versions() == [(1, ""), (2, "A colleague's reason.")]
    assert "Nothing to publish: people read version 2 already." in page.text


def test_a_version_that_came_between_makes_the_judgment_an_old_one():
    text = make.consent_text()
    first = consenting.publish(text.pk, by=make.user())
    reword(text, quote="You may print my words.")
    text.refresh_from_db()
    mark = consent_page.Draft.of(text).mark
    consenting.publish(text.pk, by=make.user(), reason="Print.")
    reword(text, quote="You may show my words, too.")

    with pytest.raises(Refusal) as refused:
        consenting.publish(text.pk, by=make.user(), same_meaning=True, seen=mark)

    assert refused.value.code == "stale"
    assert [row.number for row in text.versions.all()] == [2, first.number]


def test_a_translation_read_over_meanwhile_is_looked_at_first():
    study = make.study()
    text = consenting.begin(study.agency, study, by=make.user())
    mark = consent_page.Draft.of(text).mark
    consenting.vouch_for(text.pk, "es", "Ana Ruiz", by=make.user())

    with pytest.raises(Refusal) as refused:
        consenting.publish(text.pk, by=make.user(), seen=mark)

    assert refused.value.code == "stale"
    assert versions() == []


def test_the_page_of_a_version_shows_its_fingerprint_and_that_it_fits(client, member):
    version = consenting.publish(text_of(member).pk, by=member.user)
    address = reverse("consent-version", args=[version.text_id, 1])

    page = client.get(address).text

    one, two, three = version.fingerprint.split(" ")
    assert version.content_hash.startswith(one + two + three)
    assert len(one + two + three) == 12
    assert f'<code dir="ltr">{version.fingerprint}</code>' in page
    assert "it fits them" in page


def test_words_that_do_not_fit_their_fingerprint_are_seen(client, member):
    good = make.consent(study=make.study(agency=member.agency))
    changed = good.words | {"texts": {"en": {"take_part": "Changed."}}}
    ConsentVersion.objects.create(
        text=good.text,
        number=2,
        meaning=1,
        words=changed,
        content_hash=good.content_hash,
    )

    page = client.get(reverse("consent-version", args=[good.text_id, 2])).text

    assert "It does not fit the words above" in page

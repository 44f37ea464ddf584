import pytest
from django.utils import timezone

from studies.evidence import talking
from studies.evidence.models import Highlight
from studies.people import agreeing, consenting
from studies.people.models import ConsentText, Conversation
from tests import make
from tests.evidence.pages import at, talked

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return make.round_(study=make.study(agency=member.agency, state="running"))


def test_words_of_who_said_that_we_may_quote_carry_the_version_they_heard(
    client, round_
):
    version = make.consent(study=round_.study)

    client.post(at("conversation-new", round_), talked(may_quote="on"))

    kept = Highlight.objects.values_list("words", "consent_version")
    assert sorted(kept) == [("Another thing.", version.pk), ("One thing.", version.pk)]


def test_who_did_not_say_so_is_heard_and_not_quoted(client, round_):
    make.consent(study=round_.study)

    page = client.post(at("conversation-new", round_), talked(), follow=True)

    assert "Nobody said that you may quote them" in page.content.decode()
    assert Conversation.objects.get().heard == "One thing.\nAnother thing."
    assert not Highlight.objects.exists()


def test_where_consent_says_nothing_of_quoting_there_is_no_quote(client, round_):
    make.consent(study=round_.study, quote="", left_out=["quote"])
    address = at("conversation-new", round_)

    page = client.get(address).content.decode()
    client.post(address, talked(may_quote="on"))

    assert "may quote them" not in page
    assert not Highlight.objects.exists()


def test_before_a_study_asks_for_consent_what_is_heard_stays_with_the_team(
    client, round_
):
    client.post(at("conversation-new", round_), talked())

    assert set(Highlight.objects.values_list("consent_version", flat=True)) == {None}
    assert Highlight.objects.count() == 2


def test_words_of_somebody_we_know_carry_the_version_that_they_read(round_):
    first = make.consent(study=round_.study)
    person = make.participant(study=round_.study)
    agreeing.agree(person.pk, ["take_part", "quote"], language="en")
    ConsentText.objects.update(take_part="We read what you answer.")
    newer = consenting.publish(first.text_id, by=None, same_meaning=True)

    talking.log(
        round_,
        may_quote=True,
        by=make.user(),
        held_on=timezone.localdate(),
        method="interview",
        people=1,
        language="en",
        heard="One thing.",
        participant=person,
    )

    assert newer.pk != first.pk
    assert Highlight.objects.get().consent_version == first

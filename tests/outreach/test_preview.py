"""The preview as any recipient would read it, and a test to oneself."""

from datetime import date

import pytest
from django.core.cache import cache

from cxstudio.refusal import Refusal
from studies.outreach import testing
from studies.outreach.models import Delivery, Wave
from studies.people.models import AccessLog
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    cache.clear()
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def running(dana, **fields) -> Wave:
    study = make.study(agency=dana.agency, state="running")
    activity = make.open_activity(
        round=make.round_(study=study), languages_ready=["en", "ar"]
    )
    people = [
        make.person(agency=dana.agency, language=code, name=f"Vega {code}")
        for code in ("en", "ar")
    ]
    return make.wave(activity, people, **fields)


def own(wave: Wave, end: str = "preview/") -> str:
    return f"/studio/mailings/{wave.pk}/{end}"


def test_somebody_is_found_by_pseudonym_and_read_in_their_language(client, dana):
    wave = running(dana)
    arab = wave.about.participants.get(person__language="ar")

    shown = client.get(own(wave), {"number": arab.pseudonym.lower()})
    nobody = client.get(own(wave), {"number": "P-999"})

    assert shown.context["person"] == arab.person
    assert [one["code"] for one in shown.context["letters"]] == [
        "ar",
        "en",
        "es",
        "zh-hans",
    ]
    assert 'lang="ar" dir="rtl"' in shown.content.decode()
    assert "Nobody of this mailing has that number." in nobody.content.decode()


def test_the_preview_shows_no_contact_and_reads_none(client, dana):
    wave = running(dana)

    page = client.get(own(wave)).content.decode()

    assert "Vega" not in page
    assert not AccessLog.objects.filter(about="preview of a mailing").exists()


def test_a_look_at_the_contact_is_written_down(client, dana):
    wave = running(dana)

    page = client.post(own(wave)).content.decode()

    assert "Vega " in page
    looks = AccessLog.objects.filter(about="preview of a mailing")
    assert list(looks.values_list("act", "people", "by")) == [("read", 1, dana.user.pk)]


def test_who_may_not_read_contacts_gets_none(client, dana):
    wave = running(dana)
    analyst = make.member(agency=dana.agency, role="analyst")
    client.force_login(analyst.user)

    assert client.get(own(wave)).status_code == 200
    assert client.post(own(wave)).status_code == 403
    assert not AccessLog.objects.filter(act="read").exists()


def test_the_frame_shows_the_mail_and_may_do_nothing(client, dana):
    wave = running(dana)

    frame = client.get(own(wave, "preview/invitation/ar/"))

    assert '<html lang="ar" dir="rtl">' in frame.content.decode()
    assert "default-src 'none'" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    for end in ("preview/invitation/tlh/", "preview/share_back/en/"):
        assert client.get(own(wave, end)).status_code == 404


def test_a_test_comes_by_mail_is_marked_and_leaves_no_row(client, dana, sink):
    wave = running(dana)
    rows = Delivery.objects.count()

    page = client.post(
        own(wave, "test/"), {"step": "reminder", "language": "es"}, follow=True
    )

    mail = sink.mail_to(dana.user.email)
    text = mail.get_body(["plain"]).get_content()
    assert mail["Subject"].startswith("Test: ")
    assert text.startswith("This is a test.")
    assert "https://ask.example.org/i/" in text
    assert "A test is on its way" in page.content.decode()
    assert Delivery.objects.count() == rows
    assert sink.addresses == [dana.user.email]


def test_after_a_test_the_page_stays_with_the_same_person(client, dana, sink):
    wave = running(dana)
    arab = wave.audience.get(language="ar")
    shown = client.get(own(wave), {"person": str(arab.pk)}).content.decode()
    data = {"step": "reminder", "language": "ar", "person": str(arab.pk)}

    page = client.post(own(wave, "test/"), data, follow=True)
    guessed = client.post(own(wave, "test/"), data | {"person": "x"})

    assert f'name="person" value="{arab.pk}"' in shown
    assert (page.context["person"], page.context["step"]) == (arab, "reminder")
    assert guessed.url == own(wave, "preview/?step=reminder")


def test_people_stand_by_their_numbers(client, dana):
    wave = running(dana)
    for number, row in enumerate(wave.about.participants.order_by("-number"), 11):
        wave.about.participants.filter(pk=row.pk).update(number=number)
    without = make.person(agency=dana.agency, added_on=date(2020, 1, 1))
    wave.audience.add(without)

    page = client.get(own(wave))
    listed = client.get(own(wave, "")).context["page"].object_list

    names = [name for _person, name in page.context["people"]]
    assert names == ["P-011", "P-012", str(without)]
    assert page.context["pseudonym"] == "P-011"
    assert [str(row.participant) for row in listed if row.step == "invitation"] == [
        "P-011",
        "P-012",
    ]


def test_tests_have_a_limit(dana, sink, monkeypatch):
    monkeypatch.setattr(testing, "MOST", 1)
    wave = running(dana)
    testing.send_test(wave, "invitation", "en", by=dana.user)

    with pytest.raises(Refusal) as refused:
        testing.send_test(wave, "invitation", "en", by=dana.user)

    assert refused.value.code == "too_many"
    assert len(sink.received) == 1


@pytest.mark.parametrize(
    ("fault", "code"), [("away", "unreachable"), ("refuses", "refused")]
)
def test_a_test_that_does_not_leave_says_so(dana, sink, settings, fault, code):
    wave = running(dana)
    if fault == "away":
        settings.EMAIL_PORT = 1
    sink.on_rcpt[dana.user.email] = "550 5.1.1 nobody"

    with pytest.raises(Refusal) as refused:
        testing.send_test(wave, "invitation", "en", by=dana.user)

    assert refused.value.code == code

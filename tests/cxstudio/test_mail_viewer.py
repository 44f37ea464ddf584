from email.message import EmailMessage

import pytest


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    return tmp_path


def keep(folder, name, subject="Hello", text="Open https://example.org/i/abc today"):
    message = EmailMessage()
    message["Subject"], message["From"] = subject, "studio@example.org"
    message["To"] = "june@example.org"
    message["Date"] = "Sun, 22 Nov 2026 09:00:00 +0000"
    message.set_content(text)
    content = b"X-Envelope-To: hidden@example.org\r\n" + message.as_bytes()
    (folder / f"{name}.eml").write_bytes(content)


pytestmark = pytest.mark.django_db


def test_the_newest_mail_stands_first(client, folder):
    keep(folder, "1700000000-aa", subject="Older")
    keep(folder, "1800000000-bb", subject="Newer")
    (folder / ".draft.eml").write_bytes(b"half a mail")

    response = client.get("/dev/mail/")

    assert [mail["subject"] for mail in response.context["mails"]] == ["Newer", "Older"]
    assert response.context["mails"][0]["to"] == "hidden@example.org"


def test_many_mails_come_in_pages(client, folder):
    for number in range(26):
        keep(folder, f"{1700000000 + number}-aa")

    first, second = client.get("/dev/mail/"), client.get("/dev/mail/?page=2")

    assert (len(first.context["mails"]), len(second.context["mails"])) == (25, 1)


def test_a_mail_shows_its_text_with_links_to_follow_and_nothing_that_runs(
    client, folder
):
    keep(folder, "1-aa", text="Open https://example.org/i/abc <script>x</script>")

    page = client.get("/dev/mail/1-aa/").content.decode()

    assert '<a href="https://example.org/i/abc"' in page
    assert "<script>x" not in page


@pytest.mark.parametrize("name", ["2-bb", "draft"])
def test_a_mail_that_is_not_there_is_not_found(client, folder, name):
    keep(folder, "1-aa")

    assert client.get(f"/dev/mail/{name}/").status_code == 404


def test_without_any_mail_the_page_says_so(client, folder):
    assert "No mail yet." in client.get("/dev/mail/").content.decode()


def test_without_a_demo_there_are_no_mails_to_see(client, folder, settings):
    keep(folder, "1-aa")
    settings.DEMO = False

    assert client.get("/dev/mail/").status_code == 404
    assert client.get("/dev/mail/1-aa/").status_code == 404


def keep_both(folder) -> None:
    message = EmailMessage()
    message["Subject"], message["List-Unsubscribe"] = "Hello", "<https://x.example.org>"
    message.set_content("In words")
    message.add_alternative("<p>In <b>colors</b></p>", subtype="html")
    (folder / "1-aa.eml").write_bytes(message.as_bytes())


def test_a_mail_shows_its_html_in_a_frame_in_which_nothing_runs(client, folder):
    keep_both(folder)

    page = client.get("/dev/mail/1-aa/").content.decode()
    framed = client.get("/dev/mail/1-aa/html/")

    assert 'src="/dev/mail/1-aa/html/" sandbox>' in page
    assert framed.content.decode().strip() == "<p>In <b>colors</b></p>"
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "script-src 'none'" in framed.headers["Content-Security-Policy"]


def test_a_mail_shows_its_headers(client, folder):
    keep_both(folder)

    page = client.get("/dev/mail/1-aa/").content.decode()

    assert "<dt>List-Unsubscribe</dt>" in page
    assert "&lt;https://x.example.org&gt;" in page


def test_a_mail_without_html_has_no_frame(client, folder):
    keep(folder, "1-aa")

    assert "<iframe" not in client.get("/dev/mail/1-aa/").content.decode()
    assert client.get("/dev/mail/1-aa/html/").status_code == 404


def test_there_are_no_mails_to_see_without_a_demo(client, folder, settings):
    keep_both(folder)
    settings.DEMO = False

    assert client.get("/dev/mail/1-aa/html/").status_code == 404


def test_a_text_message_is_called_one(client, folder):
    head = "X-Envelope-To: +15550100123\r\nSubject: \r\n"
    more = "Content-Type: text/plain; charset=utf-8\r\n\r\nReply STOP to end."
    (folder / "1-aa.eml").write_bytes(f"{head}{more}".encode())

    listed, page = client.get("/dev/mail/"), client.get("/dev/mail/1-aa/")

    assert [mail["subject"] for mail in listed.context["mails"]] == ["Text message"]
    assert '<h1 dir="auto">Text message</h1>' in page.content.decode()

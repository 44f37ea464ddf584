import pytest

from studies.intake.headings import Field, guess, heading_line
from studies.intake.rows import language_of


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Name", "E-Mail Address", "Phone #"], ["name", "email", "phone"]),
        (["First Name", "Last Name", "Cell"], ["given", "family", "phone"]),
        (["Nombre", "Apellidos", "Correo electrónico"], ["given", "family", "email"]),
        (
            ["Nombre", "Correo", "Celular", "Idioma"],
            ["name", "email", "phone", "language"],
        ),
        (
            ["الاسم الكامل", "البريد الإلكتروني", "رقم الهاتف"],
            ["name", "email", "phone"],
        ),
        (["姓名", "电子邮箱", "手机", "语言"], ["name", "email", "phone", "language"]),
        (["姓名", "電子郵件", "電話"], ["name", "email", "phone"]),
        (
            ["Prénom", "Nom", "Courriel", "Langue"],
            ["given", "family", "email", "language"],
        ),
        (["Họ và tên", "Số điện thoại"], ["name", "phone"]),
        (["Фамилия", "Имя", "Эл. почта"], ["family", "given", "email"]),
        (["이름", "이메일", "전화번호"], ["name", "email", "phone"]),
        (["Non konplè", "Imèl", "Telefòn"], ["name", "email", "phone"]),
        (["EMAIL (work)", "e_mail 2"], ["email", None]),
        (["Notes", "Score"], [None, None]),
    ],
)
def test_headings_of_many_languages_are_known(headings, fields):
    found = guess(headings)

    assert [found.get(column) for column in range(len(headings))] == fields


def test_each_thing_is_guessed_once():
    assert guess(["Email", "E-mail", "Phone", "Mobile"]) == {
        0: Field.EMAIL,
        2: Field.PHONE,
    }


def test_the_line_that_names_most_things_holds_the_headings():
    rows = [(1, ["Contact", ""]), (2, ["Name", "Email"]), (5, ["Ana", "a@example.org"])]

    assert heading_line(rows) == 2
    assert heading_line(rows[2:]) == 0


@pytest.mark.parametrize(
    ("said", "tag"),
    [
        ("es", "es"),
        ("Spanish", "es"),
        ("español", "es"),
        ("ESPAÑOL", "es"),
        ("inglés", "en"),
        ("العربية", "ar"),
        ("Arabic", "ar"),
        ("中文", "zh-hans"),
        ("Mandarin", "zh-hans"),
        ("zh_Hant", "zh-hant"),
        ("Haitian Creole", "ht"),
        ("Kreyòl ayisyen", "ht"),
        ("es-MX", "es-mx"),
        ("tiếng Việt", "vi"),
        ("Klingon", ""),
        ("x", ""),
        ("yes", ""),
    ],
)
def test_a_language_is_known_by_its_tag_or_by_a_name(said, tag):
    assert language_of(said) == tag

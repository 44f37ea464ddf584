"""What stands in a column, guessed from its heading in several languages."""

import re
import unicodedata

from django.db import models
from django.utils.translation import gettext_lazy as _


class Field(models.TextChoices):
    NAME = "name", _("whole name")
    GIVEN = "given", _("first name")
    FAMILY = "family", _("last name")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    LANGUAGE = "language", _("language")
    TIME_ZONE = "time_zone", _("time zone")


WORDS = {
    Field.NAME: (
        "name, full name, your name, contact, contact name, client, client name, "
        "customer, customer name, person, participant, respondent, nombre completo, "
        "nombre y apellido, nombre y apellidos, contacto, persona, nom complet, "
        "nome completo, vollstandiger name, imie i nazwisko, фио, полное имя, "
        "الاسم الكامل, الاسم, 姓名, 名字, 氏名, 성명, 이름, ho ten, ho va ten, "
        "non konple, pangalan, buong pangalan, magaca"
    ),
    Field.GIVEN: (
        "first name, firstname, given name, forename, nombre, nombres, prenom, "
        "vorname, nome, имя, الاسم الأول, 名, ten, prenon, unang pangalan, imie"
    ),
    Field.FAMILY: (
        "last name, lastname, surname, family name, apellido, apellidos, nom, "
        "nom de famille, nachname, familienname, sobrenome, cognome, фамилия, "
        "اسم العائلة, اللقب, 姓, ho, siyati, non fanmi, apelyido, nazwisko"
    ),
    Field.EMAIL: (
        "e mail, email, mail, e mail address, email address, mail address, "
        "contact email, your email, correo, correo electronico, "
        "direccion de correo, direccion de correo electronico, courriel, "
        "adresse mail, adresse e mail, adresse electronique, e mail adresse, "
        "endereco de e mail, posta elettronica, почта, электронная почта, "
        "эл почта, البريد الإلكتروني, بريد إلكتروني, الايميل, 邮箱, 電郵, 邮件, "
        "电子邮件, 电子邮箱, 電子郵件, メール, 이메일, thu dien tu, imel, adres imel"
    ),
    Field.PHONE: (
        "phone, phone number, telephone, telephone number, tel, tel no, mobile, "
        "mobile number, mobile phone, cell, cell phone, cellphone, contact number, "
        "sms, text number, whatsapp, telefono, numero de telefono, celular, movil, "
        "numero de celular, portable, numero de telephone, telefon, telefonnummer, "
        "handy, handynummer, telefone, telemovel, cellulare, телефон, "
        "номер телефона, мобильный, الهاتف, رقم الهاتف, الجوال, رقم الجوال, "
        "الموبايل, 电话, 電話, 手机, 手機, 手机号, 电话号码, 電話番号, 전화, 전화번호, "
        "so dien thoai, dien thoai, telefon nan, nimewo telefon, telepono"
    ),
    Field.LANGUAGE: (
        "language, preferred language, language preference, lang, spoken language, "
        "idioma, lengua, idioma preferido, idioma de preferencia, langue, "
        "langue preferee, sprache, lingua, idioma preferencial, язык, اللغة, "
        "اللغة المفضلة, 语言, 語言, 言語, 언어, ngon ngu, lang prefere, wika, luqadda"
    ),
    Field.TIME_ZONE: (
        "time zone, timezone, tz, zone, local time zone, zona horaria, huso horario, "
        "fuseau horaire, zeitzone, fuso horario, strefa czasowa, часовой пояс, "
        "المنطقة الزمنية, 时区, 時區, タイムゾーン, 시간대, mui gio, zon ore"
    ),
}


def plain(text: str) -> str:
    """Small letters without accents, signs or a hint in brackets."""
    text = re.sub(r"[(\[（].*?[)\]）]", " ", text)
    apart = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(c for c in apart.casefold() if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


KNOWN = {
    plain(word): field for field, words in WORDS.items() for word in words.split(",")
}


def guess(headings: list[str]) -> dict[int, Field]:
    """{column: what stands in it}: each thing once, the first column that says so."""
    found: dict[int, Field] = {}
    for column, heading in enumerate(headings):
        field = KNOWN.get(plain(heading))
        if field and field not in found.values():
            found[column] = field
    # "Nombre" alone is the whole name; beside "Apellidos" it is the first one.
    fields = set(found.values())
    if Field.NAME not in fields and len(fields & {Field.GIVEN, Field.FAMILY}) == 1:
        return {
            column: Field.NAME if field in (Field.GIVEN, Field.FAMILY) else field
            for column, field in found.items()
        }
    if Field.NAME in fields and {Field.GIVEN, Field.FAMILY} <= fields:
        return {c: field for c, field in found.items() if field != Field.NAME}
    return found


def guess_by_cells(rows: list[list[str]]) -> dict[int, Field]:
    """Where no heading helps: a column of addresses, of numbers, of time zones."""
    found: dict[int, Field] = {}
    for column in range(max(map(len, rows), default=0)):
        cells = [row[column] for row in rows if column < len(row) and row[column]]
        for field, looks in LOOKS.items():
            like = sum(bool(looks.fullmatch(cell.strip())) for cell in cells)
            if field not in found.values() and cells and like * 2 > len(cells):
                found[column] = field
                break
    return found


LOOKS = {
    Field.EMAIL: re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    Field.PHONE: re.compile(r"[+(]?\d[\d\s().-]{5,}\d"),
    Field.TIME_ZONE: re.compile(
        r"(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific|US)/[\w/+-]+"
    ),
}


def heading_line(rows: list[tuple[int, list[str]]]) -> int:
    """The line of the headings, or 0: titles and merged headings may stand above it."""
    best, line = 0, 0
    for number, cells in rows:
        known = len(guess(cells))
        if known > best:
            best, line = known, number
    return line

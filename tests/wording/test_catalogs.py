import inspect
import re
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from studies.wording import catalogs
from studies.wording.extraction import Found, strings_in
from tests.test_doors import doors, permission_of


@pytest.fixture
def project(tmp_path):
    """A small project with one page for customers and one for the studio."""
    (tmp_path / "studies" / "partners").mkdir(parents=True)
    (tmp_path / "templates" / "studio").mkdir(parents=True)
    (tmp_path / "templates" / "base.html").write_text(
        '{% load i18n %}{% translate "Thank you" %}'
    )
    (tmp_path / "templates" / "studio" / "board.html").write_text(
        "{% load i18n %}{% blocktranslate count n=n %}{{ n }} study"
        "{% plural %}{{ n }} studies{% endblocktranslate %}"
    )
    (tmp_path / "studies" / "partners" / "flyers.py").write_text(
        "def hello(name):\n    return _('Hello, %(name)s') % {'name': name}\n"
    )
    return tmp_path


@pytest.fixture(autouse=True)
def _without_the_frame(monkeypatch, tmp_path_factory):
    """The installed frame's strings are another matter than this project's."""
    empty = tmp_path_factory.mktemp("frame") / "unfold"
    monkeypatch.setattr(catalogs.unfold, "__file__", str(empty / "__init__.py"))


def wanted_of(project, language):
    found = catalogs.wanted(project, language)
    own = {key: places for key, places in found.items() if key[1] in OURS}
    return {message for _context, message in own}


OURS = {"Thank you", "%(n)s study", "Hello, %(name)s"}


def fill(project, language, **texts):
    path = catalogs.catalog_path(project, language)
    catalog = polib.pofile(str(path))
    for entry in catalog:
        if entry.msgid_plural:
            forms = int(catalogs.PLURALS[language][9])
            entry.msgstr_plural = dict.fromkeys(range(forms), f"x {entry.msgid_plural}")
        else:
            entry.msgstr = texts.get(entry.msgid, f"x {entry.msgid}")
    catalog.save()


def test_strings_are_found_in_python_and_templates(project):
    named = [
        (catalogs.name_of(path, project), path)
        for path in catalogs.sources(project)
        if path.is_relative_to(project)
    ]

    assert list(strings_in(named)) == [
        Found("Hello, %(name)s", None, None, "studies/partners/flyers.py"),
        Found("Thank you", None, None, "templates/base.html"),
        Found("%(n)s study", "%(n)s studies", None, "templates/studio/board.html"),
    ]


def test_a_studio_string_is_wanted_in_the_studio_languages_alone(project):
    assert wanted_of(project, "es") == OURS
    assert wanted_of(project, "ar") == {"Thank you", "Hello, %(name)s"}


def test_a_catalog_that_is_not_there_is_a_fault(project):
    assert list(catalogs.faults(project, "ar")) == ["ar: there is no catalog."]


def test_a_new_string_is_a_fault_until_it_is_translated(project):
    catalogs.update(project, "ar")
    before = len(list(catalogs.faults(project, "ar")))

    fill(project, "ar")

    assert before == 2
    assert list(catalogs.faults(project, "ar")) == []


def test_an_update_keeps_translations_and_drops_strings_that_are_gone(project):
    catalogs.update(project, "ar")
    fill(project, "ar")
    (project / "templates" / "base.html").write_text("")

    fresh = catalogs.update(project, "ar")

    assert [(e.msgid, e.msgstr) for e in fresh] == [
        ("Hello, %(name)s", "x Hello, %(name)s")
    ]


def test_a_lost_placeholder_is_a_fault(project):
    catalogs.update(project, "ar")
    fill(project, "ar", **{"Hello, %(name)s": "مرحبا"})

    assert list(catalogs.faults(project, "ar")) == [
        "ar: 'Hello, %(name)s' (studies/partners/flyers.py) has other placeholders "
        "than its source."
    ]


def test_a_source_that_is_translated_as_its_first_word_is_a_fault(project):
    (project / "templates" / "base.html").write_text(
        "{% translate 'Send' %} {% translate 'Send this' %} "
        "{% translate 'Send a file that ends in .po' %}"
    )
    catalogs.update(project, "es")
    texts = ["Send", "Send this", "Send a file that ends in .po"]
    fill(project, "es", **dict.fromkeys(texts, "Enviar"))

    assert [
        fault for fault in catalogs.faults(project, "es") if "first words" in fault
    ] == [
        "es: 'Send a file that ends in .po' (templates/base.html) is translated as its "
        "first words alone."
    ]


def test_missing_plural_forms_are_a_fault(project):
    catalogs.update(project, "es")
    fill(project, "es")
    path = catalogs.catalog_path(project, "es")
    catalog = polib.pofile(str(path))
    catalog.find("%(n)s study").msgstr_plural = {0: "%(n)s estudio"}
    catalog.save()

    assert list(catalogs.faults(project, "es")) == [
        "es: '%(n)s study' (templates/studio/board.html) needs 2 plural forms."
    ]


def test_catalogs_compile_without_gettext(project):
    catalogs.update(project, "ar")
    fill(project, "ar", **{"Thank you": "شكرا"})

    written = catalogs.compile_all(project)

    assert [path.name for path in written] == ["django.mo"]
    assert polib.mofile(str(written[0])).find("Thank you").msgstr == "شكرا"


def test_the_check_names_each_missing_string(project, settings, capsys):
    settings.BASE_DIR = project

    with pytest.raises(CommandError, match="3 strings are not ready"):
        call_command("check_messages")

    assert "ar: there is no catalog." in capsys.readouterr().err


def test_a_new_catalog_says_that_nobody_has_read_it(project):
    catalogs.update(project, "ar")

    written = catalogs.catalog_path(project, "ar").read_text()

    assert catalogs.review_state(project, "ar") == catalogs.MACHINE_DRAFTED
    assert written.startswith(f"# {catalogs.NOTES[catalogs.MACHINE_DRAFTED]}\n")


def test_a_review_outlives_an_update_of_the_catalog(project):
    catalogs.update(project, "ar")
    path = catalogs.catalog_path(project, "ar")
    path.write_text(path.read_text().replace(": machine-drafted", ": reviewed"))

    catalogs.update(project, "ar")

    assert catalogs.review_state(project, "ar") == catalogs.REVIEWED
    assert path.read_text().startswith(f"# {catalogs.NOTES[catalogs.REVIEWED]}\n")


def test_a_state_that_nobody_knows_counts_as_not_read(project):
    catalogs.update(project, "ar")
    path = catalogs.catalog_path(project, "ar")
    path.write_text(path.read_text().replace(": machine-drafted", ": almost"))

    assert catalogs.review_state(project, "ar") == catalogs.MACHINE_DRAFTED


def test_the_check_says_who_has_read_each_language(project, settings, capsys):
    settings.BASE_DIR = project
    for language in catalogs.languages():
        catalogs.update(project, language)
        fill(project, language)
    path = catalogs.catalog_path(project, "es")
    path.write_text(path.read_text().replace(": machine-drafted", ": reviewed"))

    call_command("check_messages")

    assert capsys.readouterr().out.splitlines()[1:] == [
        "es: Read by a fluent speaker, in the product.",
        "ar: Machine-drafted: no fluent speaker has read these words yet.",
        "zh-hans: Machine-drafted: no fluent speaker has read these words yet.",
    ]


# Open without an account, and yet read by members of an agency alone.
FOR_MEMBERS = ("agencies/join", "dev/", "results/morning")


def test_each_template_of_a_public_page_is_a_public_source():
    missed = []
    for _path, view in doors():
        if permission_of(view) != "public":
            continue
        source = Path(inspect.getsourcefile(inspect.unwrap(view))).read_text()
        for template in re.findall(r'"([a-z_/]+\.html)"', source):
            known = template.startswith(FOR_MEMBERS)
            if not known and not catalogs.is_public(f"templates/{template}"):
                missed.append((template, view.__module__))

    assert sorted(set(missed)) == []

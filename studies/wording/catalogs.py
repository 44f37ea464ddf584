"""The interface's message catalogs: made from sources, checked, compiled.

Everything here works without gettext's programs, which a bare machine lacks.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from itertools import permutations
from pathlib import Path

import polib
import unfold
from django.conf import settings
from django.utils.translation import to_locale

from studies.wording.extraction import Found, strings_in

# Sources that speak to customers, partners and the public: in every language of the
# interface. All others are read by members of an agency, in the studio's languages.
PUBLIC_SOURCES = [
    "cxstudio/errors.py",
    "cxstudio/plain_errors.py",
    "cxstudio/settings/languages.py",
    "feedback/answering/*",
    "feedback/interchange/form*.py",
    "feedback/interchange/po.py",
    "feedback/interchange/taking_in.py",
    "feedback/interchange/views/guests.py",
    "feedback/interchange/xl*.py",
    "feedback/paper/agreeing.py",
    "feedback/paper/drawing.py",
    "feedback/paper/skips.py",
    "feedback/phoning/opening.py",
    "feedback/results/emails.py",
    "feedback/results/forms.py",
    "feedback/results/taking_back.py",
    "feedback/surveys/outside/approving.py",
    "feedback/surveys/outside/commenting.py",
    "feedback/surveys/forms/commenting.py",
    "feedback/surveys/outside/guests.py",
    "feedback/surveys/kinds/*",
    "feedback/surveys/models/aid.py",
    "feedback/surveys/rules/piping.py",
    "feedback/surveys/rules/sentences.py",
    "feedback/surveys/translation/rows.py",
    "feedback/surveys/views/guests.py",
    "feedback/surveys/views/translate.py",
    "studies/agencies/permissions.py",
    "studies/evidence/models.py",
    "studies/outreach/answering_texts.py",
    "studies/outreach/short_texts.py",
    "studies/partner_page/*.py",
    "studies/partners/flyers.py",
    "studies/partners/forms/__init__.py",
    "studies/partners/forms/contacts.py",
    "studies/partners/actions.py",
    "studies/partners/contacts.py",
    "studies/partners/models/link.py",
    "studies/partners/models/quota.py",
    "studies/partners/partnerships.py",
    "studies/partners/terms_texts.py",
    "studies/partners/prints.py",
    "studies/people/agreeing.py",
    "studies/sessions/spoken.py",
    "studies/people/forms/panel.py",
    "studies/people/panel.py",
    "studies/agencies/time_zones.py",
    "studies/people/models/participant.py",
    "studies/planning/ages.py",
    "studies/planning/models/study.py",
    "studies/sessions/booking.py",
    "studies/sessions/forms/visit.py",
    "studies/sessions/text_messages.py",
    "studies/sessions/when.py",
    "studies/sessions/writing.py",
    "studies/wording/numbers_left_out.py",
    "studies/wording/tags.py",
    "templates/[45]*.html",
    "templates/answering/*",
    "templates/base.html",
    "templates/components/*",
    "templates/evidence/study_public.html",
    "templates/front/*",
    "templates/interchange/guest_files.html",
    "templates/outreach/again*",
    "templates/outreach/done.html",
    "templates/outreach/mail.html",
    "templates/outreach/stop.html",
    "templates/outreach/unknown.html",
    "templates/partner_page/*",
    "templates/phoning/receipt.html",
    "templates/phoning/stopped.html",
    "templates/results/mail/office*",
    "templates/results/office_stop.html",
    "templates/results/withdraw*",
    "templates/sessions/mail/*",
    "templates/sessions/visit*",
    "templates/surveys/difference.html",
    "templates/surveys/guest_[cst]*.html",
    "templates/surveys/text_pages.html",
    "templates/surveys/translate_state.html",
]
# Each language's plural forms, by the rules of the Unicode CLDR.
PLURALS = {
    "es": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
        " : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
    "zh-hans": "nplurals=1; plural=0;",
}
# Who has read a catalog, as its header says; a reviewer changes it by hand.
REVIEW = "X-Review-State"
MACHINE_DRAFTED, REVIEWED = "machine-drafted", "reviewed"
NOTES = {
    MACHINE_DRAFTED: "Machine-drafted: no fluent speaker has read these words yet.",
    REVIEWED: "Read by a fluent speaker, in the product.",
}
# A source with this many words more than another says more than it.
MORE_WORDS = 2
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def is_public(path: str) -> bool:
    return any(fnmatch(path, pattern) for pattern in PUBLIC_SOURCES)


def sources(root: Path) -> list[Path]:
    """Python files and templates of the product, tests and migrations left out."""
    found = [
        path
        for app in ("cxstudio", "studies", "feedback")
        for path in (root / app).rglob("*.py")
        if "migrations" not in path.parts
    ]
    pages = (root / "templates").rglob("*")
    found += [path for path in pages if path.suffix in (".html", ".txt")]
    # The studio's frame brings no translations of its own: its words are ours to give.
    frame = Path(unfold.__file__).parent
    found += (frame / "templates").rglob("*.html")
    found += (frame / "templatetags").glob("unfold_list.py")
    return sorted(found)


def name_of(path: Path, root: Path) -> str:
    """A source's name in catalogs: from the project's root, or from its package."""
    frame = Path(unfold.__file__).parent.parent
    return str(path.relative_to(frame if path.is_relative_to(frame) else root))


def wanted(root: Path, language: str) -> dict[tuple[str | None, str], list[Found]]:
    """The strings that a language must have, by (context, message)."""
    in_studio = language in settings.STUDIO_LANGUAGES
    found: dict[tuple[str | None, str], list[Found]] = {}
    named = [(name_of(path, root), path) for path in sources(root)]
    for one in strings_in(named):
        if in_studio or is_public(one.path):
            found.setdefault((one.context, one.message), []).append(one)
    return found


def catalog_path(root: Path, language: str) -> Path:
    return root / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"


def review_state(root: Path, language: str) -> str:
    """Whether somebody who speaks the language has read our words in it."""
    path = catalog_path(root, language)
    if not path.exists():
        return MACHINE_DRAFTED
    with path.open() as catalog:
        said = re.search(rf'^"{REVIEW}: (.+?)\\n"$', catalog.read(2000), re.MULTILINE)
    return REVIEWED if said and said[1] == REVIEWED else MACHINE_DRAFTED


def languages() -> list[str]:
    return [
        code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
    ]


def update(root: Path, language: str) -> polib.POFile:
    """Bring a catalog in line with its sources: new strings empty, gone ones out."""
    path = catalog_path(root, language)
    old = polib.pofile(str(path), wrapwidth=88) if path.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    fresh = polib.POFile(wrapwidth=88)
    state = review_state(root, language)
    fresh.header = f"{NOTES[state]}\nHow to review: docs/translations.md"
    fresh.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": to_locale(language),
        "Plural-Forms": PLURALS[language],
        REVIEW: state,
    }
    for (context, message), places in sorted(
        wanted(root, language).items(), key=lambda item: (item[1][0].path, item[0][1])
    ):
        fresh.append(_entry(context, message, places, known.get((context, message))))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.save(str(path))
    return fresh


def _entry(context, message, places: list[Found], old) -> polib.POEntry:
    plural = next((place.plural for place in places if place.plural), None)
    entry = polib.POEntry(
        msgctxt=context,
        msgid=message,
        occurrences=[(path, "") for path in sorted({place.path for place in places})],
    )
    if old is not None:
        entry.flags, entry.comment = old.flags, old.comment
    if plural:
        entry.msgid_plural = plural
        entry.msgstr_plural = (old and old.msgstr_plural) or {0: ""}
    elif old is not None:
        entry.msgstr = old.msgstr
    return entry


def faults(root: Path, language: str) -> Iterator[str]:
    """What keeps a language from being complete, one sentence each."""
    path = catalog_path(root, language)
    if not path.exists():
        yield f"{language}: there is no catalog."
        return
    known = {(e.msgctxt, e.msgid): e for e in polib.pofile(str(path))}
    in_part = set(_translated_in_part(known.values()))
    forms = int(re.search(r"nplurals=(\d)", PLURALS[language])[1])
    for (context, message), places in wanted(root, language).items():
        entry = known.get((context, message))
        where = f"{language}: {message!r} ({places[0].path})"
        if entry is None or not entry.translated() or entry.fuzzy:
            yield f"{where} is not translated."
        elif entry.msgid_plural and len(entry.msgstr_plural) != forms:
            yield f"{where} needs {forms} plural forms."
        elif not _same_placeholders(entry):
            yield f"{where} has other placeholders than its source."
        elif entry.msgid in in_part:
            yield f"{where} is translated as its first words alone."


def _translated_in_part(entries: Iterable[polib.POEntry]) -> Iterator[str]:
    """Sources with the translation of another that is their own beginning."""
    same: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.msgstr:
            same[entry.msgstr].add(entry.msgid)
    for sources in same.values():
        for short, long in permutations(sources, 2):
            if long.startswith(short) and len(long[len(short) :].split()) >= MORE_WORDS:
                yield long


def _same_placeholders(entry: polib.POEntry) -> bool:
    source = set(PLACEHOLDER.findall(entry.msgid))
    if not entry.msgid_plural:
        return set(PLACEHOLDER.findall(entry.msgstr)) == source
    source |= set(PLACEHOLDER.findall(entry.msgid_plural))
    # A form for one or two may leave the number out: "two people" in Arabic.
    return all(
        set(PLACEHOLDER.findall(text)) <= source
        for text in entry.msgstr_plural.values()
    ) and any(
        set(PLACEHOLDER.findall(text)) == source
        for text in entry.msgstr_plural.values()
    )


def compile_all(root: Path) -> list[Path]:
    """Write each catalog's .mo beside it, which is what Django reads."""
    written = []
    for language in languages():
        path = catalog_path(root, language)
        if path.exists():
            polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
            written.append(path.with_suffix(".mo"))
    return written

"""Each page names the permission it needs, and refuses strangers and other agencies."""

import re

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse

from studies.agencies.permissions import Permission
from studies.agencies.studio import StudioAdmin
from tests import make, once
from tests.door_examples import PAGES, ROWS

# URLs of libraries and of Django itself, with the reason why they need no mark.
LIBRARY = {
    "allauth": "sign-in pages guard themselves and show an account only to its owner",
    "django.contrib.admin": "the studio site's has_permission and StudioAdmin guard it",
    "unfold": "the studio site's has_permission guards it",
    "django.contrib.staticfiles": "built files that everybody may have",
    "django.views.static": "built files that everybody may have",
    "django.views.i18n": "translated words of the interface",
    "cxstudio.studio.site": "the studio site guards its own pages",
    "cxstudio.studio.admin": "the studio site and StudioAdmin guard it",
    "drf_spectacular": "the API's description; it holds no data",
}


def doors(patterns=None, prefix=""):
    """Every (path, view) of the URLconf, the studio's included."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path, pattern.callback
        else:
            yield from doors(pattern.url_patterns, path)


def owner_of(view) -> str:
    view = (
        getattr(view, "model_admin", None) or getattr(view, "admin_site", None) or view
    )
    view = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return getattr(view, "__module__", "") or type(view).__module__


def permission_of(view):
    """The mark of a function view, or the permissions of an API viewset."""
    marked = getattr(view, "permission", None)
    api = getattr(view, "cls", None)
    return marked or (api and getattr(api, "permissions", None))


def is_library(view) -> bool:
    inner = view
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__
    modules = {owner_of(view), owner_of(inner)}
    held_by = getattr(view, "model_admin", None) or getattr(view, "admin_site", None)
    modules |= {base.__module__ for base in type(held_by).__mro__}
    bound = getattr(inner, "__self__", None)
    if bound is not None:
        modules.add(type(bound).__module__)
        modules |= {base.__module__ for base in type(bound).__mro__}
    return any(module.startswith(tuple(LIBRARY)) for module in modules)


def test_every_door_names_its_permission():
    unmarked = [
        path
        for path, view in doors()
        if not permission_of(view) and not is_library(view)
    ]

    assert unmarked == []


def test_public_doors_say_why():
    silent = [
        path
        for path, view in doors()
        if permission_of(view) == "public" and not view.public_because
    ]

    assert silent == []


def test_every_list_of_the_studio_starts_from_one_agency():
    loose = [
        model.__name__
        for model, model_admin in admin.site._registry.items()
        if not isinstance(model_admin, StudioAdmin)
    ]

    assert loose == []


@pytest.fixture(scope="module", autouse=True)
def examples(django_db_setup, django_db_blocker):
    """An agency with one of everything, made once: beginning → what fills its gaps."""
    with once.in_one_transaction(django_db_blocker):
        agency = make.agency()
        yield agency, {start: made(agency) for start, made in PAGES.items()}


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in(client):
    opened = []
    for path, view in doors():
        if permission_of(view) in (None, "public") or "<" in path:
            continue
        response = client.get(f"/{path}")
        if response.status_code not in (302, 401, 403, 404, 405):
            opened.append((path, response.status_code))

    assert opened == []


GAP = re.compile(r"<(?:\w+:)?(\w+)>")


def guarded_doors_with_gaps() -> list[str]:
    """Addresses that name a row and need a permission of an agency."""
    open_to_all = {None, "public", "signed_in", "platform.operate"}
    return sorted(
        path
        for path, view in doors()
        if "<" in path
        and isinstance(permission_of(view), str)
        and permission_of(view) not in open_to_all
    )


def example_for(path: str) -> str:
    fitting = [start for start in PAGES if path.startswith(start)]
    assert fitting, f"{path}: add an example to tests/door_examples.py"
    return max(fitting, key=len)


def filled(path: str, values: dict) -> str:
    return "/" + GAP.sub(lambda gap: str(values[gap[1]]), path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", guarded_doors_with_gaps())
def test_a_member_of_another_agency_finds_no_door(client, examples, path):
    _theirs, values = examples
    address = filled(path, values[example_for(path)])
    client.force_login(make.member(role="administrator").user)

    found = {client.get(address).status_code, client.post(address).status_code}

    # 405 says that a door takes only one of the two, before any row is looked for.
    assert found <= {404, 405}, address
    assert 404 in found, address


# What people said, or how many said it; whoever only takes answers in sees none of it.
SHOWS_ANSWERS = {
    Permission.RESULTS_VIEW,
    Permission.RESPONSE_READ,
    Permission.RESPONSE_EXPORT,
}


@pytest.mark.django_db
def test_front_line_staff_take_answers_in_and_see_none(client):
    staff = make.member(role="front_line")
    client.force_login(staff.user)
    found = {True: set(), False: set()}
    for path, view in doors():
        asked = permission_of(view)
        if asked not in [Permission.RESPONSE_ADD, *SHOWS_ANSWERS]:
            continue
        values = PAGES[example_for(path)](staff.agency) if "<" in path else {}
        address = filled(path, values)
        status = client.get(address).status_code
        if status == 405:
            status = client.post(address).status_code
        found[asked in SHOWS_ANSWERS].add(status)

    assert found[True] == {403}
    assert found[False] == {200, 302}  # 302 leads to the beginning of an interview


@pytest.mark.django_db
@pytest.mark.parametrize("start", PAGES)
def test_the_examples_open_doors_to_their_own_agency(client, examples, start):
    agency, values = examples
    client.force_login(make.member(agency=agency, role="administrator").user)
    paths = [path for path in guarded_doors_with_gaps() if path.startswith(start)]

    statuses = {client.get(filled(path, values[start])).status_code for path in paths}

    assert statuses & {200, 405}, start


@pytest.mark.django_db
def test_each_list_of_the_studio_hides_another_agencys_rows(client):
    client.force_login(make.member(role="administrator").user)
    shown = []
    for model in admin.site._registry:
        assert model in ROWS, f"{model}: add it to door_examples.ROWS"
        row = ROWS[model](make.agency(name="Only for themselves"))
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist")]
        pages += [
            reverse(f"{name}_{page}", args=[row.pk])
            for page in ("change", "history", "delete")
        ]
        for page in pages:
            text = client.get(page, follow=True).content.decode()
            shown += [
                page for word in (str(row), "Only for themselves") if word in text
            ]

    assert shown == []


@pytest.mark.django_db
def test_autocomplete_offers_only_the_agencys_rows(client):
    member = make.member(role="administrator")
    client.force_login(member.user)
    ours, theirs = make.service(agency=member.agency), make.service()
    make.study(service=ours)
    asked = {
        "app_label": "studies",
        "model_name": "study",
        "field_name": "service",
        "term": "",
    }

    results = client.get(reverse("admin:autocomplete"), asked).json()["results"]

    assert [one["text"] for one in results] == [ours.name]
    assert theirs.name not in str(results)

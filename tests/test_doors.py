"""Each page names the permission it needs, and refuses strangers and other agencies."""

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver

from studies.agencies.studio import StudioAdmin

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

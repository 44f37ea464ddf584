from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest
import unfold
from django.contrib.staticfiles import finders
from django.template.loader import get_template

INSTALLED = Path(unfold.__file__).parent / "templates"

# The originals that frontend/vendor/templates/ was made from. A new hash means: read
# what changed, carry it over, then write the hash here.
ORIGINALS = {
    "unfold/layouts/skeleton.html": "66af9f0bb45f98ba4e16ba5e5a11f36d",
    "admin/base.html": "2ce9250b3c649e3a1d3c7ea52308a285",
}


@pytest.mark.parametrize("name", ORIGINALS)
def test_the_installed_template_is_the_one_that_ours_was_made_from(name):
    installed = sha256((INSTALLED / name).read_bytes()).hexdigest()

    assert installed[:32] == ORIGINALS[name], (
        f"Unfold {version('django-unfold')} changed it"
    )


@pytest.mark.parametrize("name", ORIGINALS)
def test_our_template_stands_in_for_the_installed_one(name):
    assert "frontend/vendor/templates" in get_template(name).origin.name


@pytest.mark.parametrize("plugin", ["", ".anchor", ".persist", ".resize", ".sort"])
def test_the_alpine_that_needs_no_eval_stands_in_for_the_installed_one(plugin):
    found = finders.find(f"unfold/js/alpine/alpine{plugin}.js")

    assert "frontend/vendor/static" in found
    assert "new Function(" not in Path(found).read_text()

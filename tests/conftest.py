import pytest


@pytest.fixture(autouse=True)
def _fresh_cache(settings):
    """Each test counts from an empty cache of its own."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }

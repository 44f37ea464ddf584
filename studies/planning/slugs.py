import secrets

from django.db import models
from django.utils.text import slugify


def free_slug(model: type[models.Model], words: str) -> str:
    """An address from words, made unique with a few random letters where taken."""
    base = slugify(words)[:40].strip("-") or secrets.token_hex(3)
    slug = base
    while model.objects.filter(slug=slug).exists():
        slug = f"{base}-{secrets.token_hex(2)}"
    return slug

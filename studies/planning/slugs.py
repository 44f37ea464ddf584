import secrets

from django.db import models
from django.utils.text import slugify

# Words that stand where a study's address would, such as /studio/study/new/.
TAKEN = {"new"}


def free_slug(model: type[models.Model], words: str) -> str:
    """An address from words, made unique with a few random letters where taken."""
    base = slugify(words)[:40].strip("-") or secrets.token_hex(3)
    slug = base
    while slug in TAKEN or model.objects.filter(slug=slug).exists():
        slug = f"{base}-{secrets.token_hex(2)}"
    return slug

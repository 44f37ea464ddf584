from django.db import models
from django.utils.crypto import get_random_string
from django.utils.text import slugify

# Words that stand where a study's address would, such as /studio/study/new/.
TAKEN = {"new"}
# Without letters and digits that look alike: addresses are read from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def free_slug(model: type[models.Model], words: str) -> str:
    """An address from words, made unique with a few random letters where taken."""
    base = slugify(words)[:40].strip("-") or get_random_string(6, LETTERS)
    slug = base
    while slug in TAKEN or model.objects.filter(slug=slug).exists():
        slug = f"{base}-{get_random_string(4, LETTERS)}"
    return slug

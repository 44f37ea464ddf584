"""Find the strings of the interface in sources, without any outside program."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

SINGULAR = {"gettext", "gettext_lazy", "_", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}


@dataclass(frozen=True)
class Found:
    """One string of the interface, as a catalog names it, and a file it stands in."""

    message: str
    plural: str | None
    context: str | None
    path: str


def strings_in(sources: list[tuple[str, Path]]) -> Iterator[Found]:
    """Every marked string of the named Python sources and templates, in file order."""
    for name, path in sources:
        text = path.read_text()
        if path.suffix != ".py":
            text = _as_python(text, str(path))
        for node in ast.walk(ast.parse(text, str(path))):
            if isinstance(node, ast.Call) and (found := _found(node, name)):
                yield found


def _as_python(template: str, origin: str) -> str:
    """The calls that Django's own extraction finds in a template, one a line."""
    pseudo = templatize(template, origin=origin)
    string = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    call = re.compile(
        rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*"
        rf"({string}(?:\s*,\s*{string})*)(?:\s*,\s*count)?\s*\)",
        re.DOTALL,
    )
    return "\n".join(f"{m[1]}({m[2]})" for m in call.finditer(pseudo))


def _found(call: ast.Call, path: str) -> Found | None:
    name = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
    texts = [
        arg.value
        for arg in call.args
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    if name in SINGULAR and texts:
        return Found(texts[0], None, None, path)
    if name in PLURAL and len(texts) >= 2:
        return Found(texts[0], texts[1], None, path)
    if name in CONTEXT and len(texts) >= 2:
        return Found(texts[1], None, texts[0], path)
    if name in CONTEXT_PLURAL and len(texts) >= 3:
        return Found(texts[1], texts[2], texts[0], path)
    return None

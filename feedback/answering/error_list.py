"""The list on top of a page: what is to be fixed, with a way to each question."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.answering.marks import Marks
from feedback.answering.mismatches import Mismatch
from feedback.surveys.kinds import KINDS, AnswerFault

# What the button of a question on an earlier page sends; what was typed goes with it.
EARLIER = "earlier:"
# What the button of a question on the page before sending sends, with its boxes.
CHANGE = "change:"
# Without a script: whoever goes by ear or by keys begins there when the page opens.
TAKES_FOCUS = 'tabindex="-1" autofocus'


@dataclass(frozen=True)
class Thing:
    """One thing to fix: what is wrong, and the questions that it is about."""

    message: str
    keys: tuple[str, ...]
    is_together: bool = False  # answers that do not go together
    is_theirs: bool = False  # said in words of the survey


def things(
    faults: Mapping[str, AnswerFault], texts: Mapping[str, str]
) -> Iterator[Thing]:
    """All that is to be fixed, in the order of the questions."""
    for key, fault in faults.items():
        if isinstance(fault, Mismatch):
            for rule, about in fault.checks.items():
                yield Thing(texts.get(f"rule/{rule}", ""), about, True, True)
        else:
            own = _own(key, fault, texts)
            yield Thing(own or fault.message, (key,), is_theirs=bool(own))


def message(key: str, fault: AnswerFault, texts: Mapping[str, str]) -> str:
    """What was written for it: by the rule that is not kept, or by the question."""
    return _own(key, fault, texts) or fault.message


def said(
    key: str, fault: AnswerFault, texts: Mapping[str, str], marks: Marks
) -> SafeString:
    """The same as HTML."""
    own = _own(key, fault, texts)
    return marks.mark(own) if own else conditional_escape(fault.message)


def _own(key: str, fault: AnswerFault, texts: Mapping[str, str]) -> str:
    if isinstance(fault, Mismatch):
        return " ".join(texts.get(f"rule/{rule}", "") for rule in fault.checks)
    return texts.get(f"{key}::message", "") if fault.is_misfit else ""


def drawn(found: list[Thing], way: Callable[[str], str], marks: Marks) -> str:
    """The list as HTML; `way` gives what leads to a question. "" for nothing."""
    if not found:
        return ""
    title = ngettext("One thing to fix", "%(count)d things to fix", len(found)) % {
        "count": len(found)
    }
    items = "".join(f"<li>{_item(thing, way, marks)}</li>" for thing in found)
    return (
        f'<div class="error-summary" role="alert" {TAKES_FOCUS} '
        'aria-labelledby="error-summary-title">'
        f'<h2 id="error-summary-title">{escape(title)}</h2>'
        f"<ul>{items}</ul></div>"
    )


def left_out(
    found: Iterable[str],
    questions: Mapping[str, Mapping],
    texts: Mapping[str, str],
    marks: Marks,
) -> str:
    """The same for words that something was left out of; nothing has to be fixed."""
    ways = []
    for key in found:
        field = (
            f"{key}_text" if KINDS[questions[key]["kind"]].has_written_words else key
        )
        ways.append(link(f"#{field}", marks.mark(texts.get(key, key))))
    if not ways:
        return ""
    title = escape(_("We left something out. Look at your words again."))
    items = "".join(f"<li>{way}</li>" for way in ways)
    return (
        f'<div class="alert alert--warning" role="alert" {TAKES_FOCUS} '
        'aria-labelledby="left-out-title">'
        f'<h2 id="left-out-title">{title}</h2><ul>{items}</ul></div>'
    )


def _item(thing: Thing, way: Callable[[str], str], marks: Marks) -> str:
    ways = " ".join(way(key) for key in thing.keys)
    words = marks.mark(thing.message) if thing.is_theirs else escape(thing.message)
    return f"{words} {ways}" if thing.is_together else f"{ways} {words}"


def link(address: str, label: str) -> str:
    return f'<a href="{escape(address)}">{conditional_escape(label)}</a>'


def button(key: str, label: str) -> str:
    """To a question on an earlier page; it sends what was typed here, so none is lost."""
    words = escape(_("Go back to: %(question)s")) % {
        "question": conditional_escape(label)
    }
    return _button(EARLIER + key, SafeString(words))


def change(key: str, label: str) -> str:
    """To a question from the page before sending; what is ticked there goes with it."""
    return _button(CHANGE + key, label)


def _button(value: str, words: str) -> str:
    return (
        '<button class="usa-button usa-button--unstyled" form="answers" name="go" '
        f'value="{escape(value)}" formnovalidate>{conditional_escape(words)}</button>'
    )

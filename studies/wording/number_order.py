"""Phone and case numbers keep their order inside a text from right to left."""

import re

from studies.wording.tags import is_right_to_left

# Unicode bidirectional algorithm (UAX 9), rule W2: after an Arabic letter, digits with
# a hyphen between them show their groups the other way round, so 555-0142 reads
# 0142-555. A left-to-right mark on both sides stops that on old phones too.
MARK = "\u200e"
# Never inside an address of a page or a mailbox: there a mark would break it.
NUMBER = re.compile(
    r"(?<![A-Za-z0-9_/.=@%&?#-])"
    r"(?:\(?\+?\d+\)?(?:[ \u00a0.()\u2010-\u2013-]{1,2}\d+)+|\+\d+)"
    r"(?![A-Za-z0-9_/@])"
)


def keep_numbers(text: str, language: str) -> str:
    """The text with each grouped number marked; other languages are left as they are.

    Marking a text twice changes nothing more.
    """
    if not is_right_to_left(language):
        return text
    return NUMBER.sub(lambda found: _marked(text, found), text)


def _marked(text: str, found: re.Match) -> str:
    before = "" if text[: found.start()].endswith(MARK) else MARK
    after = "" if text[found.end() :].startswith(MARK) else MARK
    return f"{before}{found.group()}{after}"

"""What classes and changes are called on a page."""

from django.utils.translation import gettext_lazy as _

from feedback.surveys.comparing.changes import Level, What

TITLES = {
    Level.DESTRUCTIVE: _("Takes something away"),
    Level.MEANING: _("Changes the meaning"),
    Level.ADDITIVE: _("Adds or moves something"),
    Level.COSMETIC: _("Says the same"),
}
REASONS = {
    Level.DESTRUCTIVE: _(
        "Nobody can answer like this any more. Answers so far stay in results and "
        "exports."
    ),
    Level.MEANING: _(
        "What is asked, or who is asked, is no longer the same. Answers are kept. Where "
        "the words changed, results show answers before and after apart."
    ),
    Level.ADDITIVE: _("Answers so far stay as they are."),
    Level.COSMETIC: _(
        "Case, punctuation, spaces, mended typos and what changes no answer. Answers "
        "before and after are counted together."
    ),
}
SAID = {
    What.QUESTION_ADDED: _("New question"),
    What.QUESTION_REMOVED: _("Question taken away"),
    What.QUESTION_MOVED: _("Asked at another place"),
    What.SECTION: _("In another section"),
    What.KIND: _("Another kind of question"),
    What.REQUIRED: _("Must be answered"),
    What.RULE: _("Whom it is shown to"),
    What.SETTINGS: _("Settings of the question"),
    What.LOCKED: _("Locked wording"),
    What.CHOICE_ADDED: _("New choice"),
    What.CHOICE_REMOVED: _("Choice taken away"),
    What.CHOICE_SETTINGS: _("How a choice goes with others"),
    What.CHOICE_ORDER: _("Order of the choices"),
    What.ROW_ADDED: _("New line"),
    What.ROW_REMOVED: _("Line taken away"),
    What.ROW_ORDER: _("Order of the lines"),
    What.TEXT: _("Changed words"),
    What.TEXT_ADDED: _("New words"),
    What.TEXT_REMOVED: _("Words taken away"),
    What.TRANSLATED: _("Translated for the first time"),
    What.LANGUAGE_ADDED: _("New language"),
    What.LANGUAGE_REMOVED: _("Language no longer offered"),
    What.LATER: _("Languages that come later"),
    What.LAYOUT: _("Which questions share a page"),
    What.CHECK: _("Whether people see their answers again before they send them"),
    What.PROMISE: _("How answers are kept"),
    What.PART_ADDED: _("New section or rule"),
    What.PART_REMOVED: _("Section or rule taken away"),
    What.PART: _("Section or rule"),
}
OWN_TEXTS = {
    "title": _("Title"),
    "purpose": _("First page"),
    "legal": _("Legal notes"),
    "thanks": _("Last page"),
}

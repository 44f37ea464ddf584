"""The sentence that each rule says, in one place for those who translate it."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "long_sentence": _("This sentence has %(words)d words. Aim for 20 or fewer."),
    "very_long_sentence": _(
        "This sentence has %(words)d words, too many to hold in mind. "
        "Make it two or more."
    ),
    "long_paragraph": _(
        "This paragraph has %(sentences)d sentences. "
        "Start a new one after at most five."
    ),
    "reading_grade": _(
        "The whole text reads at school grade %(figure)s (Flesch–Kincaid). "
        "Aim for grade %(target)d or lower."
    ),
    "reading_ease": _(
        "The whole text scores %(figure)s for ease on the INFLESZ scale, where 100 is "
        "easiest. Aim for %(target)d or higher."
    ),
    "mean_length": _(
        "Sentences have %(figure)s words on average. Aim for %(target)d or fewer."
    ),
    "hard_word": _("A plainer word than “%(word)s” is easier to read: %(prefer)s."),
    "shall": _("“%(word)s” is legal language. Say “must” for a duty."),
    "and_or": _("“And/or” makes people stop and think. Choose one, or say both."),
    "slash": _("A slash can mean “and” or “or”. Say which one you mean."),
    "passive": _("This does not say who does it. Name who acts: “we” or “you”."),
    "hidden_verb": _("The action hides in the noun “%(noun)s”. Use the verb."),
    "double_negative": _("Two negatives are hard to follow. Say it the positive way."),
    "noun_string": _(
        "%(words)d nouns in a row are hard to untangle. Break them up with small words."
    ),
    "abbreviation": _("“%(word)s” is not explained here. Write it out the first time."),
    "not_you": _("Speak to the person who reads: say “you”."),
    "empty_start": _("These opening words say nothing. Start with who does what."),
    "two_questions": _(
        "This asks two things, and one answer cannot tell them apart. "
        "Ask one at a time."
    ),
    "leading": _("“%(word)s” pushes people toward an answer. Ask in neutral words."),
    "one_sided": _("“%(word)s” names only one end. Name both ends of the scale."),
    "unbalanced_scale": _(
        "The scale leans: good answers %(positive)d, bad answers %(negative)d. "
        "Offer as many of each."
    ),
    "no_time_frame": _("People need to know which time to think of. Name a time."),
    "negative_question": _(
        "A “not” in a question is easy to miss, and the answer is then unclear."
    ),
    "too_many_choices": _(
        "%(choices)d choices are hard to read on a phone. Aim for %(most)d or fewer."
    ),
    "none_missing": _("People to whom no choice applies need one of their own."),
    "other_missing": _("People whose answer is not in the list need a way to say so."),
    "overlapping_ranges": _(
        "%(number)s stands in two choices, so people cannot tell which one is theirs."
    ),
    "too_long": _(
        "It takes about %(minutes)d minutes. Aim for %(most)d or fewer: past that, "
        "people stop or answer without reading."
    ),
    "not_last": _("This choice is easiest to find at the end of the list."),
}

"""The English patterns of the question rules."""

import re

from studies.wording.scales import OPPOSITES

ADJECTIVES = "|".join(OPPOSITES)

LEADING = re.compile(
    r"\b(?:don[’']t|do|would|wouldn[’']t) you (?:not )?(?:also )?agree\b"
    r"|\b(?:isn|aren|wasn|weren|didn|doesn|don|wouldn|couldn|shouldn|haven|hasn)[’']t "
    r"(?:you|it|this|that|the|we|they)\b(?=[^.]*\?)"
    r"|\bhow (?:excellent|great|wonderful|amazing|outstanding|terrible|awful|bad|poor|"
    r"fantastic|much better|much worse)\b"
    r"|\bhow much (?:did|do|have|would) you (?:really )?(?:enjoy|like|love|appreciate|"
    r"hate|dislike)(?:d)?\b"
    r"|\bour (?:new and |newly )?(?:excellent|great|improved|award-winning|outstanding|"
    r"wonderful|friendly|helpful|popular|successful|dedicated|hard-working|fast|"
    r"world-class|high-quality|modern|easy-to-use)\b"
    r"|\b(?:obviously|of course|as you (?:may )?know|surely|everyone knows|"
    r"needless to say)\b"
    r"|\b(?:most|many) (?:people|experts|customers) (?:think|say|agree|believe|"
    r"feel|like)\b"
    r"|\bdo you (?:also )?(?:think|feel|believe) (?:that )?(?:it is|we should)\b",
    re.IGNORECASE,
)
ONE_SIDED = re.compile(
    rf"\bhow (?:very )?(?P<word>{ADJECTIVES})\b"
    r"(?= (?:was|were|is|are|did|do|does|would|will|has|have)\b)",
    re.IGNORECASE,
)
NEGATIVE = re.compile(
    r"\b(?:not|never|cannot|no longer|\w+n[’']t)\b"
    r"(?! (?:at all|only|sure|counting|including|apply)\b)",
    re.IGNORECASE,
)
# What yes and no mean is unclear after "Did you not …?", but not after "What did
# you not …?"; "or not" only names the other end.
CLEAR_NOT = re.compile(
    r"^\W*(?:and |so |for |in |at |on |to )?(?:what|which|who|whom|why|how|when|where)\b"
    r"|\b(?:or|if|and) not\b",
    re.IGNORECASE,
)
DONE = (
    r"(?:use|used|visit|visited|call|called|contact|contacted|get|got|gotten|receive|"
    r"received|apply|applied|try|tried|need|needed|go|gone|went|renew|renewed|miss|"
    r"missed|spend|spent|pay|paid|experience|experienced|have|had|speak|spoken|talk|"
    r"talked|ask|asked|send|sent|ever|wait|waited|take|taken|file|filed|buy|bought|see|"
    r"seen|read|come|came|travel|traveled|feel|felt|lose|lost|change|changed)"
)
TIMELESS = re.compile(
    r"\bhow (?:often|many times|many|much|frequently)\b[^?]*\b(?:did|have|has|were) "
    r"(?:you|your|the|it|we)\b"
    rf"|(?<!\w )(?:did|have) you (?:ever |personally |also )?{DONE}\b"
    r"|\bwhat (?:problems|trouble|difficulties|issues)\b[^?]*\b(?:did|have) you\b",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b(?:last|past|previous|this|most recent|latest|first|current) (?:\w+ )?"
    r"(?:\w+|days?|weeks?|months?|years?|time|visit|call|letter|quarter)\b"
    r"|\b(?:today|yesterday|recently|since|during|ago|when|while|after|before|until)\b"
    r"|\b(?:just now|right now|so far|at your|on your|in your|this)\b"
    r"|\b(?:in|on|by) (?:\d{4}|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday)\b"
    r"|\b(?:each|every|per|a|in an average|in a typical) (?:day|week|month|year)\b",
    re.IGNORECASE,
)
ORDERED = re.compile(
    r"\d|\b(?:more|less|fewer|under|over|older|younger|before|after|never|always|daily|"
    r"weekly|monthly|once|twice|none|every|yes|no)\b",
    re.IGNORECASE,
)

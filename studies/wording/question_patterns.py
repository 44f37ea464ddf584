"""The English patterns of the question rules."""

import re

from studies.wording.scales import BOTH_ENDS

TIME_FRAME = "In the last 12 months, "
NONE_CHOICE = "None of these"
OTHER_CHOICE = "Something else"
AGREE = "agree or disagree"
OPPOSITES = BOTH_ENDS
OR = "or"
ADJECTIVES = "|".join(BOTH_ENDS)

# Words that already say what to think of the thing that is asked about.
LOADED = (
    "rude|unfair|terrible|awful|horrible|wonderful|excellent|fantastic|amazing|great|"
    "outstanding|popular|controversial|so-called|confusing|outdated|wasteful|"
    "award-winning|beloved|unpopular|disappointing|bad|ridiculous|useless|stupid|"
    "generous|long-awaited|unnecessary"
)
LEADING = re.compile(
    r"\b(?<!extent )(?<!much )(?<!strongly )(?:don[’']t|do|would|wouldn[’']t) you "
    r"(?:not )?(?:also )?agree\b(?!,? or dis)"
    r"|\b(?:isn|aren|wasn|weren|didn|doesn|don|wouldn|couldn|shouldn|haven|hasn)[’']t "
    r"(?:you|it|this|that|the|we|they)\b(?=[^.]{0,200}\?)"
    r"|\bhow (?:excellent|great|wonderful|amazing|outstanding|terrible|awful|bad|poor|"
    r"fantastic|much better|much worse)\b"
    r"|\bhow much (?:did|do|have|would) you (?:really )?(?:enjoy|like|love|appreciate|"
    r"hate|dislike)(?:d)?\b"
    r"|\bwhat (?:did|do) you (?:really )?(?:love|enjoy|hate)\b"
    rf"|\bwhy (?:was|is|were|are) (?:the|this|our|your|it)\b[^?]{{0,40}} so "
    rf"(?:{LOADED})\b"
    rf"|\b(?:our|the|this|these) (?:{LOADED}) (?=\w)"
    r"|, (?:right|correct|true|no|yes|(?:is|are|was|were|do|does|did)n[’']t "
    r"(?:it|you|they|he|she))\?"
    r"|\bour (?:new and |newly )?(?:excellent|great|improved|award-winning|outstanding|"
    r"wonderful|friendly|helpful|popular|successful|dedicated|hard-working|fast|"
    r"world-class|high-quality|modern|easy-to-use)\b"
    r"|\b(?:obviously|of course|as you (?:may )?know|surely|everyone knows|"
    r"needless to say)\b"
    r"|\b(?:most|many) (?:people|experts|customers) (?:think|say|agree|believe|"
    r"feel|like|find|prefer)\b"
    r"|\b(?:everyone|everybody|nobody|no one) "
    r"(?:likes|knows|loves|agrees|wants|thinks|hates)\b"
    r"|\b(?:given|considering|knowing) (?:that|how)\b"
    r"|\bwhy do you (?:prefer|like|love|hate|dislike)\b"
    r"|\b(?:experts|doctors|scientists|studies|research) "
    r"(?:say|says|show|shows|agree|agrees|believe|recommend)\b"
    r"|\bdo you (?:also )?(?:think|feel|believe) (?:that )?(?:it is|we should)\b",
    re.IGNORECASE,
)
ONE_SIDED = re.compile(
    rf"\bhow (?:very )?(?P<word>{ADJECTIVES})\b"
    r"(?= (?:was|were|is|are|did|do|does|would|will|has|have)\b)"
    r"|\b(?:extent|how much|how strongly) do you (?P<agree>agree)\b(?!,? or dis)",
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
    r"|\b(?:or|if|and) not\b"
    r"|\b(?:that|which|who) (?:you|we|they) (?:did|do|could|can|would) ?n(?:o|[’'])t\b"
    r"|\b(?:any|some)(?:thing|one|body)\b[^?]{0,40}\b(?:that|who) "
    r"(?:is|are|was|were|did|does|do|has|had) ?n(?:o|[’'])t\b",
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
    r"\bhow (?:often|many times|many|much|frequently)\b[^?]{0,120}?\b(?:did|have|has|were) "
    r"(?:you|your|the|it|we)\b"
    rf"|(?<!\w )(?:did|have) you (?:ever |personally |also )?{DONE}\b"
    r"|\bwhat (?:problems|trouble|difficulties|issues)\b[^?]{0,120}?\b(?:did|have) you\b",
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
    r"\d|\b(?:(?:morning|noon|afternoon|evening|night|weekend|weekday)s?|today|yesterday|ago|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|"
    r"july|august|september|october|november|december|school|college|in the last)\b|\b(?:more|less|fewer|under|over|older|younger|before|after|never|always|daily|"
    r"weekly|monthly|once|twice|none|every|yes|no)\b",
    re.IGNORECASE,
)

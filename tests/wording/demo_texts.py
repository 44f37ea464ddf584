"""Texts in plain language, as a careful team would write them; none deserves a mark."""

CONSENT = """We write the Food Help renewal letter, and we want to make it easier to \
understand. These 8 questions take about 4 minutes.

You choose. Skip any question or stop at any time. Your answers do not change \
your benefits. People who work on your case will not see them.

We do not ask your name. We keep your answers, the day, your language, and \
which group shared this link. We use them to fix the letter. We erase them 12 \
months after the study ends.

At the end you get a code. Use it to take your answers back. After April 9, \
when we share results, we can erase your answers but not the totals.

You must be 18 or older. Questions, or want to answer by phone? Call 555-0142."""

INVITATION = """Hello,

You told Harbor Lane Community House that we could write to you about Food Help \
letters.

People tell us our renewal letter is hard to understand. We are writing a new \
one, and we want your help before we send it to anyone.

Answer 8 short questions: {link}

This takes about 4 minutes. You can answer in English, Spanish, Arabic or \
Chinese. You do not need to sign in. We will never ask for your Social Security \
number or bank card.

You choose if you take part. Your answers do not change your benefits.

The survey closes on Friday, March 26. By April 9 we will show what we changed, \
and what we could not change: {page}

Thank you, Dana Whitlock, Renewal Letter Team, Office of Household Support

To answer by phone, or to check that this message is real, call 555-0142, \
Monday to Friday, 9 to 5.

Stop these messages: {stop}"""

REMINDER = """Hello,

Last week we asked for your help with the Food Help renewal letter. The survey \
closes on Friday, March 26.

We cannot see who has answered. If you have, thank you: tap {done} and we will \
not remind you.

Answer 8 short questions in about 4 minutes: {link}

If you would rather not, do nothing. This is our last message about this \
survey. Your benefits stay the same either way.

To answer by phone, call 555-0142.

Dana Whitlock, Renewal Letter Team, Office of Household Support

Stop these messages: {stop}"""

SMS = (
    "Office of Household Support: help us fix the Food Help letter. 8 questions, "
    "4 min: {link} Your choice. Reply STOP to end."
)

SHARE_BACK = """You said: the date in bold looked like the day of an \
interview. We did: the new letter has one date, in a box that says "Send your \
form by". Interview dates now come in a letter of their own.

You said: the form asks for the same pay stubs twice. We did: it asks once.

You said: send the letter in my language. Not yet: Spanish starts September 1, \
Arabic and Chinese on December 1. Until then, each letter says in your language \
how to have it read to you by phone for free.

You said: we want to talk to a person at night and on weekends. We could not: \
we do not have money for night staff this year. Instead, the phone line stays \
open until 8 p.m. on Tuesdays and Thursdays.

You said: keep the full list of rules. We did: it is now on page 2.

You said: I could not get past the sign-in page. Not yet: we are fixing it. We \
will not send the new letter until it works.

Who we did not hear from: people who use sign language, and people under 25. If \
that is you, call or text 555-0142."""

"""The one way in which a room causes something above it: the receiver works inside the
same transaction, and where it fails, nothing has happened.

Each receiver returns {kind: how many}; with `dry_run` it counts and changes nothing.
"""

from collections import Counter

from django.dispatch import Signal

# participants: ids of people who take their answers back; responses: ids of answers.
answers_taken_back = Signal()
# study: closed so long ago that what people said in it, word for word, goes.
answers_over = Signal()
# agency: answers that nobody sent, and whose days to finish are over.
answers_unsent = Signal()
# participant: agreed to be quoted, and does not any more.
quoting_taken_back = Signal()


class NobodyAnswered(RuntimeError):
    """A signal without a receiver would leave behind what it was to erase."""


def ask(signal: Signal, sender: object, **facts: object) -> Counter:
    """Send it, and add up what the receivers counted; raises what they raise."""
    told = signal.send(sender, **facts)
    if not told:
        raise NobodyAnswered(sender)
    total = Counter()
    for _receiver, found in told:
        total.update(found)
    return total

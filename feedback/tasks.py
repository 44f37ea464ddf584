from feedback.answering.tasks import erase_unsent, wipe_left
from feedback.results.tasks import fold, fold_waiting
from feedback.safety.tasks import tell_owner, tell_owners

__all__ = [
    "erase_unsent",
    "fold",
    "fold_waiting",
    "tell_owner",
    "tell_owners",
    "wipe_left",
]

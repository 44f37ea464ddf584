from feedback.answering.tasks import erase_unsent, wipe_left
from feedback.results.tasks import fold, fold_waiting

__all__ = ["erase_unsent", "fold", "fold_waiting", "wipe_left"]

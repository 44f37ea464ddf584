from feedback.results.tasks import fold, fold_waiting

__all__ = ["fold", "fold_waiting"]

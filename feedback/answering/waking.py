import time

from cxstudio import wake

# A busy survey wakes the folder once a second from each process, not once an answer;
# beat folds whatever is left.
EVERY_SECONDS = 1.0

_woken: dict[int, float] = {}


def fold_soon(survey_id: int) -> None:
    """After the commit, tell a worker that answers wait to be counted."""
    now = time.monotonic()
    if now - _woken.get(survey_id, -EVERY_SECONDS) < EVERY_SECONDS:
        return
    _woken[survey_id] = now
    wake.on_commit("results.fold", survey_id)

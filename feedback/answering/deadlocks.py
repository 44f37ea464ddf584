"""Two who send at one moment, and each holds a place that the other one wants."""

from collections.abc import Callable
from functools import wraps

from django.db import OperationalError
from psycopg.errors import DeadlockDetected


def come_second(write: Callable[..., bool]) -> Callable[..., bool]:
    """False where PostgreSQL let the other one go first: nothing of it was written."""

    @wraps(write)
    def written(*args: object, **more: object) -> bool:
        try:
            return write(*args, **more)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
            return False

    return written

"""What the tests of one module only look at, made once for all of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests import emptying


@contextmanager
def in_one_transaction(blocker: DjangoDbBlocker) -> Iterator[None]:
    """What is written inside goes at the end; a test's own writes go with the test.

    All tests of the module then find it, also those that do not ask for it.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def committed(blocker: DjangoDbBlocker) -> Iterator[None]:
    """The same where a live server looks too: nothing is emptied until the end.

    So what one of the tests writes is there for the next.
    """
    with blocker.unblock():
        with emptying.put_off():
            yield
        emptying.empty()

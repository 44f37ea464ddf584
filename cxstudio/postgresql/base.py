"""Django's own database backend, with less asked of PostgreSQL on each request."""

import time

from django.conf import settings
from django.db.backends.postgresql import base

# A restart of the database takes longer than this; asking more often finds nothing.
CHECK_SECONDS = 1.0


class PreparedCursor(base.ServerBindingCursor):
    """Lets PostgreSQL read and plan each statement once in a connection.

    Only for statements that are the same for everybody: their number is bounded, and
    what varies goes in as parameters.
    """

    def execute(self, query, params=None):
        return super().execute(query, params, prepare=True)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is kept is tried once a second, not on each request."""

    _tried_at = -CHECK_SECONDS

    def get_connection_params(self) -> dict:
        """Prepared statements are for `prepared_cursor` alone: Django's never are."""
        prepares = settings.PREPARES_STATEMENTS
        return super().get_connection_params() | {
            "prepare_threshold": 1 if prepares else None
        }

    def close_if_health_check_failed(self) -> None:
        if time.monotonic() - self._tried_at < CHECK_SECONDS:
            # For the whole of this request: a transaction that failed would look dead.
            self.health_check_done = True
        if not self.health_check_done:
            super().close_if_health_check_failed()
            self._tried_at = time.monotonic()

    def connect(self) -> None:
        super().connect()
        self._tried_at = time.monotonic()

    def prepared_cursor(self):
        """A cursor for statements that run on nearly each page of a respondent."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(PreparedCursor(self.connection))

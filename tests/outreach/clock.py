from datetime import UTC, datetime, timedelta

# A Wednesday, 10 in the morning, in UTC as in the agencies of the tests.
START = datetime(2027, 4, 14, 10, tzinfo=UTC)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = START):
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: int) -> None:
        self.now += timedelta(**time)

import pytest
from redis.exceptions import ConnectionError as RedisGone

from cxstudio import cache_room, quick_cache
from cxstudio.cache_room import SMALL, WHILE_SECONDS


@pytest.fixture(autouse=True)
def _little_room(monkeypatch):
    monkeypatch.setattr(cache_room, "ROOM", 3 * SMALL)
    monkeypatch.setattr(cache_room.time, "time", lambda: 1_800_000_000)
    quick_cache.client().delete(name())


def name() -> str:
    return f"cx:room:{1_800_000_000 // WHILE_SECONDS}"


def test_what_is_small_is_neither_counted_nor_refused():
    assert all(cache_room.take(SMALL) for _ in range(9))
    assert quick_cache.client().get(name()) is None


def test_what_is_long_is_added_up_until_there_is_no_room():
    taken = [cache_room.take(SMALL + 1) for _ in range(4)]

    assert taken == [True, True, False, False]
    assert 0 < quick_cache.client().ttl(name()) <= WHILE_SECONDS


def test_a_while_later_there_is_room_again(monkeypatch):
    assert not cache_room.take(4 * SMALL)
    monkeypatch.setattr(cache_room.time, "time", lambda: 2_000_000_000)
    quick_cache.client().delete(f"cx:room:{2_000_000_000 // WHILE_SECONDS}")

    assert cache_room.take(2 * SMALL)


def test_without_the_cache_there_is_no_room_for_what_is_long(monkeypatch):
    def away(*_arguments, **_more):
        raise RedisGone

    monkeypatch.setattr(type(quick_cache.client()), "pipeline", away)

    assert (cache_room.take(SMALL + 1), cache_room.take(SMALL)) == (False, True)

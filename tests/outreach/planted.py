"""Looks for what was planted in all that is kept, said or sent on."""

import base64
import re
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection

# The files of the database are read as its tables are, mails that the catcher of
# `make run` keeps are the world outside, and compiled code holds what its source does:
# numbers of examples, one of which may be the one that was planted.
NOT_OURS = {"mail", "postgres", "pycache"}
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")


def spellings(trace: str) -> list[bytes]:
    """How a trace can stand in a text: plain, in hex, for a URL, escaped, in base64."""
    plain = trace.encode()
    inner = [base64.b64encode(b" " * n + plain)[4 * (n > 0) : -4] for n in range(3)]
    return [
        plain.lower(),
        plain.hex().encode(),
        quote(trace, safe="").lower().encode(),
        *(piece.lower() for piece in inner if len(piece) > 7),
    ]


def holds(where: bytes, trace: str) -> bool:
    """Whether it stands there, in the open or in a wrapping that takes no key."""
    small = where.lower()
    if any(spelling in small for spelling in spellings(trace)):
        return True
    return any(trace.lower().encode() in _unwrapped(piece) for piece in _pieces(where))


def _pieces(where: bytes) -> list[bytes]:
    return BASE64.findall(where)


def _unwrapped(piece: bytes) -> bytes:
    whole = piece.replace(b"-", b"+").replace(b"_", b"/")
    whole = whole[: len(whole) - (len(whole) % 4 == 1)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4)).lower()


def tables() -> dict[str, bytes]:
    """Every table of the database as text, with bytes as what they are."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells = [cell for row in cursor.fetchall() for cell in row]
            found[f"table {table}"] = b"\n".join(
                bytes(cell)
                if isinstance(cell, (bytes, memoryview))
                else str(cell).encode()
                for cell in cells
            )
    return found


def valkey() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL)


def broker_and_cache() -> dict[str, bytes]:
    """Every key of the test's Valkey database, where queue and cache stand together."""
    server = valkey()
    read = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"set": server.smembers,
        b"hash": server.hgetall,
        b"zset": lambda key: server.zrange(key, 0, -1),
    }
    return {
        f"key {key!r}": key + b"\n" + _flat(read[server.type(key)](key))
        for key in server.scan_iter()
    }


def _flat(value: object) -> bytes:
    if isinstance(value, dict):
        value = [part for pair in value.items() for part in pair]
    if isinstance(value, (list, set)):
        return b"\n".join(_flat(part) for part in value)
    return value if isinstance(value, bytes) else str(value).encode()


def files(*folders: Path) -> dict[str, bytes]:
    return {
        f"file {path.name}": path.name.encode() + b"\n" + path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not NOT_OURS & set(path.relative_to(folder).parts)
    }


def found(places: dict[str, bytes], traces: list[str]) -> list[tuple[str, str]]:
    """(trace, place) for each of them that stands somewhere."""
    return [
        (trace, name)
        for name, content in places.items()
        for trace in traces
        if holds(content, trace)
    ]

import socket

import pytest

import plain
import ports


@pytest.fixture
def taken():
    """Makes a port busy, on IPv4 or on IPv6 alone."""
    listeners = []

    def take(family=socket.AF_INET, address="127.0.0.1"):
        listener = socket.socket(family)
        listener.bind((address, 0))
        listener.listen()
        listeners.append(listener)
        return listener.getsockname()[1]

    yield take
    for listener in listeners:
        listener.close()


def test_the_port_is_8000_unless_one_is_named():
    assert [ports.wanted({}), ports.wanted({"PORT": ""})] == [8000, 8000]
    assert ports.wanted({"PORT": "8123"}) == 8123


@pytest.mark.parametrize("told", ["eight", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_refused_by_name(told):
    with pytest.raises(plain.Trouble, match="PORT is"):
        ports.wanted({"PORT": told})


def test_a_free_port_is_taken_as_it_is():
    port = ports.any_free()

    assert ports.free_from(port, "127.0.0.1") == port


def test_a_taken_port_gives_a_later_free_one(taken):
    port = taken()

    chosen = ports.free_from(port, "127.0.0.1")

    assert chosen > port
    assert ports.is_free(chosen)


def test_a_port_taken_on_ipv6_alone_is_taken(taken):
    try:
        port = taken(socket.AF_INET6, "::1")
    except OSError:
        pytest.skip("this machine has no IPv6")

    assert ports.is_free(port) is False


def test_a_port_stays_free_when_only_an_old_connection_lingers():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()

    assert ports.is_free(port) is True

"""The guarded client, against small servers on loopback."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bedside.kit import http

HERE = http.Reach(loopback=True, read=0.5, most_bytes=100_000)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections: set[tuple[str, int]] = set()
    asked: list[dict[str, str]] = []

    def do_GET(self) -> None:
        Handler.connections.add(self.client_address)
        Handler.asked.append(dict(self.headers))
        if self.path.startswith("/drop"):
            self.close_connection = True
            return
        if self.path == "/hang":
            time.sleep(1)
            self.close_connection = True
            return
        if self.path.startswith("/to/"):
            self.answer(302, b"", {"Location": self.path.removeprefix("/to/")})
            return
        if self.path == "/large":
            self.answer(200, b"x" * 100_001)
            return
        if self.path == "/endless":
            self.send_response(200)
            self.end_headers()  # no length: the body lasts as long as the connection
            self.close_connection = True
            for _ in range(20):
                self.wfile.write(b"x" * 10_000)
            return
        self.answer(200, b'{"ok": true}', {"RateLimit-Limit": "3000", "RateLimit-Remaining": "2999"})

    do_POST = do_GET

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    Handler.connections.clear()
    Handler.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def client() -> Iterator[http.Client]:
    made = http.Client(HERE)
    yield made
    made.close()


def test_an_answer_is_read_whole_with_its_limits(client: http.Client, url: str) -> None:
    answer = client.send("GET", url + "/")
    assert (answer.status, answer.ok, answer.json()) == (200, True, {"ok": True})
    assert (answer.limit.most, answer.limit.left) == (3000, 2999)
    assert Handler.asked[0]["User-Agent"] == http.USER_AGENT


def test_calls_one_after_another_share_a_connection(client: http.Client, url: str) -> None:
    for _ in range(5):
        client.send("GET", url + "/")
    assert len(Handler.connections) == 1


def test_the_proxy_of_the_environment_is_not_used(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    fresh = http.Client(HERE)
    assert fresh.send("GET", url + "/").ok
    fresh.close()


@pytest.mark.parametrize("path", ["/drop", "/hang"])
def test_a_lost_answer_may_have_been_done(client: http.Client, url: str, path: str) -> None:
    with pytest.raises(http.MaybeDone):
        client.send("POST", url + path, json={})


def test_a_refused_connection_was_never_sent(client: http.Client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: refused at once
        with pytest.raises(http.NeverSent):
            client.send("POST", f"http://127.0.0.1:{taken.getsockname()[1]}/", json={})


@pytest.mark.parametrize("path", ["/large", "/endless"])
def test_it_refuses_to_read_more_than_allowed(client: http.Client, url: str, path: str) -> None:
    with pytest.raises(http.TooLarge):
        client.send("GET", url + path)


def test_an_answer_that_drips_without_end_is_given_up(
    client: http.Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "OVERALL", -1.0)
    with pytest.raises(http.MaybeDone):
        client.send("GET", url + "/")


def test_redirects_are_answers_unless_asked_for(client: http.Client, url: str) -> None:
    assert client.send("GET", f"{url}/to//there").status == 302
    assert client.send("GET", f"{url}/to//there", redirects=1).json() == {"ok": True}


def test_it_refuses_a_redirect_to_another_host(client: http.Client, url: str) -> None:
    with pytest.raises(http.Forbidden):
        client.send("GET", f"{url}/to/http://localhost:{url.rpartition(':')[2]}/", redirects=1)


def test_credentials_do_not_follow_to_another_host(client: http.Client, url: str) -> None:
    target = f"{url}/to/http://localhost:{url.rpartition(':')[2]}/"
    answer = client.send("GET", target, redirects=1, elsewhere=True, headers={"Authorization": "Bearer secret"})
    assert answer.ok
    assert ["Authorization" in asked for asked in Handler.asked] == [True, False]


def test_it_refuses_a_redirect_into_the_inside(client: http.Client, url: str) -> None:
    with pytest.raises(http.Forbidden):
        client.send("GET", f"{url}/to/http://169.254.169.254/latest/", redirects=1, elsewhere=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.7", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "198.18.0.1", "192.0.2.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.7",
        "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:7", "2002:7f00:1::", "2002:a00:7::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not http.public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_on_the_internet_is_public(address: str) -> None:
    assert http.public(address)


@pytest.mark.parametrize(
    "target",
    ["ftp://example.org/", "file:///etc/passwd", "http://", "https://user@example.org/", "http://example.org/", "x"],
)
def test_it_refuses_addresses_it_does_not_speak_to(client: http.Client, target: str) -> None:
    with pytest.raises(http.Forbidden):
        client.send("GET", target)


def test_loopback_is_out_of_reach_unless_allowed(url: str) -> None:
    for reach in (http.Reach(), http.Reach(plain=True)):
        closed = http.Client(reach)
        with pytest.raises(http.Forbidden):
            closed.send("GET", url + "/")
        closed.close()


def test_loopback_alone_is_allowed_where_it_is(client: http.Client) -> None:
    with pytest.raises(http.Forbidden):
        client.send("GET", "https://10.0.0.7/")


def test_a_host_named_as_allowed_may_be_inside(url: str) -> None:
    named = http.Client(http.Reach(hosts=("127.0.0.1",)))
    assert named.send("GET", url + "/").ok
    named.close()


def test_a_name_that_changes_its_address_gains_nothing(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the name is public when first asked for and this machine the second time."""
    port = int(url.rpartition(":")[2])
    answers = iter(["8.8.8.8", "127.0.0.1"])
    connected: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    client = http.Client(http.Reach(plain=True))
    with pytest.raises(http.NeverSent):
        client.send("GET", f"http://rebind.example.org:{port}/")
    assert connected == ["8.8.8.8"]  # the address that was checked, not the name
    with pytest.raises(http.Forbidden):
        client.send("GET", f"http://rebind.example.org:{port}/")
    client.close()


def test_one_public_address_among_private_ones_is_the_one_used(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("10.0.0.7", "8.8.8.8")]

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    client = http.Client(http.Reach())
    with pytest.raises(http.NeverSent):
        client.send("GET", "https://mixed.example.org/")
    assert connected == ["8.8.8.8"]
    client.close()


def test_an_error_says_nothing_of_what_was_sent(client: http.Client, url: str) -> None:
    with pytest.raises(http.MaybeDone) as lost:
        client.send("POST", url + "/drop?chart=00-TEST-1", json={"text": "00-TEST-1"})
    assert "00-TEST-1" not in str(lost.value)


def test_one_reach_has_one_client() -> None:
    assert http.client(HERE) is http.client(http.Reach(loopback=True, read=0.5, most_bytes=100_000))
    assert http.client(HERE) is not http.client(http.Reach())

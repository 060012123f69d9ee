"""The guarded HTTP client: allowed hosts, blocked addresses, redirects, limits of size and time."""

import gzip
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager

import pytest
from django.utils import translation

from wires.ingest import safe_http
from wires.ingest.safe_http import BlockedAddress, RequestFailed
from wires.tests.servers import http_response, serving

LIMITS = {"max_bytes": 10_000, "timeout": 5}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def always(*pieces):
    return lambda path: pieces


def redirect(to, status="302 Found"):
    return http_response(status=status, Location=to)


def get(url, *, hosts, **options):
    return safe_http.get(url, hosts=hosts, **{**LIMITS, "allow_loopback": True, **options})


@contextmanager
def names(monkeypatch, **addresses):
    """Patch DNS: each name has a list of addresses for each time that it is resolved."""
    asked, real = [], socket.getaddrinfo

    def getaddrinfo(host, port, *args, **options):
        key = host.replace(".", "_")
        if key not in addresses:
            return real(host, port, *args, **options)
        asked.append(host)
        results = addresses[key]
        now = results[min(asked.count(host), len(results)) - 1]
        rows = []
        for address in now:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            sockaddr = (address, port, 0, 0) if ":" in address else (address, port)
            rows.append((family, socket.SOCK_STREAM, 6, "", sockaddr))
        return rows

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield asked


def test_a_body_comes_with_its_status_its_headers_and_its_address():
    with serving(always(http_response(b"<rss/>", ETag='"1"'))) as server:
        url = f"http://{server.place}/feed?of=today"
        response = get(url, hosts=[server.place], headers={"If-None-Match": '"0"'})
    assert (response.status, response.body, response.url) == (200, b"<rss/>", url)
    assert response.headers["etag"] == '"1"'
    request = server.asked[0].splitlines()
    assert request[0] == "GET /feed?of=today HTTP/1.1"
    assert sorted(line for line in request[1:] if line) == [
        "Accept-Encoding: identity",
        "Connection: close",
        f"Host: {server.place}",
        'If-None-Match: "0"',
        "User-Agent: Newsroom-wire-desk",
    ]


def test_a_body_in_chunks_is_put_together():
    chunks = (
        http_response(length=False, Transfer_Encoding="chunked")
        + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    with serving(always(chunks)) as server:
        assert get(f"http://{server.place}/", hosts=[server.place]).body == b"abcde"


@pytest.mark.parametrize("status", ["304 Not Modified", "404 Not Found", "503 Busy"])
def test_an_answer_of_any_status_is_an_answer(status):
    with serving(always(http_response(status=status, Retry_After=7))) as server:
        response = get(f"http://{server.place}/", hosts=[server.place])
    assert (response.status, response.headers["retry-after"]) == (int(status[:3]), "7")


def test_an_address_with_letters_of_any_language_is_asked_as_the_network_spells_it():
    with serving(always(http_response())) as server:
        get(f"http://{server.place}/tin tức?q=Huế", hosts=[server.place])
    assert server.asked[0].startswith("GET /tin%20t%E1%BB%A9c?q=Hu%E1%BA%BF HTTP/1.1")


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    with (
        serving(always(http_response(b"proxy"))) as proxy,
        serving(always(http_response(b"itself"))) as server,
    ):
        monkeypatch.setenv("http_proxy", f"http://{proxy.place}")
        monkeypatch.setenv("ALL_PROXY", f"http://{proxy.place}")
        assert get(f"http://{server.place}/", hosts=[server.place]).body == b"itself"
    assert proxy.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://wire.example/x",
        "gopher://wire.example/x",
        "data:text/plain,x",
        "//wire.example/x",
        "wire.example/x",
        "",
        "http://",
        "http://[::1",
        "http://wire.example:99999/",
        "http://wire.example:8080/",
        "https://wire.example:80/",
        "http://other.example/",
        "http://wire.example.evil.example/",
        "http://evil.example/?wire.example",
        "http://wire.example@evil.example/",
        "http://evil.example@wire.example/",
        "http://user:secret@wire.example/",
        "http://evil.example\\@wire.example/",
        "http://sub.wire.example/",
        "http://wire.example.:8080/",
        "http://xwire.example/",
        "http://" + "a" * 300 + "/",
    ],
)
def test_an_address_that_is_not_allowed_is_not_even_resolved(monkeypatch, url):
    with (
        names(monkeypatch, wire_example=[["8.8.8.8"]], evil_example=[["8.8.8.8"]]) as asked,
        pytest.raises(BlockedAddress),
    ):
        get(url, hosts=["wire.example"])
    assert asked == []


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("wire.example", "http://WIRE.example./"),
        (" Wire.Example ", "https://wire.example:443/"),
        ("bücher.example", "http://xn--bcher-kva.example/"),
        ("wire.example:8080", "http://wire.example:8080/"),
    ],
)
def test_hosts_are_compared_as_dns_compares_them(monkeypatch, entry, url):
    known = {"wire_example": [["10.0.0.1"]], "xn--bcher-kva_example": [["10.0.0.1"]]}
    known["wire_example_"] = known["wire_example"]
    with (
        names(monkeypatch, **known) as asked,
        pytest.raises(BlockedAddress, match="private or reserved"),
    ):
        get(url, hosts=[entry])
    assert len(asked) == 1


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        *("127.0.0.1", "127.8.9.1", "::1", "::", "10.1.2.3", "172.16.0.1", "172.31.9.9"),
        *("192.168.0.1", "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.127.255.254"),
        *("192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1"),
        *("239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
        *("fd00:ec2::254", "fc00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "::ffff:0:7f00:1"),
        *("2002:7f00:1::", "2002:808:808::", "64:ff9b::7f00:1", "64:ff9b::808:808"),
        *("64:ff9b:1::1", "2001::1", "2001:db8::1", "2001:10::1"),
    ],
)
def test_no_address_but_a_public_one_may_be_asked(address):
    assert safe_http.is_allowed_address(address) is False


@pytest.mark.parametrize("address", ["8.8.8.8", "203.205.10.1", "2606:4700::1111", "2a00:1450::1"])
def test_a_public_address_may_be_asked(address):
    assert safe_http.is_allowed_address(address) is True


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"])
def test_that_this_machine_may_be_asked_opens_nothing_else(address):
    assert safe_http.is_allowed_address("127.0.0.1", loopback=True) is True
    assert safe_http.is_allowed_address(address, loopback=True) is False


@pytest.mark.parametrize(
    "url",
    ["http://{}/", "http://localhost:{port}/", "http://0x7f000001:{port}/", "http://127.1:{port}/"],
)
def test_this_machine_is_not_asked_unless_that_is_allowed(url):
    with serving(always(http_response(b"secret"))) as server:
        url = url.format(server.place, port=server.port)
        with pytest.raises(BlockedAddress, match="private or reserved"):
            get(url, hosts=[safe_http.host_of(url)], allow_loopback=False)
    assert server.connections == 0


def test_a_setting_allows_this_machine_and_is_off_unless_set(settings):
    assert settings.WIRES_MAY_FETCH_LOOPBACK is False
    settings.WIRES_MAY_FETCH_LOOPBACK = True
    with serving(always(http_response(b"ours"))) as server:
        response = get(f"http://{server.place}/", hosts=[server.place], allow_loopback=False)
    assert response.body == b"ours"


def test_a_name_that_leads_to_a_private_address_besides_a_public_one_is_refused(monkeypatch):
    with names(monkeypatch, wire_example=[["8.8.8.8", "10.0.0.1"]]), pytest.raises(BlockedAddress):
        get("http://wire.example/", hosts=["wire.example"])


def test_the_address_that_was_checked_is_the_one_that_is_asked(monkeypatch):
    """DNS rebinding: the name is public at the check and private later, and is resolved once."""
    connected = []

    class Recording(socket.socket):
        def connect(self, address):
            connected.append(address)
            raise OSError

    with names(monkeypatch, wire_example=[["8.8.8.8"], ["127.0.0.1"]]) as asked:
        monkeypatch.setattr(socket, "socket", Recording)
        with pytest.raises(RequestFailed):
            get("http://wire.example/", hosts=["wire.example"])
    assert (asked, connected) == (["wire.example"], [("8.8.8.8", 80)])


def test_a_name_that_leads_nowhere_is_a_failure():
    with pytest.raises(RequestFailed, match="its name leads nowhere"):
        get("http://nowhere.invalid/", hosts=["nowhere.invalid"])


def test_five_redirects_are_followed_and_a_sixth_is_not():
    def answer(path):
        number = int(path[1:])
        return [redirect(f"/{number - 1}") if number else http_response(b"there")]

    with serving(answer) as server:
        response = get(f"http://{server.place}/5", hosts=[server.place])
        assert (response.body, response.url) == (b"there", f"http://{server.place}/0")
        with pytest.raises(BlockedAddress, match="led on more than 5 times"):
            get(f"http://{server.place}/6", hosts=[server.place])


@pytest.mark.parametrize(
    "to",
    [
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data/",
        "http://other.example/",
        "//other.example/",
        "http://[::1",
        "http://a@{place}/",
        "http://localhost:{port}/",
    ],
)
def test_a_redirect_is_checked_like_the_first_address(to):
    def answer(path):
        return [redirect(to.format(place=server.place, port=server.port))]

    with serving(answer) as server, pytest.raises(BlockedAddress):
        get(f"http://{server.place}/", hosts=[server.place])
    assert server.connections == 1


def test_a_redirect_to_an_allowed_name_with_a_private_address_is_refused(monkeypatch):
    with (
        serving(always(redirect("http://wire.example/"))) as server,
        names(monkeypatch, wire_example=[["10.0.0.1"]]),
        pytest.raises(BlockedAddress, match="private or reserved"),
    ):
        get(f"http://{server.place}/", hosts=[server.place, "wire.example"])


def test_a_redirect_from_a_public_address_does_not_lead_to_this_machine(monkeypatch):
    """A local server stands for the public address: the patched socket always connects to it."""

    class Rerouted(socket.socket):
        def connect(self, address):
            super().connect(("127.0.0.1", server.port))  # whatever the address is

    def answer(path):
        return [
            redirect(f"http://{server.place}/inside") if path == "/" else http_response(b"inside")
        ]

    with serving(answer) as server, names(monkeypatch, wire_example=[["8.8.8.8"]]):
        monkeypatch.setattr(socket, "socket", Rerouted)
        with pytest.raises(BlockedAddress, match="private or reserved"):
            get("http://wire.example/", hosts=["wire.example", server.place], allow_loopback=False)
    assert server.connections == 1


def test_headers_for_one_host_are_not_sent_to_the_next():
    with (
        serving(always(http_response(b"there"))) as second,
        serving(always(redirect(f"http://{second.place}/"))) as first,
    ):
        hosts = [first.place, second.place]
        response = get(f"http://{first.place}/", hosts=hosts, headers={"Authorization": "x"})
    assert response.body == b"there"
    assert ("Authorization" in first.asked[0], "Authorization" in second.asked[0]) == (True, False)


def test_cookies_are_not_kept():
    def answer(path):
        return [
            http_response(status="302 Found", Location="/b", Set_Cookie="a=b")
            if path == "/a"
            else http_response()
        ]

    with serving(answer) as server:
        get(f"http://{server.place}/a", hosts=[server.place])
    assert "cookie" not in server.asked[1].lower()


def endless(path):
    yield http_response(length=False)
    while True:
        yield b"x" * 65536


def endless_chunks(path):
    yield http_response(length=False, Transfer_Encoding="chunked")
    while True:
        yield b"10000\r\n" + b"x" * 65536 + b"\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        always(http_response(b"x" * 10_001)),
        always(http_response(length=False) + b"x" * 10_001),
        endless,
        endless_chunks,
    ],
    ids=["says so", "does not say so", "endless", "endless chunks"],
)
def test_more_than_the_limit_is_not_read(answer):
    with (
        serving(answer) as server,
        pytest.raises(BlockedAddress, match="more than the 10000 bytes"),
    ):
        get(f"http://{server.place}/", hosts=[server.place])


def test_the_limit_itself_is_read():
    with serving(always(http_response(b"x" * 10_000))) as server:
        assert len(get(f"http://{server.place}/", hosts=[server.place]).body) == 10_000


@pytest.mark.parametrize(
    "headers", [{"Content_Encoding": "gzip"}, {"Transfer_Encoding": "gzip, chunked"}]
)
def test_something_compressed_is_not_unpacked(headers):
    bomb = gzip.compress(b"\0" * 10_000_000)
    with (
        serving(always(http_response(bomb, **headers))) as server,
        pytest.raises(BlockedAddress, match="compressed"),
    ):
        get(f"http://{server.place}/", hosts=[server.place], max_bytes=100_000)


def dripping_head(path):
    for byte in http_response(b"x" * 1000):
        time.sleep(0.1)
        yield bytes([byte])


def dripping_body(path):
    yield http_response(b"", length=False, Content_Length=1000)
    for _number in range(1000):
        time.sleep(0.1)
        yield b"x"


def silent(path):
    time.sleep(2)
    yield b""


def for_ever_continuing(path):
    while True:
        time.sleep(0.05)
        yield b"HTTP/1.1 100 Continue\r\n\r\n"


@pytest.mark.parametrize("answer", [dripping_head, dripping_body, silent, for_ever_continuing])
def test_the_time_is_for_everything_together(answer):
    with serving(answer) as server:
        began = time.monotonic()
        with pytest.raises(RequestFailed, match="took too long"):
            get(f"http://{server.place}/", hosts=[server.place], timeout=0.5)
        assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"", "did not answer as it should"),
        (b"garbage\r\n\r\n", "did not answer as it should"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", "did not answer as it should"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70000 + b"\r\n\r\n", "did not answer as it should"),
        (http_response(b"", length=False, Content_Length=100) + b"half", "broke off in the middle"),
        (
            http_response(length=False, Transfer_Encoding="chunked") + b"ff\r\nhalf",
            "did not answer",
        ),
        (
            http_response(length=False, Transfer_Encoding="chunked") + b"zz\r\nhalf",
            "did not answer",
        ),
    ],
    ids=["nothing", "garbage", "many headers", "a long header", "cut", "cut chunk", "no chunk"],
)
def test_a_bad_answer_is_a_failure_and_never_half_a_body(answer, sentence):
    with serving(always(answer)) as server, pytest.raises(RequestFailed, match=sentence):
        get(f"http://{server.place}/", hosts=[server.place])


def test_nobody_there_is_a_failure():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = f"127.0.0.1:{listening.getsockname()[1]}"
    with pytest.raises(
        RequestFailed, match=r"did not answer as it should \(ConnectionRefusedError\)"
    ):
        get(f"http://{place}/", hosts=[place])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Create a self-signed certificate for “localhost” alone; return its path and the key's."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            folder / "key",
            "-out",
            folder / "certificate",
        ],
        check=True,
        capture_output=True,
    )
    return folder / "certificate", folder / "key"


@contextmanager
def serving_tls(certificate, answer):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serving(answer, context=context) as server:
        yield server


def test_a_certificate_that_is_trusted_and_names_the_host_is_believed(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with serving_tls(certificate, always(http_response(b"safe"))) as server:
        place = f"localhost:{server.port}"
        assert get(f"https://{place}/", hosts=[place]).body == b"safe"


def test_a_certificate_of_another_name_is_not_believed(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with (
        serving_tls(certificate, always(http_response(b"safe"))) as server,
        pytest.raises(RequestFailed, match="its certificate is not good"),
    ):
        get(f"https://{server.place}/", hosts=[server.place])
    assert server.asked == []


def test_a_certificate_that_nobody_vouches_for_is_not_believed(certificate):
    with serving_tls(certificate, always(http_response(b"safe"))) as server:
        place = f"localhost:{server.port}"
        with pytest.raises(RequestFailed, match="its certificate is not good"):
            get(f"https://{place}/", hosts=[place])
    assert server.asked == []


def test_it_never_leads_from_https_to_http(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with (
        serving(always(http_response(b"open"))) as plain,
        serving_tls(certificate, always(redirect(f"http://{plain.place}/"))) as server,
        pytest.raises(BlockedAddress, match="leads from https to http"),
    ):
        get(f"https://localhost:{server.port}/", hosts=[f"localhost:{server.port}", plain.place])
    assert plain.connections == 0

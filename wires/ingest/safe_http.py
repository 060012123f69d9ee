"""The one way in which anything is fetched from outside: guarded against the addresses it is given.

Knows nothing of feeds. An address is believed only as far as the list of allowed hosts goes, and a
name only until it is resolved: the connection goes to the very address that was checked, and all
is checked anew after each redirect. No proxies, no cookies, nothing compressed.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

REDIRECTS = 5
AGENT = "Newsroom-wire-desk"
_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_PIECE = 64 * 1024
# What `is_global` of the standard library lets pass, and what can carry an IPv4 address within.
_NOWHERE = [
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # carriers' own
        "192.88.99.0/24",  # relays of 6to4
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",
        "2001::/23",  # Teredo, ORCHID and other protocols
        "2002::/16",  # 6to4
    )
]
_UNICAST = ipaddress.ip_network("2000::/3")


class BlockedAddress(Exception):
    """The guard did not let it happen. The message is a sentence for the desk."""


class RequestFailed(Exception):
    """The other side or the network did not do its part. The message is a sentence for the desk.

    `retry_after` is how many seconds the other side asked us to stay away, None when it did not.
    """

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Response:
    """An answer, whatever its status. The names of `headers` are lower case; `url` is the last."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def get(
    url: str,
    *,
    hosts: Iterable[str],
    max_bytes: int,
    timeout: float,
    headers: Mapping[str, str] | None = None,
    allow_loopback: bool = False,
) -> Response:
    """Fetch `url`, whose host and port stand in `hosts` ("host", or "host:port" for another port).

    `timeout` is in seconds, for everything together; the body is at most `max_bytes` long. This
    machine itself may be asked only with `allow_loopback` or the setting of the same sense.
    """
    allowed = {place for place in map(_place, hosts) if place}
    loopback = allow_loopback or settings.WIRES_MAY_FETCH_LOOPBACK
    deadline = time.monotonic() + timeout
    said, first = dict(headers or {}), None
    for _step in range(REDIRECTS + 1):
        parts, host, port = _checked(url, allowed)
        first = first or (parts.scheme, host, port)
        if first[0] == "https" and parts.scheme != "https":
            raise BlockedAddress(_("%s was not fetched: it leads from https to http.") % host)
        # What was meant for one host is not told to another.
        ours = said if (parts.scheme, host, port) == first else {}
        response = _ask(parts, host, port, ours, max_bytes, deadline, loopback)
        location = response.headers.get("location", "")
        if response.status not in _MOVED or not location:
            return response
        url = _joined(url, location)
    sentence = _("%(host)s was not read: it led on more than %(limit)d times.")
    raise BlockedAddress(sentence % {"host": first[1], "limit": REDIRECTS})


def place_of(url: str) -> str:
    """The host of an address as `hosts` of `get` take it, with its port when it is an odd one."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, _PORTS.get(parts.scheme)) else f"{host}:{port}"


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return location  # which cannot be read, and is refused for that


def _place(entry: str) -> tuple[str, int | None] | None:
    """An entry of the list of hosts: its name as DNS spells it, its port or None."""
    try:
        parts = urlsplit(f"//{entry.strip()}")
        return (_ascii(parts.hostname), parts.port) if parts.hostname else None
    except ValueError:
        return None


def _ascii(host: str) -> str:
    host = host.lower().rstrip(".")
    return host if host.isascii() else host.encode("idna").decode()


def _checked(url: str, allowed: set) -> tuple[SplitResult, str, int]:
    """The parts of an address that may be asked, its host as DNS spells it, its port."""
    try:
        parts = urlsplit(url)
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError:
        raise BlockedAddress(_("Nothing was fetched: the address cannot be read.")) from None
    if parts.scheme not in _PORTS:
        sentence = _("Nothing was fetched: the address begins with “%s:”. Only http and https may.")
        raise BlockedAddress(sentence % parts.scheme[:20])
    if not host or "@" in parts.netloc:
        raise BlockedAddress(
            _("Nothing was fetched: the address has no host, or a name before it.")
        )
    usual = _PORTS[parts.scheme]
    port = usual if port is None else port
    if (host, port) not in allowed and (port != usual or (host, None) not in allowed):
        sentence = _("%s was not asked: it is not among the allowed hosts of the feed.")
        raise BlockedAddress(sentence % (host if port == usual else f"{host}:{port}"))
    return parts, host, port


def may_be_asked(address: str, *, loopback: bool = False) -> bool:
    """Whether an address as resolved is a public one, or this machine where that is allowed."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.is_loopback:
        return loopback
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST:
        return False  # mapped and translated IPv4, local, multicast, metadata
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or not ip.is_global:
        return False
    return not any(ip in network for network in _NOWHERE if network.version == ip.version)


def _addresses(host, port, loopback):
    """Where the host is, resolved once. One forbidden address among them spoils all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RequestFailed(_("%s was not reached: its name leads nowhere.") % host) from None
    addresses = [sockaddr[0] for *_rest, sockaddr in found]
    if not all(may_be_asked(address, loopback=loopback) for address in addresses):
        raise BlockedAddress(
            _("%s was not asked: its address is a private or reserved one.") % host
        )
    return addresses


def _ask(parts, host, port, headers, max_bytes, deadline, loopback) -> Response:
    """One request on a connection of its own."""
    addresses = _addresses(host, port, loopback)
    connection = _Connection(host, port, addresses, parts.scheme == "https", deadline)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    fixed = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    headers, answer = {**headers, **fixed}, None
    try:
        connection.request("GET", target, headers=headers)
        answer = connection.getresponse()
        names = {name.lower(): value for name, value in answer.getheaders()}
        # Of a redirect only the address counts; its body may be of any length.
        moved = answer.status in _MOVED and names.get("location")
        body = b"" if moved else _body(answer, names, host, max_bytes)
    except (BlockedAddress, RequestFailed):
        raise
    except TimeoutError:
        raise RequestFailed(_("%s took too long to answer.") % host) from None
    except ssl.SSLCertVerificationError as why:
        sentence = _("%(host)s was not believed: its certificate is not good (%(why)s).")
        raise RequestFailed(sentence % {"host": host, "why": why.verify_message}) from None
    except (OSError, http.client.HTTPException, ValueError) as why:
        sentence = _("%(host)s did not answer as it should (%(why)s).")
        raise RequestFailed(sentence % {"host": host, "why": type(why).__name__}) from None
    finally:
        connection.close()
        if answer is not None:
            answer.close()
    return Response(answer.status, names, body, parts.geturl())


def _body(answer, names, host, max_bytes) -> bytes:
    """The body in pieces, up to the limit. What is compressed could become any size."""
    plain = names.get("content-encoding", "").lower() in ("", "identity")
    if not plain or names.get("transfer-encoding", "").lower() not in ("", "chunked"):
        sentence = _("%s was not read: it sent something compressed, which was not asked for.")
        raise BlockedAddress(sentence % host)
    promised = answer.length
    too_long = _("%(host)s was not read: it sent more than the %(limit)d bytes allowed.")
    too_long %= {"host": host, "limit": max_bytes}
    if promised is not None and promised > max_bytes:
        raise BlockedAddress(too_long)
    body = bytearray()
    while piece := answer.read(min(_PIECE, max_bytes + 1 - len(body))):
        body += piece
        if len(body) > max_bytes:
            raise BlockedAddress(too_long)
    if promised is not None and len(body) < promised:
        raise RequestFailed(_("%s broke off in the middle of its answer.") % host)
    return bytes(body)


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were checked already, which ends at the deadline."""

    def __init__(self, host, port, addresses, with_tls, deadline) -> None:
        super().__init__(host, port)
        self.default_port = 443 if with_tls else 80  # for the Host header
        self._addresses, self._with_tls, self._deadline = addresses, with_tls, deadline

    def connect(self) -> None:
        trouble = OSError()
        for address in self._addresses:
            sock = None
            try:
                sock = socket.create_connection((address, self.port), _left(self._deadline))
                if self._with_tls:
                    sock.settimeout(_left(self._deadline))
                    context = ssl.create_default_context()
                    sock = context.wrap_socket(sock, server_hostname=self.host)
            except OSError as why:
                if sock is not None:
                    sock.close()
                trouble = why
            else:
                self.sock = _Line(sock, self._deadline)
                return
        raise trouble


class _Line:
    """A socket as http.client uses it, with no more time for each step than is left of the whole."""

    def __init__(self, sock, deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def makefile(self, _mode):
        return io.BufferedReader(_Reader(self._sock, self._deadline))

    def close(self) -> None:
        self._sock.close()  # for good only when the reader is closed too


class _Reader(io.RawIOBase):
    def __init__(self, sock, deadline) -> None:
        self._sock, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer):
        self._sock.settimeout(_left(self._deadline))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _left(deadline):
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left

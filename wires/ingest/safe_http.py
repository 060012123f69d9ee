"""HTTP requests to addresses that come from outside, guarded against request forgery (SSRF).

Only allowed hosts are asked. A name is resolved once, and the connection goes to the IP address that
was checked; after each redirect everything is checked again. No proxies, no cookies, no compression.
All requests of this project to the outside go through here.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from text.errors import DomainError

REDIRECTS = 5
AGENT = "Newsroom-wire-desk"
_PORTS = {"http": 80, "https": 443}
_MOVED = {301, 302, 303, 307, 308}
_PIECE = 64 * 1024
# Networks that `is_global` of the standard library permits, and those that embed IPv4 addresses.
_BLOCKED_NETWORKS = [
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",  # carrier-grade NAT
        "192.88.99.0/24",  # relays of 6to4
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",
        "2001::/23",  # Teredo, ORCHID and other protocols
        "2002::/16",  # 6to4
    )
]
_UNICAST = ipaddress.ip_network("2000::/3")


class BlockedAddress(DomainError):
    """The address may not be fetched."""


class RequestFailed(DomainError):
    """The server or the network failed.

    `retry_after` is the number of seconds that the server asks to wait, None when it does not.
    """

    def __init__(self, message: str, *, code: str, retry_after: int | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Response:
    """A response of any status. The names of `headers` are lower case; `url` is the last one."""

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
    """Fetch `url` and return the response. Raise BlockedAddress or RequestFailed.

    `hosts` lists the allowed hosts, "host" or "host:port" for other than default ports. `timeout`
    is in seconds, for all redirects together; the body has at most `max_bytes`. Loopback addresses
    are allowed only with `allow_loopback` or settings.WIRES_MAY_FETCH_LOOPBACK.
    """
    allowed = {place for place in map(_place, hosts) if place}
    loopback = allow_loopback or settings.WIRES_MAY_FETCH_LOOPBACK
    deadline = time.monotonic() + timeout
    first: tuple[str, str, int] | None = None
    first_host = ""
    for _step in range(REDIRECTS + 1):
        parts, host, port = _checked(url, allowed)
        first, first_host = first or (parts.scheme, host, port), first_host or host
        if first[0] == "https" and parts.scheme != "https":
            raise BlockedAddress(
                _("%s was not fetched: it leads from https to http.") % host,
                code="redirect_to_http",
            )
        # The caller's headers go to the first host only.
        own_headers = (headers or {}) if (parts.scheme, host, port) == first else {}
        response = _request(parts, host, port, own_headers, max_bytes, deadline, loopback)
        location = response.headers.get("location", "")
        if response.status not in _MOVED or not location:
            return response
        url = _joined(url, location)
    sentence = _("%(host)s was not read: it led on more than %(limit)d times.")
    raise BlockedAddress(
        sentence % {"host": first_host, "limit": REDIRECTS}, code="too_many_redirects"
    )


def host_of(url: str) -> str:
    """Return the host of an address as `hosts` of `get` lists it, with a port unless default."""
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
        return location  # malformed: the next check refuses it


def _place(entry: str) -> tuple[str, int | None] | None:
    """Return an entry of `hosts` as its ASCII name and its port, or None; None if malformed."""
    try:
        parts = urlsplit(f"//{entry.strip()}")
        return (_ascii(parts.hostname), parts.port) if parts.hostname else None
    except ValueError:
        return None


def _ascii(host: str) -> str:
    host = host.lower().rstrip(".")
    return host if host.isascii() else host.encode("idna").decode()


def _checked(url: str, allowed: set[tuple[str, int | None]]) -> tuple[SplitResult, str, int]:
    """Return the parts of an allowed address, its ASCII host name and its port."""
    try:
        parts = urlsplit(url)
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError:
        raise BlockedAddress(
            _("Nothing was fetched: the address cannot be read."), code="address_invalid"
        ) from None
    if parts.scheme not in _PORTS:
        sentence = _("Nothing was fetched: the address begins with “%s:”. Only http and https may.")
        raise BlockedAddress(sentence % parts.scheme[:20], code="scheme_forbidden")
    if not host or "@" in parts.netloc:
        raise BlockedAddress(
            _("Nothing was fetched: the address has no host, or a name before it."),
            code="address_invalid",
        )
    usual = _PORTS[parts.scheme]
    port = usual if port is None else port
    if (host, port) not in allowed and (port != usual or (host, None) not in allowed):
        sentence = _("%s was not asked: it is not among the allowed hosts of the feed.")
        raise BlockedAddress(
            sentence % (host if port == usual else f"{host}:{port}"), code="host_forbidden"
        )
    return parts, host, port


def is_allowed_address(address: str, *, loopback: bool = False) -> bool:
    """Return whether an IP address is a public one, or a loopback one where these are allowed."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.is_loopback:
        return loopback
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST:
        return False  # mapped and translated IPv4, local, multicast
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or not ip.is_global:
        return False
    return not any(ip in network for network in _BLOCKED_NETWORKS if network.version == ip.version)


def _resolve(host: str, port: int, loopback: bool) -> list[str]:
    """Return the IP addresses of a host. Raise BlockedAddress when any of them is not allowed."""
    try:
        results = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RequestFailed(
            _("%s was not reached: its name leads nowhere.") % host, code="host_unknown"
        ) from None
    addresses = [str(sockaddr[0]) for *_rest, sockaddr in results]
    if not all(is_allowed_address(address, loopback=loopback) for address in addresses):
        raise BlockedAddress(
            _("%s was not asked: its address is a private or reserved one.") % host,
            code="address_private",
        )
    return addresses


def _request(
    parts: SplitResult,
    host: str,
    port: int,
    headers: Mapping[str, str],
    max_bytes: int,
    deadline: float,
    loopback: bool,
) -> Response:
    """Send a request on a connection of its own and return the response."""
    addresses = _resolve(host, port, loopback)
    connection = _Connection(host, port, addresses, parts.scheme == "https", deadline)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    fixed = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    headers, response = {**headers, **fixed}, None
    try:
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        # The body of a redirect is not read: it may be of any length.
        moved = response.status in _MOVED and names.get("location")
        body = b"" if moved else _body(response, names, host, max_bytes)
    except (BlockedAddress, RequestFailed):
        raise
    except TimeoutError:
        raise RequestFailed(_("%s took too long to answer.") % host, code="timeout") from None
    except ssl.SSLCertVerificationError as error:
        sentence = _("%(host)s was not believed: its certificate is not good (%(why)s).")
        raise RequestFailed(
            sentence % {"host": host, "why": error.verify_message}, code="certificate_invalid"
        ) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        sentence = _("%(host)s did not answer as it should (%(why)s).")
        raise RequestFailed(
            sentence % {"host": host, "why": type(error).__name__}, code="connection_failed"
        ) from None
    finally:
        connection.close()
        if response is not None:
            response.close()
    return Response(response.status, names, body, parts.geturl())


def _body(
    response: http.client.HTTPResponse, names: Mapping[str, str], host: str, max_bytes: int
) -> bytes:
    """Return the body. Raise BlockedAddress when it is compressed or longer than `max_bytes`."""
    plain = names.get("content-encoding", "").lower() in ("", "identity")
    if not plain or names.get("transfer-encoding", "").lower() not in ("", "chunked"):
        sentence = _("%s was not read: it sent something compressed, which was not asked for.")
        raise BlockedAddress(sentence % host, code="response_compressed")
    promised = response.length
    too_long = _("%(host)s was not read: it sent more than the %(limit)d bytes allowed.")
    too_long %= {"host": host, "limit": max_bytes}
    if promised is not None and promised > max_bytes:
        raise BlockedAddress(too_long, code="response_too_large")
    body = bytearray()
    while piece := response.read(min(_PIECE, max_bytes + 1 - len(body))):
        body += piece
        if len(body) > max_bytes:
            raise BlockedAddress(too_long, code="response_too_large")
    if promised is not None and len(body) < promised:
        raise RequestFailed(
            _("%s broke off in the middle of its answer.") % host, code="response_incomplete"
        )
    return bytes(body)


class _Connection(http.client.HTTPConnection):
    """A connection to IP addresses that are already checked, with a deadline for all of it."""

    def __init__(
        self, host: str, port: int, addresses: list[str], with_tls: bool, deadline: float
    ) -> None:
        super().__init__(host, port)
        self.default_port = 443 if with_tls else 80  # for the Host header
        self._addresses, self._with_tls, self._deadline = addresses, with_tls, deadline

    def connect(self) -> None:
        """Connect to the first address that answers. Raise the error of the last when none does."""
        last_error = OSError()
        for address in self._addresses:
            sock = None
            try:
                sock = socket.create_connection((address, self.port), _left(self._deadline))
                if self._with_tls:
                    sock.settimeout(_left(self._deadline))
                    context = ssl.create_default_context()
                    sock = context.wrap_socket(sock, server_hostname=self.host)
            except OSError as error:
                if sock is not None:
                    sock.close()
                last_error = error
            else:
                self.sock = _DeadlineSocket(sock, self._deadline)
                return
        raise last_error


class _DeadlineSocket:
    """A socket as http.client uses it, whose timeout is the time that is left to the deadline."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._sock, self._deadline))

    def close(self) -> None:
        self._sock.close()  # the descriptor stays open until the reader is closed too


class _Reader(io.RawIOBase):
    """The stream of the bytes that a _DeadlineSocket receives."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # any writable buffer
        self._sock.settimeout(_left(self._deadline))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _left(deadline: float) -> float:
    """Return the seconds left to a deadline. Raise TimeoutError when none are left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left

"""Gets files over HTTPS: the only module that touches the network.

What it is told by a server is trusted in nothing. It goes to public addresses only, however often
it is sent elsewhere; takes no more bytes than were asked for; gives up on a server that is silent
or drips; and goes on where an earlier try ended. It knows nothing of what is in a file.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Final, Protocol, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from onrecord.diagnostics import OnrecordError

__all__ = ["FetchError", "Policy", "Sink", "fetch_bytes", "fetch_into"]

_CHUNK: Final = 65_536
_MOVED: Final = (301, 302, 303, 307, 308)
_LATER: Final = (408, 425, 429, 500, 502, 503, 504)
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

T = TypeVar("T")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(OnrecordError):
    """Something could not be fetched, or is not to be."""


class _InterruptedError(FetchError):
    """It ended early; to try again may help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is put up with.

    ``allow_hosts`` are names or addresses that may be private, and spoken to without encryption.
    ``timeout`` is in seconds: without an answer, or with less than ``slowest`` bytes a second over
    that time, a server is given up. ``tries`` counts the first; ``pause`` seconds lie between them.
    """

    allow_hosts: frozenset[str] = frozenset()
    timeout: float = 30.0
    slowest: int = 1_000
    tries: int = 4
    pause: float = 1.0
    redirects: int = 5


class Sink(Protocol):
    """Where a file goes: ``size`` is how many bytes of it are there from earlier."""

    size: int

    def append(self, content: bytes) -> None:
        """Puts more at the end."""

    def restart(self) -> None:
        """Lets go of what is there."""


def fetch_bytes(url: str, most: int, policy: Policy) -> bytes:
    """A small file, of at most ``most`` bytes. Raises ``FetchError``."""
    return _tried(lambda: _whole(url, most, policy), policy)


def _whole(url: str, most: int, policy: Policy) -> bytes:
    with _Answer(url, 0, policy) as answer:
        if answer.length is not None and answer.length > most:
            raise FetchError(f"{url}: has {answer.length:,} bytes; at most {most:,} are taken")
        parts: list[bytes] = []
        left = most
        for part in answer.parts():
            left -= len(part)
            if left < 0:
                raise FetchError(f"{url}: has more than {most:,} bytes")
            parts.append(part)
    return b"".join(parts)


def fetch_into(url: str, sink: Sink, size: int, policy: Policy) -> None:
    """A file of exactly ``size`` bytes into a sink, from where the sink ends.

    What has come stays in the sink when it fails. Raises ``FetchError``.
    """
    _tried(lambda: _rest(url, sink, size, policy), policy)


def _rest(url: str, sink: Sink, size: int, policy: Policy) -> None:
    if sink.size > size:
        sink.restart()
    if sink.size == size:
        return
    with _Answer(url, sink.size, policy) as answer:
        if answer.start != sink.size:
            sink.restart()
        if answer.length is not None and sink.size + answer.length != size:
            found = f"{sink.size + answer.length:,}"
            raise FetchError(f"{url}: has {found} bytes, and {size:,} in the index")
        for part in answer.parts():
            if sink.size + len(part) > size:
                raise FetchError(f"{url}: has more than the {size:,} bytes of the index")
            sink.append(part)
    if sink.size < size:
        raise _InterruptedError(f"{url}: ended after {sink.size:,} of {size:,} bytes")


def _tried(act: Callable[[], T], policy: Policy) -> T:
    for number in range(1, policy.tries):
        try:
            return act()
        except _InterruptedError:
            time.sleep(policy.pause * number)
    return act()


class _Answer:
    """An answer: ``start`` is the byte it begins at, ``length`` how many it says will come."""

    def __init__(self, url: str, start: int, policy: Policy) -> None:
        self._url = url
        self._policy = policy
        self._connection, self._response = _asked(url, start, policy)
        self.start = _start(self._response, start)
        self.length = self._response.length

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def parts(self) -> Iterator[bytes]:
        """The content as it comes."""
        since, got, expected = time.monotonic(), 0, self.length
        total = 0
        while True:
            with _network(self._url):
                part = self._response.read1(_CHUNK)
            if not part:
                break
            got += len(part)
            total += len(part)
            passed = time.monotonic() - since
            if passed > self._policy.timeout:
                if got < self._policy.slowest * passed:
                    raise _InterruptedError(f"{self._url}: {got:,} bytes in {passed:.0f} seconds")
                since, got = time.monotonic(), 0
            yield part
        if expected is not None and total < expected:
            raise _InterruptedError(f"{self._url}: ended after {total:,} of {expected:,} bytes")


def _start(response: HTTPResponse, asked: int) -> int:
    """The byte that the answer begins at (RFC 9110, 14.4)."""
    if response.status != 206:
        return 0
    unit, _, span = (response.getheader("Content-Range") or "").partition(" ")
    first = span.partition("-")[0]
    if unit != "bytes" or not first.isdecimal() or int(first) != asked:
        raise FetchError("the server answers with another part than was asked for")
    return asked


def _asked(url: str, start: int, policy: Policy) -> tuple[HTTPConnection, HTTPResponse]:
    """The connection and the answer with the content, wherever the server sends us for it."""
    place = url
    for _ in range(policy.redirects + 1):
        parts = _checked(place, policy)
        connection = _connection(parts, policy)
        try:
            response = _answered(connection, parts, start, policy)
            if response.status not in _MOVED:
                _check_status(response, place, start)
                return connection, response
            target = response.getheader("Location")
        except BaseException:
            connection.close()
            raise
        connection.close()
        if not target:
            raise FetchError(f"{place}: sent on to nowhere")
        place = _sent_on(place, target)
    raise FetchError(f"{url}: sent on more than {policy.redirects} times")


def _sent_on(place: str, target: str) -> str:
    try:
        return urljoin(place, target)
    except ValueError as error:
        raise FetchError(f"{place}: sent on to {target!r}, which is not an address") from error


def _answered(
    connection: HTTPConnection, parts: SplitResult, start: int, policy: Policy
) -> HTTPResponse:
    headers = {"User-Agent": "onrecord", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    with _network(parts.geturl()):
        connection.connect()
        with _deadline(connection, policy.timeout):
            connection.request("GET", path, headers=headers)
            return connection.getresponse()


@contextmanager
def _deadline(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """Breaks the connection off after a time: a head that drips would never run into a timeout."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        raise TimeoutError if late.is_set() else error from error
    else:
        if late.is_set():  # http.client takes a head that is cut off for a whole one
            raise TimeoutError
    finally:
        timer.cancel()


def _check_status(response: HTTPResponse, url: str, start: int) -> None:
    status = response.status
    if status == 200 or (status == 206 and start):
        if response.getheader("Content-Encoding", "identity") != "identity":
            raise FetchError(f"{url}: the server packs what was to come as it is")
        return
    said = f"{url}: the server answers {status} {response.reason}"
    raise _InterruptedError(said) if status in _LATER else FetchError(said)


class _network:  # noqa: N801  reads as what it is: with _network(url)
    """Turns what can go wrong on the way into an error that names the address."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> None:
        return

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, ssl.SSLCertVerificationError):
            raise FetchError(f"{self._url}: {error.verify_message}") from error
        if isinstance(error, socket.gaierror):
            raise FetchError(f"{self._url}: {error.strerror}") from error
        if isinstance(error, TimeoutError):
            raise _InterruptedError(f"{self._url}: no answer in time") from error
        if isinstance(error, OSError | HTTPException):
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise _InterruptedError(f"{self._url}: {reason}") from error
        if isinstance(error, ValueError):  # a control character in an address
            raise FetchError(f"{self._url!r}: not an address to ask for") from error


def _checked(url: str, policy: Policy) -> SplitResult:
    """An address that may be asked: encrypted, or allowed by name; without a password in it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError(f"{url!r}: not an address: {error}") from error
    if not host:
        raise FetchError(f"{url!r}: not an address")
    if parts.username is not None or parts.password is not None:
        raise FetchError(f"{host}: an address with a password in it is not asked")
    is_plain = parts.scheme == "http" and host in policy.allow_hosts
    if parts.scheme != "https" and not is_plain:
        raise FetchError(f"{url}: only https is fetched, unless the host is allowed by name")
    return parts


def _connection(parts: SplitResult, policy: Policy) -> HTTPConnection:
    host = parts.hostname or ""
    allowed = host in policy.allow_hosts
    proxy = None if allowed else _proxy(host)
    if proxy is not None:
        return _through(proxy, host, parts.port or 443, policy)
    address = _resolved(host, parts, allowed=allowed)
    if parts.scheme == "http":
        return _Plain(host, parts.port or 80, address, policy.timeout)
    return _Encrypted(host, parts.port or 443, address, policy.timeout)


def _proxy(host: str) -> SplitResult | None:
    found = getproxies().get("https")
    return urlsplit(found) if found and not proxy_bypass(host) else None


def _through(proxy: SplitResult, host: str, port: int, policy: Policy) -> HTTPConnection:
    """A tunnel through a proxy, which then finds the address; one written out is still checked."""
    with suppress(ValueError):
        _check_public(ipaddress.ip_address(host), host)
    made = HTTPSConnection(
        proxy.hostname or "",
        proxy.port or 8080,
        timeout=policy.timeout,
        context=ssl.create_default_context(),
    )
    made.set_tunnel(host, port)
    return made


def _resolved(host: str, parts: SplitResult, *, allowed: bool) -> str:
    """The address of a host, if all of its addresses are public or it is allowed by name."""
    with _network(parts.geturl()):
        found = socket.getaddrinfo(host, parts.port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not addresses:
        raise FetchError(f"{host}: has no address")
    if not allowed:
        for address in addresses:
            _check_public(ipaddress.ip_address(address.partition("%")[0]), host)
    return addresses[0]


def _check_public(address: Address, host: str) -> None:
    inner: Address = address
    if isinstance(address, ipaddress.IPv6Address):
        embedded = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            embedded = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        inner = embedded or address
    if not inner.is_global or inner.is_multicast:
        raise FetchError(f"{host}: {address} is a private address; it is not asked unless allowed")


class _Plain(HTTPConnection):
    """A connection to the very address that was checked, whatever the name leads to by now."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address = address

    def connect(self) -> None:
        """Connects to the address."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _Encrypted(_Plain):
    """The same, encrypted, with the name checked against the certificate."""

    def connect(self) -> None:
        """Connects to the address and proves the name."""
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

"""What processes asked of other machines: read from a record of their calls, and from Chromium's own log of requests."""

import ast
import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

HOUSE, CHROMIUM, TESTS = "the house", "Chromium", "the tests, and the pages that they run themselves"
NAME_SERVER = "127.0.0.1:53"
_PROBE = "2001:4860:4860::8888"
"""Where Chromium points a datagram socket to learn whether the machine has IPv6. It sends nothing (net/dns, IPv6 probe)."""

_STARTED = re.compile(r'execve\("[^"]*", \[(.*?)\](?:, 0x|, \[|$)')
_BORN = re.compile(r"(?:clone3?|v?fork)(?:\(.*| resumed>.*) = (\d+)$")
_ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"')
_SENT = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Asked:
    """Somebody asked for another machine: by its address, or for the address of its name."""

    who: str
    what: str

    @property
    def is_probe(self) -> bool:
        """Whether it is Chromium's look at its own routes, with which nothing is sent."""
        return self.who == CHROMIUM and self.what.startswith(f"{_PROBE} ")


def asked_of_the_network(calls: Path) -> list[Asked]:
    """Every call in a record of strace that names another machine, and every name that was looked up."""
    parents, programs, found = dict[str, str](), dict[str, str](), list[tuple[str, str]]()
    with calls.open(errors="replace") as lines:
        for line in lines:
            process, _, call = line.rstrip("\n").partition(" ")
            if started := _STARTED.search(call):
                programs[process] = started[1]
            if born := _BORN.search(call):
                parents[born[1]] = process
            found += [(process, what) for what in named(call.strip())]
    return [Asked(_who(process, parents, programs), what) for process, what in found]


def named(call: str) -> Iterator[str]:
    """The other machines that one call names."""
    if call.startswith("<...") or not call.startswith(("connect(", "sendto(", "sendmsg(", "sendmmsg(")):
        return
    for port, address in _ADDRESS.findall(call):
        if not is_here(address):
            yield f"{address} port {port}"
    if f"->{NAME_SERVER}]" in call:
        for sent in _SENT.findall(call):
            yield from _looked_up(sent)


def is_here(address: str) -> bool:
    """Whether an address is this machine's own."""
    parsed = ipaddress.ip_address(address)
    own = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (own or parsed).is_loopback or (own or parsed).is_unspecified


def _looked_up(sent: str) -> Iterator[str]:
    """The name in a question to a name server, as strace writes bytes."""
    question, labels = ast.literal_eval(f'b"{sent}"'), list[str]()
    rest = question[12:]
    while rest and 0 < rest[0] < len(rest):
        labels.append(rest[1 : rest[0] + 1].decode(errors="replace"))
        rest = rest[rest[0] + 1 :]
    if labels and labels != ["localhost"]:
        yield ".".join(labels)


def _who(process: str, parents: Mapping[str, str], programs: Mapping[str, str]) -> str:
    """The program that a process belongs to: that of its nearest ancestor that was started as one."""
    chain, seen = list[str](), set[str]()
    while process and process not in seen:
        seen.add(process)
        chain += [programs[process]] if process in programs else []
        process = parents.get(process, "")
    if any("chromium" in one for one in chain):
        return CHROMIUM
    nearest = chain[0] if chain else "nobody that was seen to start"
    if '"-m", "maap"' in nearest:
        return HOUSE
    return TESTS if '"pytest"' in nearest or "tests." in nearest else nearest[:120]


def asked_by_pages(logs: Iterable[Path]) -> list[Asked]:
    """Every request in Chromium's logs to another machine for which a page asked, with that page.

    What no page asked for is Chromium's own, or an address that a test typed in: calls and browser tests tell those.
    """
    return [one for log in logs for one in _in_log(log)]


def _in_log(log: Path) -> Iterator[Asked]:
    """Line by line: the log of a browser that was ended is cut off."""
    for line in log.read_text(errors="replace").splitlines():
        asked = re.search(r'"initiator":"([^"]*)".*"url":"([^"]*)"', line)
        if asked and asked[1] != "not an origin" and not _is_local(asked[2]):
            yield Asked(f"a page at {asked[1]}", urlsplit(asked[2]).netloc)


def _is_local(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme in ("data", "blob", "about", "chrome", "devtools"):
        return True
    host = parts.hostname or ""
    return host == "localhost" or (re.fullmatch(r"[\d.]+|[\da-f:]+", host) is not None and is_here(host))

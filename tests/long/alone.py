"""`python -m tests.long.alone [tests/e2e/test_main_journey.py …] [--control]`: nothing here asks another machine.

The tests of pages and browsers run where there is no network but loopback (a network namespace of Linux), and every
call of every process is recorded: who asked for which address, or looked up which name. A name server on loopback
knows no name. Chromium's own log tells beside it which page asked for what. With ``--control`` the server of the house
and a page are made to ask: both must be found. Exit code 1 when anybody asked, or the control was not found.
Needs Linux, root and strace.
"""

import argparse
import ctypes
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.e2e.conftest import ROOT
from tests.long.outside_calls import CHROMIUM, HOUSE, Asked, asked_by_pages, asked_of_the_network

EVERYTHING = ("tests/e2e", "tests/pages")
ITS_OWN_CONTROL = "tests/e2e/test_nobody_asks_elsewhere.py"
"""The one test that asks another machine, to prove that this is noticed."""
IN_THE_SERVER, IN_A_PAGE = "telemetry.example.org", "fonts.example.org"
PLANTED = f"""import socket, sys
if "maap" in sys.orig_argv:
    try:
        socket.create_connection(("192.0.2.1", 443), 1)
    except OSError:
        pass
    try:
        socket.getaddrinfo("{IN_THE_SERVER}", 443)
    except OSError:
        pass
"""
"""What Python runs when it starts, in the control: the house's server asks for a machine and for a name."""

_CALLS = "execve,clone,clone3,fork,vfork,connect,sendto,sendmsg,sendmmsg"


def why_not() -> str:
    """Why this machine cannot do it; empty when it can."""
    if shutil.which("unshare") is None or shutil.which("strace") is None:
        return "unshare and strace are not installed here"
    tried = subprocess.run(
        ["unshare", "-n", "-m", "strace", "-f", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return "" if tried.returncode == 0 else "this machine allows no network namespace, or no record of calls"


def run(command: Sequence[str], folder: Path, planted: bool = False) -> tuple[int, list[Asked]]:
    """Run a command with loopback only; its exit code, and what was asked of other machines."""
    environment = os.environ | {"MAAP_TEST_NET_LOGS": str(folder), "TMPDIR": str(folder)}
    if planted:
        (folder / "sitecustomize.py").write_text(PLANTED)
        environment |= {"PYTHONPATH": str(folder)}
    inside = [sys.executable, "-m", "tests.long.alone", "--inside", str(folder), *command]
    done = subprocess.run(["unshare", "-n", "-m", *inside], cwd=ROOT, env=environment, check=False)
    asked = asked_of_the_network(folder / "calls") + asked_by_pages(folder.glob("*.net.json"))
    return done.returncode, asked


def inside(folder: Path, command: Sequence[str]) -> int:
    """Within the namespace: loopback up, a name server that knows nothing, and a record of every call."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\noptions attempts:1 timeout:1\n")
    subprocess.run(["mount", "--bind", str(folder / "resolv.conf"), "/etc/resolv.conf"], check=True)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    threading.Thread(target=_know_nothing, args=(server,), daemon=True).start()
    recorded = ["strace", "-f", "--seccomp-bpf", "-yy", "-s", "400", "-e", f"trace={_CALLS}", "-e", "signal=none"]
    done = subprocess.run([*recorded, "-o", str(folder / "calls"), *command], check=False, preexec_fn=_ends_with_us)
    return done.returncode


def _ends_with_us() -> None:
    """Whoever is recorded ends with the recorder, when somebody stops it (PR_SET_PDEATHSIG, SIGTERM)."""
    ctypes.CDLL(None).prctl(1, 15)


def _know_nothing(server: socket.socket) -> None:
    """Answer every question with: no such name."""
    while True:
        question, who = server.recvfrom(4096)
        end = question.index(b"\0", 12) + 5
        server.sendto(question[:2] + b"\x81\x83" + question[4:6] + bytes(6) + question[12:end], who)


def told(asked: Sequence[Asked]) -> str:
    """Who asked for what how often, a line each; the probe that sends nothing is counted by itself."""
    counted = Counter(one for one in asked if not one.is_probe)
    lines = [f"  {one.who}: {one.what}: {times}" for one, times in counted.most_common()]
    probes = sum(one.is_probe for one in asked)
    whose = {who: sum(one.who == who for one in counted.elements()) for who in (HOUSE, CHROMIUM)}
    pages = sum(one.who.startswith("a page") for one in counted.elements())
    lines.append(f"{sum(counted.values())} attempts: the house {whose[HOUSE]}, its pages {pages}, {whose[CHROMIUM]} by")
    lines[-1] += f" Chromium itself. Beside them Chromium looked {probes} times whether there is IPv6, sending nothing."
    return "\n".join(lines)


def main() -> int:
    """Run what was asked for, and say who asked elsewhere."""
    if sys.argv[1:2] == ["--inside"]:
        return inside(Path(sys.argv[2]), sys.argv[3:])
    asking = argparse.ArgumentParser(description="pages and browsers with loopback only")
    asking.add_argument("tests", nargs="*", default=EVERYTHING)
    asking.add_argument("--control", action="store_true", help="The server and a page ask; both must be found.")
    chosen = asking.parse_args()
    if reason := why_not():
        sys.stdout.write(f"Not run: {reason}.\n")
        return 2
    which = [ITS_OWN_CONTROL, "tests/e2e/test_lights.py"] if chosen.control else list(chosen.tests)
    but = [] if chosen.control else [f"--ignore={ITS_OWN_CONTROL}"]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *but, *which]
        code, asked = run(command, Path(folder), planted=chosen.control)
    sys.stdout.write(told(asked) + "\n")
    whats = {one.what for one in asked if not one.is_probe}
    if chosen.control:
        return int(not {IN_THE_SERVER, IN_A_PAGE, "192.0.2.1 port 443"} <= whats)
    return int(bool(code) or bool(whats))


if __name__ == "__main__":
    sys.exit(main())

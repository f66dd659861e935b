"""`python -m tests.long.rolling_restart [--rounds 3]`: two processes behind nginx are restarted while people work.

Starts a PostgreSQL, two processes of the house and nginx with `deploy/nginx.conf` (only ports and certificate are
other ones), then runs `deploy/roll.sh`. Meanwhile people from many addresses ask for pages, and a writer answers a
return through the use case, as a page does. Nobody may see a 502, 503 or 504, and everything acknowledged must be stored.
The control (``--control``) restarts both at once and must be seen. Needs nginx, openssl and curl on the machine.
"""

import argparse
import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from maap.settings import settings
from maap.storage import db
from maap.storage.schema import migrate
from tests.long.killed import Desk, furnish, honest, stands
from tests.long.server_crashes import server as a_server

ROOT = Path(__file__).parents[2]
PEOPLE, PATIENCE = 6, 180
PAGES = ("/health", "/sign-in", "/", "/ready")


def _configured(place: Path, front: int, ports: tuple[int, int]) -> Path:
    """nginx as it is deployed, on other ports and with a certificate made for this run."""
    told = (ROOT / "deploy" / "nginx.conf").read_text()
    told = told.replace("127.0.0.1:8501", f"127.0.0.1:{ports[0]}").replace("127.0.0.1:8502", f"127.0.0.1:{ports[1]}")
    told = told.replace("listen 443 ssl", f"listen 127.0.0.1:{front} ssl").replace("maap.example.gov.uk", "localhost")
    told = (
        told.replace("listen 80;", f"listen 127.0.0.1:{front + 1};")
        .replace("/etc/ssl/maap", str(place))
        .replace("/var/log/nginx", str(place))
    )
    (place / "nginx.conf").write_text(
        f"pid {place}/nginx.pid; error_log {place}/error.log; events {{}}\n"
        f"http {{ access_log {place}/access.log; client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;\n"
        f"fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;\n{told}\n}}\n"
    )
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out fullchain.pem"
    subprocess.run(make.split(), cwd=place, check=True, capture_output=True)
    return place / "nginx.conf"


def _restarting(place: Path) -> str:
    """What `systemctl restart maap@PORT` does: SIGTERM, wait, start."""
    script = place / "restart-"
    python = f"cd {ROOT} && MAAP_PORT=$port nohup {sys.executable} -m maap serve"
    for port in (int(word) for word in os.environ["MAAP_TEST_PORTS"].split()):
        (place / f"restart-{port}").write_text(
            f"#!/bin/sh\nport={port}\nold=$(cat {place}/{port}.pid 2>/dev/null)\n"
            '[ -n "$old" ] && kill -TERM $old && while kill -0 $old 2>/dev/null; do sleep 0.1; done\n'
            f"{python} >>{place}/{port}.log 2>&1 & echo $! >{place}/{port}.pid\n"
        )
        (place / f"restart-{port}").chmod(0o755)
    return str(script)


class People:
    """They ask for pages from addresses of their own until it is over, and count what they see."""

    def __init__(self, front: int) -> None:
        self.front, self.seen, self.over = front, Counter[str](), threading.Event()
        self.longest = 0.0
        self.threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(PEOPLE)]

    def _ask(self, person: int) -> None:
        trusting = ssl._create_unverified_context()  # noqa: S323  (the certificate was made for this run)
        turn = 0
        while not self.over.is_set():
            began = time.monotonic()
            at = http.client.HTTPSConnection(
                "127.0.0.1", self.front, timeout=60, context=trusting, source_address=(f"127.0.{person + 1}.1", 0)
            )
            try:
                at.request("GET", PAGES[turn % len(PAGES)], headers={"Host": "localhost"})
                self.seen[str(at.getresponse().status)] += 1
            except OSError as fault:
                self.seen[type(fault).__name__] += 1
            finally:
                at.close()
            self.longest = max(self.longest, time.monotonic() - began)
            turn += 1
            time.sleep(0.1)


class Writer:
    """An auditor who answers as fast as it is saved."""

    def __init__(self, desk: Desk, over: threading.Event) -> None:
        self.desk, self.over, self.said = desk, over, 1
        self.thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        while not self.over.is_set():
            honest(self.desk, self.said, self._heard)
            time.sleep(0.02)

    def _heard(self, revision: int) -> None:
        self.said = revision


@contextmanager
def _house(place: Path, front: int, ports: tuple[int, int]) -> Iterator[tuple[str, Desk]]:
    """Everything runs, and is gone afterwards. Gives the command that restarts a process, and the writer's return."""
    database: Any = a_server(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    address = make_url(database.get_uri(driver="psycopg")).render_as_string(hide_password=False)
    os.environ |= {
        "MAAP_DATABASE_URL": address,
        "MAAP_FOLDER": str(place / "var"),
        "MAAP_KEY_FILE": str(place / "elsewhere" / "key"),
        "MAAP_HOST": "127.0.0.1",
        "MAAP_HTTPS": "true",
        "MAAP_ALLOWED_HOSTS": "localhost",
        "MAAP_BACKUP_EVERY_HOURS": "0",
        "MAAP_TEST_PORTS": " ".join(map(str, ports)),
    }
    settings.cache_clear()
    migrate()
    desk, restart = furnish(), _restarting(place)
    proxy = [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(_configured(place, front, ports)), "-p", str(place)]
    try:
        for port in ports:
            subprocess.run([f"{restart}{port}"], check=True)
        subprocess.run([*proxy, "-t"], check=True, capture_output=True)
        subprocess.run(proxy, check=True)
        for port in ports:
            _wait_until_ready(port)
        yield restart, desk
    finally:
        for pid in (*(place / f"{port}.pid" for port in ports), place / "nginx.pid"):
            if pid.exists():
                os.kill(int(pid.read_text()), signal.SIGTERM)
        db.engine().dispose()
        database.cleanup()


def _wait_until_ready(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            at = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            at.request("GET", "/ready", headers={"Host": "localhost"})
            if at.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"The process on port {port} was not ready in {PATIENCE} s.")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def rolled(rounds: int, front: int, ports: tuple[int, int], is_control: bool = False) -> tuple[People, bool, int, int]:
    """What people saw, whether everything is whole, what was acknowledged and what stands."""
    with tempfile.TemporaryDirectory(prefix="maap-roll-", dir="/tmp") as name, _house(Path(name), front, ports) as it:
        restart, desk = it
        people = People(front)
        writer = Writer(desk, people.over)
        for thread in (*people.threads, writer.thread):
            thread.start()
        try:
            for _ in range(rounds):
                if is_control:
                    for port in ports:
                        subprocess.run([f"{restart}{port}"], check=True)
                    for port in ports:
                        _wait_until_ready(port)
                else:
                    words = [str(ROOT / "deploy" / "roll.sh"), *map(str, ports)]
                    subprocess.run(words, env=os.environ | {"MAAP_RESTART": restart}, check=True)
        finally:
            people.over.set()
            for thread in (*people.threads, writer.thread):
                thread.join()
        standing = stands(desk)
        return people, standing.is_whole(), writer.said, standing.revision


def main() -> int:
    """Exit code 0 when nobody saw the restart and nothing was lost; with --control when somebody saw it."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--rounds", type=int, default=3)
    told.add_argument("--front", type=int, default=8530, help="nginx listens there and on the next port.")
    told.add_argument("--ports", type=int, nargs=2, default=(8532, 8533))
    told.add_argument("--control", action="store_true")
    chosen = told.parse_args()
    ports = (chosen.ports[0], chosen.ports[1])
    if not all(_free(port) for port in (chosen.front, chosen.front + 1, *ports)):
        sys.exit("A port is taken: choose others with --front and --ports.")
    people, is_whole, said, stored = rolled(chosen.rounds, chosen.front, ports, chosen.control)
    bad = sum(number for kind, number in people.seen.items() if not kind.isdigit() or int(kind) >= 500)
    sys.stdout.write(
        f"{chosen.rounds} rounds of restarts: {sum(people.seen.values())} requests {dict(people.seen)}, {bad} failed, "
        f"longest {people.longest:.1f} s; {said} answers acknowledged, {stored} stored, "
        f"{'answer, history and trail agree' if is_whole else 'SOMETHING IS NOT WHOLE'}.\n"
    )
    is_well = bad == 0 and is_whole and said <= stored
    return 0 if is_well != chosen.control else 1


if __name__ == "__main__":
    sys.exit(main())

"""What nginx speaks with `deploy/nginx.conf`, asked of a real nginx: new versions and strong ciphers, and no others."""

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.test_deploy import NGINX

PROGRAM = shutil.which("nginx") or "/usr/sbin/nginx"
PINNED = re.compile(r"^ +ssl_(?:protocols|ciphers|conf_command|ecdh_curve)[^;]*;$", re.MULTILINE)
BROWSERS = ("ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA-AES128-GCM-SHA256")
OLD = ("ECDHE-RSA-AES256-SHA384", "ECDHE-RSA-AES128-SHA", "AES256-GCM-SHA384", "AES128-SHA")
"""No authenticated encryption, or no forward secrecy."""
LOOSE = "    ssl_protocols TLSv1 TLSv1.1 TLSv1.2;\n    ssl_ciphers ALL:@SECLEVEL=0;"


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[[str], int]]:
    """Starts nginx with a configuration, as it is but for ports, certificate and log; gives the encrypted port.

    The open one, without encryption, is written beside it.
    """
    if not Path(PROGRAM).exists():
        pytest.skip("nginx is not installed here")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out fullchain.pem"
    subprocess.run(make.split(), cwd=tmp_path, check=True, capture_output=True)
    running: list[subprocess.Popen[bytes]] = []

    def start(told: str) -> int:
        open_port, shut_port = _port(), _port()
        (tmp_path / "open").write_text(str(open_port))
        for ours, here in (
            ("listen 80;", f"listen 127.0.0.1:{open_port};"),
            ("listen 443 ", f"listen 127.0.0.1:{shut_port} "),
            ("/etc/ssl/maap", str(tmp_path)),
            ("/var/log/nginx", str(tmp_path)),
        ):
            assert ours in told
            told = told.replace(ours, here)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        inside = " ".join(["access_log off;", *(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)])
        (tmp_path / "nginx.conf").write_text(
            f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {inside}\n{told}\n}}\n"
        )
        running.append(subprocess.Popen([PROGRAM, "-c", tmp_path / "nginx.conf", "-p", tmp_path]))
        for _ in range(100):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", shut_port)) == 0:
                    return shut_port
            time.sleep(0.1)
        raise AssertionError((tmp_path / "error.log").read_text())

    yield start
    for one in running:
        one.terminate()
        one.wait(10)


def _spoken(port: int, version: ssl.TLSVersion, ciphers: str = "ALL") -> str:
    """The version that both sides agree on with these ciphers; empty when they do not."""
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asking.check_hostname, asking.verify_mode = False, ssl.CERT_NONE
    asking.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    asking.minimum_version = asking.maximum_version = version
    try:
        with socket.create_connection(("127.0.0.1", port), 10) as plain, asking.wrap_socket(plain) as line:
            return line.version() or ""
    except (ssl.SSLError, ConnectionError):
        return ""


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_only_new_versions_and_strong_ciphers_are_spoken(serving: Callable[[str], int]) -> None:
    port, of = serving(NGINX), ssl.TLSVersion
    assert _spoken(port, of.TLSv1_3) == "TLSv1.3"
    assert [_spoken(port, of.TLSv1_2, cipher) for cipher in BROWSERS] == ["TLSv1.2"] * len(BROWSERS)
    assert [_spoken(port, of.TLSv1_2, cipher) for cipher in OLD] == [""] * len(OLD)
    assert [_spoken(port, version) for version in (of.TLSv1, of.TLSv1_1)] == ["", ""]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_without_the_pins_the_same_questions_are_answered(serving: Callable[[str], int]) -> None:
    """The control: what is refused above is refused by these lines, and not by whoever asks."""
    pins = PINNED.findall(NGINX)
    assert len(pins) == 4
    loose = PINNED.sub("", NGINX).replace("ssl_prefer_server_ciphers on;", LOOSE, 1)
    port = serving(loose)
    assert [_spoken(port, ssl.TLSVersion.TLSv1_2, cipher) for cipher in OLD] == ["TLSv1.2"] * len(OLD)
    assert _spoken(port, ssl.TLSVersion.TLSv1_1) == "TLSv1.1"


def _answered(port: int, *lines: str, shut: bool = False) -> int:
    """The status of nginx's answer to a request, written line by line."""
    asking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    asking.check_hostname, asking.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        line = asking.wrap_socket(plain) if shut else plain
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        told = line.recv(200).split()
        line.close()
    return int(told[1]) if told else 0


HOST = "Host: maap.example.gov.uk"
WEBSOCKET = (
    "GET /_stcore/stream HTTP/1.1",
    HOST,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
)


def test_a_websocket_is_passed_on_over_tls_only(serving: Callable[[str], int], tmp_path: Path) -> None:
    shut = serving(NGINX)
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    assert _answered(int((tmp_path / "open").read_text()), *WEBSOCKET, key) == 301
    assert _answered(shut, *WEBSOCKET, key, shut=True) in (101, 502, 504)  # passed on: nobody serves behind it here


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Length: 3", "Transfer-Encoding: chunked"),
        ("Content-Length: 3", "Content-Length: 4"),
        ("Transfer-Encoding: chunked, identity",),
        ("Content-Length: 3x",),
    ],
)
def test_where_a_message_ends_is_never_in_doubt(
    serving: Callable[[str], int], tmp_path: Path, lines: tuple[str, ...]
) -> None:
    serving(NGINX)
    port = int((tmp_path / "open").read_text())
    assert _answered(port, "POST /sign-in HTTP/1.1", HOST, *lines) in (400, 501)
    assert _answered(port, "POST /sign-in HTTP/1.1", HOST, "Content-Length: 0") == 301  # the control

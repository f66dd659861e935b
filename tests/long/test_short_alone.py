"""A few pages with loopback only: of all that processes and pages asked for, what was planted is found, and no more."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.long.alone import IN_A_PAGE, IN_THE_SERVER, run, told, why_not
from tests.long.outside_calls import CHROMIUM, HOUSE, named

REASON = why_not()


@pytest.mark.browser
@pytest.mark.skipif(bool(REASON), reason=REASON)
def test_neither_the_house_nor_its_pages_nor_chromium_ask_another_machine() -> None:
    """The house's server is made to ask for a machine and a name, an empty page for another: the control in it.

    In a folder with a short name: Chromium makes a socket in it, and no socket's name is longer than 107 letters.
    """
    with TemporaryDirectory() as folder:
        code, asked = run([sys.executable, "-m", "tests.long.alone_few", folder], Path(folder), planted=True)
    found = {(one.who, one.what) for one in asked if not one.is_probe}
    wanted = {
        (HOUSE, "192.0.2.1 port 443"),
        (HOUSE, IN_THE_SERVER),
        (CHROMIUM, IN_A_PAGE),
        ("a page at null", IN_A_PAGE),
    }
    assert code == 0 and found == wanted, told(asked)


@pytest.mark.parametrize(
    ("call", "machines"),
    [
        ('connect(3<TCP:[1]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = -1', 1),
        ('connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.53")}, 16 <unfinished ...>', 0),
        ('sendto(5, "x", 1, 0, {sa_family=AF_INET6, sin6_port=htons(5353), sin6_flowinfo=htonl(0), '
         'inet_pton(AF_INET6, "ff02::fb", &sin6_addr), sin6_scope_id=0}, 28) = 1', 1),
        ('sendto(5<UDP:[127.0.0.1:4->127.0.0.1:53]>, "\\1\\2\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\4name\\7example\\3org\\0\\0\\1\\0\\1", 34', 1),
        ('sendto(5<TCP:[127.0.0.1:4->127.0.0.1:8501]>, "GET / HTTP/1.1", 14, 0, NULL, 0) = 14', 0),
    ],
)  # fmt: skip
def test_a_call_names_the_other_machines_in_it(call: str, machines: int) -> None:
    assert len(list(named(call))) == machines

"""An organisation's identity provider: a process of its own on loopback, as the house meets one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.e2e.conftest import answers, free_port, waited_for


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    """Its address, for as long as it is needed."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *arguments]
    process = subprocess.Popen(command, env=os.environ | {"NO_COLOR": "1"}, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        waited_for(lambda: answers(f"{address}/.well-known/openid-configuration"))
        yield address
    finally:
        process.terminate()
        process.wait(10)

"""A page that Streamlit serves by itself, without the house around it: what a control is made of."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.conftest import answers, free_port, waited_for


@contextmanager
def served(page: Path) -> Iterator[str]:
    """Its address, for as long as it is needed. With an address of its own told, it asks nobody for one."""
    port = free_port()
    told = {"server.address": "127.0.0.1", "server.port": port, "server.headless": "true"}
    options = [f"--{name}={value}" for name, value in (told | {"browser.gatherUsageStats": "false"}).items()]
    command = [sys.executable, "-m", "streamlit", "run", str(page), *options]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, cwd=page.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as serving:
        try:
            waited_for(lambda: answers(f"{address}/_stcore/health"))
            yield address
        finally:
            serving.terminate()

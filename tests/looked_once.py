"""What Streamlit's tests of a script do anew for each test, and a server does once.

Without this most of a page's test went into reading what every installed part says about itself, to find components.
"""

from collections.abc import Iterator
from functools import lru_cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test


@pytest.fixture(scope="session", autouse=True)
def looked_once() -> Iterator[None]:
    """Components are sought once, and each page is compiled once: pages do not change while tests run."""
    compiled = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        found = lru_cache(maxsize=1)(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        patch.setattr(app_test, "ScriptCache", lambda: compiled)
        yield

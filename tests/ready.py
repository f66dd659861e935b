"""Makes sure that a Chromium for the browser tests is here; run by `make test` before anything else.

Installs Debian's package where that is allowed, otherwise says in one sentence what to install. With it comes faketime,
without which a few tests of a moved clock are left out.
"""

import os
import shutil
import subprocess
import sys


def main() -> int:
    """0 when Chromium can be found."""
    if shutil.which("chromium") or os.environ.get("MAAP_TEST_CHROMIUM"):
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation", "faketime"],
            check=True,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        )
        return 0
    sys.stderr.write(
        "The browser tests need Chromium: run “sudo apt-get install chromium”, "
        "or set MAAP_TEST_CHROMIUM to the path of one.\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())

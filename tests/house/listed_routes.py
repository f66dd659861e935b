"""Prints every route of the application, built as the server builds it but not started: method, a tab, path."""

import runpy
import sys

from tests.house.source import ROOT

if __name__ == "__main__":
    app = runpy.run_path(str(ROOT / "app.py"))["app"]
    built = app._build_starlette_app()
    for route in built.routes:
        for method in sorted(getattr(route, "methods", None) or [type(route).__name__]):
            sys.stdout.write(f"{method}\t{route.path}\n")

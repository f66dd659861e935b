.PHONY: run demo test lint lock audit release install install-dev
PYTHON ?= python3
BIN := .venv/bin
RELEASED := app.py maap pages config deploy docs .streamlit Makefile requirements.txt requirements-dev.txt pyproject.toml README.md CHANGELOG.md SECURITY.md

run: install
	$(BIN)/python -m maap serve

demo: install
	$(BIN)/python -m maap demo

test: install-dev
	@$(BIN)/python tests/ready.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadfile

lint: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy
	$(BIN)/lint-imports

install: .venv/.installed
install-dev: .venv/.installed-dev

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.installed-dev: .venv/bin/python requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/.installed $@

# Known faults of the pinned parts: from PyPI, or without a network from a local copy (make audit ADVISORIES=folder-or-zip).
audit: install-dev
ifdef ADVISORIES
	$(BIN)/python -m maap advisories $(ADVISORIES)
else
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements-dev.txt
endif

# What is installed elsewhere, as one file: the same commit gives the same bytes. No tests, no keys, nothing uncommitted.
release:
	@mkdir -p dist
	git archive --format=tar --prefix=maap/ --output=dist/maap.tar HEAD $(RELEASED)
	gzip -n -9 -f dist/maap.tar
	@sha256sum dist/maap.tar.gz

lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.txt

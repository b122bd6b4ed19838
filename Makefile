# make demo   a fictional authority on this machine, ready to try
# make test   everything: what CI runs
# make check  the quick part of it, without the browser
# make bench  how long a call about a concern takes while 1,000 invitations wait, and an import
#
# Each does its own set-up, once: .venv from the locked requirements, and the system packages.

PYTHON ?= python3
BIN := .venv/bin
QUICK := not browser and not slow

# A shell that forbids .pyc files would make every start seconds slower.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check bench lint types walls tests system-for-demo system-for-test lock clean

demo: system-for-demo .venv/ready-to-run
	$(BIN)/sayso demo

test: system-for-test lint types walls tests

check: lint types walls
	$(BIN)/python -m pytest -n auto -q -m "$(QUICK)"

bench: .venv/ready-to-test
	$(BIN)/python -m benchmarks.alerts
	$(BIN)/python -m benchmarks.intake

lint: .venv/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready-to-test
	$(BIN)/mypy

walls: .venv/ready-to-test
	$(BIN)/lint-imports

tests: .venv/ready-to-test
	$(BIN)/python -m pytest -n auto -q -p tests.plugins.no_skips

# Set-up. A stamp is newer than the lock it was made from, so a second run does nothing.

define install
	@echo "Installing from $(1) (about a minute, once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	@touch $@
endef

.venv/bin/pip:
	@$(PYTHON) -m venv .venv || { echo "Needs Python 3.11 or newer with venv: apt-get install python3-venv"; exit 1; }

.venv/ready-to-run: requirements.lock pyproject.toml | .venv/bin/pip
	$(call install,requirements.lock)

.venv/ready-to-test: requirements-test.lock pyproject.toml | .venv/bin/pip
	$(call install,requirements-test.lock)

system-for-demo:
	@sh .ci/setup demo

system-for-test:
	@sh .ci/setup test

# New versions of the libraries; needs uv (pip install uv). Both files pin the same versions.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --group build

lock:
	$(COMPILE) --extra test --output-file requirements-test.lock pyproject.toml
	$(COMPILE) --constraint requirements-test.lock --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

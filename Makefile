# Everything there is to learn: run, test, cover, pythons, lint, bench, lock. Needs Python 3.11 or later with its venv module, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := hosting-desk
PORT ?= 8050

.PHONY: run test suite cover pythons lint bench lock
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@test -d $(DEMO) || { rm -rf $(DEMO).part && $(BIN)/tsunagari demo hosting --desk $(DEMO).part && mv $(DEMO).part $(DEMO); }
	@$(BIN)/tsunagari serve --desk $(DEMO) --port $(PORT)

test: lint suite

suite: $(VENV)/.installed-dev
	@sh tests/install_browser.sh
	OPENBLAS_NUM_THREADS=1 $(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 25 $(SUITE)

# The suite again, counting which lines it reaches: that takes half as long again.
cover:
	@$(MAKE) --no-print-directory suite SUITE="--cov --cov-report term:skip-covered"

# The same on every Python that we support and that is installed here; VERSIONS="3.13" names them.
pythons:
	@MAKE="$(MAKE)" sh tests/other_pythons.sh

lint: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify notebooks/*.ipynb

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

# Names, versions and hashes only: no address of any index enters a lock file. One version of each for all Pythons.
COMPILE := $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-emit-index-url \
	--no-header --no-annotate pyproject.toml --group build
lock: $(VENV)/.installed-dev
	$(COMPILE) --upgrade --output-file requirements.lock
	$(COMPILE) --upgrade --group dev --constraint requirements.lock --output-file requirements-dev.lock

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/.made
	@echo "Installing what Tsunagari needs into $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need into $(VENV) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "There is no $(PYTHON) here. Install Python 3.11 or later, or name it: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || { \
		echo "$(PYTHON) is $$($(PYTHON) -V 2>&1); Tsunagari needs Python 3.11 to 3.13: make PYTHON=python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module. On Debian: apt-get install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

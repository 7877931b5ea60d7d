# Needs make and a Python of 3.11 or newer; everything else goes into $(VENV).
VENV ?= .venv
BIN := $(VENV)/bin
PYTHONS := python3.13 python3.12 python3.11 python3 python
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Start-up is quicker with the bytecode there; the sentence encoder is a help, never a need.
COMPILE := $(BIN)/python -m compileall -q bot
ENCODER := $(BIN)/python -m bot encoder install || echo "Ajar works without it, from the words alone."

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help run chat test check lint secrets fuzz audit sbom lock screenshots clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/.installed-run ## Serve Discord, or without a token open the preview in your browser
	@$(BIN)/python -m bot run

chat: $(VENV)/.installed-run ## Talk with Ajar in this terminal
	@$(BIN)/python -m bot chat

test: $(VENV)/.installed-dev ## Run all tests
	$(BIN)/python -m pytest --numprocesses=2

check: $(VENV)/.installed-run ## Look for problems in the content
	@$(BIN)/python -m bot check

lint: $(VENV)/.installed-dev ## Check form, types and imports of the code
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

screenshots: $(VENV)/.installed-docs ## Take the pictures of the documentation anew (needs a Chromium)
	$(BIN)/python docs/screenshots.py

secrets: $(VENV)/.installed-dev ## Look for secrets among the files of the repository; needs no network
	@$(BIN)/python .ci/secrets.py

fuzz: $(VENV)/.installed-fuzz ## Feed every parser with random input for a minute each
	@for target in $$($(BIN)/python -m tests.fuzz.run); do $(BIN)/python -m tests.fuzz.run $$target -max_total_time=60 || exit 1; done

audit: $(VENV)/.installed-audit ## Ask whether a pinned package is known to be vulnerable; needs the network
	@$(BIN)/pip-audit --strict --progress-spinner off --disable-pip --require-hashes --requirement requirements/dev.lock || { code=$$?; \
		echo "Where no vulnerability is named above, the list of them could not be reached: try again online." >&2; exit $$code; }

sbom: $(VENV)/.installed-audit ## Write build/sbom.json, a CycloneDX list of what the image holds
	@mkdir -p build
	@$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --output-file build/sbom.json requirements/image.lock
	@echo "Wrote build/sbom.json."

lock: $(VENV)/.installed-audit ## Pin anew all that the image and the tests install
	@$(BIN)/$(LOCK) --extra metrics --extra postgres pyproject.toml requirements/build.in --output-file requirements/image.lock
	@$(BIN)/$(LOCK) --extra dev pyproject.toml requirements/build.in --output-file requirements/dev.lock

clean: ## Remove the environment and all caches
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed-run: pyproject.toml | $(BIN)/python
	@echo "Installing what Ajar needs; the first time this takes a minute or two."
	@$(PIP) --editable '.[charts,preview,refresh,semantic]'
	@$(COMPILE)
	@$(ENCODER)
	@touch $@

$(VENV)/.installed-audit: pyproject.toml | $(BIN)/python
	@$(PIP) --editable '.[audit]'
	@touch $@

$(VENV)/.installed-fuzz: $(VENV)/.installed-dev
	@$(PIP) --editable '.[fuzz]'
	@touch $@

# Holds all that .installed-run does, so that one is up to date as well.
# LOCKED=1 installs the very versions of requirements/dev.lock, by their hashes.
$(VENV)/.installed-dev: pyproject.toml requirements/dev.lock | $(BIN)/python
	@echo "Installing what the tests need; the first time this takes a minute or two."
	@if [ -n "$(LOCKED)" ]; then \
		$(PIP) --require-hashes --requirement requirements/dev.lock && $(PIP) --no-deps --no-build-isolation --editable .; \
	else $(PIP) --editable '.[dev]'; fi
	@$(COMPILE)
	@touch $(VENV)/.installed-run $@

$(VENV)/.installed-docs: pyproject.toml | $(BIN)/python
	@echo "Installing what the pictures need; the first time this takes a minute or two."
	@$(PIP) --editable '.[docs]'
	@touch $@

# A name may be there and still not start, as where a version manager only stands in for it.
$(BIN)/python:
	@for python in $(PYTHONS); do \
		if "$$python" -c '$(RECENT)' >/dev/null 2>&1; then \
			"$$python" -m venv --clear $(VENV) && exit 0; \
			echo "$$python could not make the environment $(VENV); on Debian and Ubuntu install python3-venv." >&2; \
			exit 1; \
		fi; \
	done; \
	echo "Ajar needs Python 3.11 or newer, and none was found: install it from python.org or with your package manager." >&2; \
	exit 1

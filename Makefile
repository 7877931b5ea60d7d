# Needs make and a Python of 3.11 or newer; everything else goes into $(VENV).
VENV ?= .venv
BIN := $(VENV)/bin
PYTHONS := python3.13 python3.12 python3.11 python3 python
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Start-up is quicker with the bytecode there; the sentence encoder is a help, never a need.
COMPILE := $(BIN)/python -m compileall -q bot
ENCODER := $(BIN)/python -m bot encoder install || echo "Ajar works without it, from the words alone."

.DEFAULT_GOAL := help
.PHONY: help run chat test check lint screenshots clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(VENV)/.installed-run ## Serve Discord, or without a token open the preview in your browser
	@$(BIN)/python -m bot run

chat: $(VENV)/.installed-run ## Talk with Ajar in this terminal
	@$(BIN)/python -m bot chat

test: $(VENV)/.installed-dev ## Run all tests
	$(BIN)/python -m pytest

check: $(VENV)/.installed-run ## Look for problems in the content
	@$(BIN)/python -m bot check

lint: $(VENV)/.installed-dev ## Check form, types and imports of the code
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

screenshots: $(VENV)/.installed-docs ## Take the pictures of the documentation anew (needs a Chromium)
	$(BIN)/python docs/screenshots.py

clean: ## Remove the environment and all caches
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed-run: pyproject.toml | $(BIN)/python
	@echo "Installing what Ajar needs; the first time this takes a minute or two."
	@$(PIP) --editable '.[charts,preview,refresh,semantic]'
	@$(COMPILE)
	@$(ENCODER)
	@touch $@

# Holds all that .installed-run does, so that one is up to date as well.
$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	@echo "Installing what the tests need; the first time this takes a minute or two."
	@$(PIP) --editable '.[dev]'
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

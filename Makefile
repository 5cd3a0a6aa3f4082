# On a fresh machine with git, make and Python 3.11 or newer: `make demo` and `make test`.
# Each builds .venv first, once. `make UV= demo` goes without uv.

BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python

.DEFAULT_GOAL := help
.PHONY: help demo test golden torture check bench clean

help: ## Say what there is to make
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

demo: .venv/.run ## Make data.db with a worked example in it, and show what the tool says of it
	@$(BIN)/forecasts demo
	@echo "Here forecasts is $(BIN)/forecasts. To have it everywhere: pipx install .  or  uv tool install ."

test: .venv/.test ## Run every test, doctests too
	@$(BIN)/python -m pytest -q -n 2

golden: .venv/.test ## Write the reports that tests hold word for word anew; then read them
	@GOLDEN=1 $(BIN)/python -m pytest -q -n 0 tests/tracker/reports/test_golden.py
	@git diff --stat -- tests/tracker/reports/golden

torture: .venv/.test ## Kill, cut the power, refuse the disk, crowd, tamper, forge; live a whole year again
	@TORTURE=1 $(BIN)/python -m pytest -q -s tests/tracker/jobs tests/torture \
	    tests/forecasts/store/test_tampering.py tests/forecasts/store/test_forgeries.py

check: .venv/.test ## Check style, types, who imports whom, and what the README shows
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -q tests/test_readme.py

bench: .venv/.bench ## Measure the start of each command, and the scores against other libraries
	@missed=; for run in "startup.py" "leaderboard.py -n 10000" "tick.py" "idle.py" "verify.py" "import.py" \
	    "calibration.py" "report.py -n 10000" "rules.py -n 1000000 --distributions 10000"; do \
	    $(BIN)/python bench/$$run || missed="$$missed$${missed:+, }bench/$$run"; \
	done; \
	if [ -n "$$missed" ]; then echo "Above a bound, or failed: $$missed" >&2; exit 1; fi

clean: ## Remove what was built; data.db stays
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f *.db.columns *.db.columns-judged
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.run: pyproject.toml uv.lock
	@$(call set-up,,)
	@touch $@

.venv/.test: pyproject.toml uv.lock
	@$(call set-up,[test],--extra test)
	@touch .venv/.run $@

.venv/.bench: pyproject.toml uv.lock
	@$(call set-up,[bench],--extra bench)
	@touch .venv/.run $@

# $(1): the extra as pip writes it, $(2): as uv writes it.
ifneq ($(UV),)
define set-up
echo "Setting up .venv with uv, once ..."; \
"$(UV)" sync --quiet --frozen --inexact $(2) \
    || { echo "uv could not set up .venv. Try it without uv: make UV= $(MAKECMDGOALS)" >&2; exit 1; }
endef
else
define set-up
for python in $(PYTHONS) ""; do \
    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
done; \
if [ -z "$$python" ]; then \
    echo "There is no Python 3.11 or newer here (tried $(PYTHONS))." >&2; \
    echo "Install one (apt install python3, brew install python), or uv, which brings its own." >&2; \
    exit 1; \
fi; \
echo "Setting up .venv with $$python and pip, once; this takes a minute ..."; \
if $$python -c 'import ensurepip' 2>/dev/null; then \
    $$python -m venv .venv || exit 1; pip="-m pip"; \
else \
    $$python -m venv --without-pip .venv && $(BIN)/python -c "$$FETCH_PIP" || exit 1; \
    pip=.venv/pip.whl/pip; \
fi; \
$(BIN)/python $$pip install --quiet --disable-pip-version-check --editable '.$(1)' \
    || { echo "pip could not set up .venv; its words are above." >&2; exit 1; }
endef
endif

# Debian ships Python without ensurepip. The lock file names a pip, and the hash it must have.
define FETCH_PIP
import hashlib, tomllib, urllib.request
lock = tomllib.load(open('uv.lock', 'rb'))
wheel = next(p for p in lock['package'] if p['name'] == 'pip')['wheels'][0]
data = urllib.request.urlopen(wheel['url']).read()
assert 'sha256:' + hashlib.sha256(data).hexdigest() == wheel['hash'], 'pip has another hash'
open('.venv/pip.whl', 'wb').write(data)
endef
export FETCH_PIP

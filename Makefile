# The words a newcomer types. `make run` serves the product, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
STAMPS := .stamps
# One more than the cores: a test that waits for the disk or a browser leaves its core to another.
WORKERS ?= 3

.PHONY: run test check soak bench css lock clean

# ---- serve -----------------------------------------------------------------------------
run: $(STAMPS)/runtime
	@exec $(BIN)/python tools/run.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/runtime: requirements.txt | $(BIN)/python
	@mkdir -p $(STAMPS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

# ---- prove -----------------------------------------------------------------------------
$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# PostgreSQL, Redis, chromium and a Java runtime, from the system's packages when missing.
$(STAMPS)/system: tools/test_system.sh
	@mkdir -p $(STAMPS)
	sh tools/test_system.sh
	@touch $@

test: $(STAMPS)/dev $(STAMPS)/system
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not soak" -q

check: $(STAMPS)/dev
	$(BIN)/ruff format --check site tests tools bench migrations wsgi.py gunicorn.conf.py
	$(BIN)/ruff check site tests tools bench migrations wsgi.py gunicorn.conf.py
	$(BIN)/mypy
	PYTHONPATH=site $(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python tools/css.py --check
	$(BIN)/python tools/messages.py

soak: $(STAMPS)/dev $(STAMPS)/system
	$(BIN)/python -m pytest -m soak -q -s

bench: $(STAMPS)/dev $(STAMPS)/system
	PYTHONPATH=site:. $(BIN)/python -m bench.run

# ---- make ------------------------------------------------------------------------------
css: $(STAMPS)/dev
	$(BIN)/python tools/css.py

lock:
	uv pip compile --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -q requirements.in -o requirements.txt
	uv pip compile --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -q requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) $(STAMPS)

# `make episode` and `make test` need nothing but make and Python 3.11 or newer, with venv.
# Another Python, in a folder of its own: make PYTHON=python3.13 VENV=.venv313 test

PYTHON ?= python3
VENV ?= .venv
UV ?= uv
TESTS ?= tests
SAMPLE ?= seeds/rooftop-bees.txt

READY = $(VENV)/.ready
TOOLS = $(VENV)/.tools

.PHONY: episode sample reference messages wheels test test-all check bench soak pictures format lock clean

# By the edge service if it answers. Else Kokoro's voices are fetched, once, and speak; where they
# cannot be had either, it is a draft by espeak.
episode: $(READY)
	$(VENV)/bin/producer models get kokoro --unless edge --if-possible
	$(VENV)/bin/producer make $(SAMPLE)

# Twenty seconds of it, to listen to.
sample: episode
	$(VENV)/bin/python -m tests.pictures.sample output build/sample.mp3

PYTEST = $(VENV)/bin/python -m pytest -n auto --maxprocesses 8 --dist loadgroup

# The quick ones, with few examples for each property; test-all has the rest.
test: $(TOOLS)
	HYPOTHESIS_PROFILE=quick $(PYTEST) -m "not long" $(TESTS)

test-all: $(TOOLS)
	$(PYTEST) -m "long or hypothesis" $(TESTS)

check: $(TOOLS)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy --strict

bench: $(TOOLS)
	$(VENV)/bin/python -m tests.bench.bench
	$(VENV)/bin/python -m tests.bench.review
	$(VENV)/bin/python -m tests.bench.growth
	$(VENV)/bin/python -m tests.bench.cluster --turns 2 --workers 1 2 4

soak: $(TOOLS)
	$(VENV)/bin/python -m tests.soak

# With Debian's chromium and fonts-noto-cjk.
pictures: $(TOOLS)
	$(VENV)/bin/python -m tests.pictures.pictures

# The catalogues of messages: what is new in the source is added, and listed.
messages: $(TOOLS)
	$(VENV)/bin/python -m tests.localization.extraction

# Whether every dependency has a wheel for each system.
wheels: $(TOOLS)
	$(VENV)/bin/python -m tests.installation.wheels $(UV)

# The lists of commands and settings in docs/reference.
reference: $(TOOLS)
	$(VENV)/bin/python -m tests.docs.reference

format: $(TOOLS)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# Everything comes from a lock, the builder too; the project itself is linked, not copied.
$(READY): requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("producer needs Python 3.11 or newer, not %d.%d. Name one: make PYTHON=python3.13" % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# All extras, and what tests need.
$(TOOLS): $(READY) requirements/all.txt
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/all.txt
	touch $@

# Locks for every supported Python and system; what is pinned stays while it still fits.
PIN = $(UV) pip compile pyproject.toml --no-config --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"

lock:
	$(PIN) --extra offline --extra dictionary --extra kokoro --group build --output-file requirements/run.txt
	$(PIN) --all-extras --group dev --constraint requirements/run.txt --output-file requirements/all.txt
	$(PIN) --all-extras --group build --constraint requirements/all.txt --output-file requirements/image.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

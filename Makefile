# What can be done with this checkout. `make` alone lists it.
# PORT= and DATA= choose where `make run` serves and keeps its data; DATABASE_URL= chooses PostgreSQL.

PYTHON ?= python3
BIN := .venv/bin
# Tools of the tablet app run with the Node of the environment.
PWA := cd pwa && export PATH="$(CURDIR)/$(BIN):$$PATH" &&
# Without a browser: as many workers as processors. With one: two servers and two browsers at a time.
QUICK := --ignore=tests/e2e --ignore=tests/soak --ignore=tests/bench

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-tests run test lint quick e2e soak bench pictures lock

help:  ## list what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | awk -F'\t' '{printf "make %-12s %s\n", $$1, $$2}'

setup:  ## install what running needs into .venv and pwa/, build the tablet app
	@$(PYTHON) .ci/setup.py

setup-tests:  ## install what testing needs as well, browsers and PostgreSQL among it
	@$(PYTHON) .ci/setup.py --tests

run: setup  ## set up, fill an empty data folder with the demo organization, serve
	@exec $(BIN)/kinesync serve --demo

test: setup-tests lint quick e2e  ## set up and check everything

lint:  ## ruff, mypy, Biome, tsc; the import order is a test
	$(BIN)/ruff check --quiet
	$(BIN)/mypy --no-error-summary
	@$(PWA) npx biome ci --error-on-warnings .
	@$(PWA) npx tsc --noEmit && npx tsc --noEmit -p tsconfig.worker.json

quick:  ## every test that needs no browser
	$(BIN)/pytest -n auto --dist worksteal $(QUICK)

e2e:  ## the tests in real browsers
	$(BIN)/pytest -n 2 --dist loadgroup tests/e2e

soak: setup-tests  ## the campaigns at length; SEED= repeats a run, CASES= bounds each campaign
	SEED=$(SEED) CASES=$(CASES) $(BIN)/pytest -o faulthandler_timeout=0 tests/soak

bench: setup-tests  ## measure speed and size
	$(BIN)/python -m tests.bench

pictures: setup-tests  ## photograph every screen into pictures/; ONLY= keeps those with that in their name
	$(BIN)/python -m tests.pictures pictures $(ONLY)

lock:  ## pin the newest packages that pyproject.toml and package.json allow
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate pyproject.toml --group build -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
	@$(PWA) npm install --package-lock-only

# Everything that one does with Tanji. `make` alone lists it.
# PYTHON=python3.12 make setup   takes another Python (3.11 or newer)

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
SOURCE := src tests tools benchmarks examples
PRESENT := $(wildcard $(SOURCE))

export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-all check fix bench docs lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: .venv/.runtime ## install Tanji into .venv (first of all the others)

demo: .venv/.runtime ## compute, explain and verify the examples; tells how to start the pages
	@$(BIN)/python examples/demo.py

serve: .venv/.runtime ## the pages with demo data, on this machine alone (PORT=8000)
	@$(BIN)/tanji-server serve --demo --port $(PORT)

test: .venv/.dev ## all tests and doctests, on all cores
	@$(BIN)/python -m pytest -q -n auto

test-all: ## the same tests on each Python from 3.11 to 3.13 that is here
	@PYTHON="$(PYTHON)" tools/test_all.sh

check: .venv/.dev ## format, lint, types, import contracts, dependencies, sizes, documents
	@tools/check.sh

fix: .venv/.dev ## put right what ruff can put right
	@$(BIN)/ruff check --quiet --fix $(PRESENT)
	@$(BIN)/ruff format $(PRESENT)

bench: .venv-bench/.ready ## measure against bw2calc on the same matrices; writes benchmarks/results/latest.json
	@.venv-bench/bin/python benchmarks/run.py

docs: .venv/.runtime ## write docs/reference anew from the code: schemas, errors, commands
	@$(BIN)/python tools/make_reference.py

lock: .venv/.made ## pin the requirements anew (UPGRADE=--upgrade takes the newest)
	@tools/lock.sh $(UPGRADE)

clean: ## remove what make has installed and cached
	@rm -rf .venv .venv-bench .venv-3.* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist

.venv/.made: requirements-installer.txt
	@tools/make_venv.sh .venv "$(PYTHON)"
	@touch $@

.venv/.runtime: .venv/.made requirements.txt pyproject.toml
	@tools/install.sh .venv requirements.txt
	@tools/install.sh .venv --editable
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.txt
	@tools/install.sh .venv requirements-dev.txt
	@touch $@

.venv-bench/.ready: requirements-installer.txt requirements-bench.txt pyproject.toml
	@tools/make_venv.sh .venv-bench "$(PYTHON)"
	@tools/install.sh .venv-bench requirements-bench.txt
	@tools/install.sh .venv-bench --editable
	@touch $@

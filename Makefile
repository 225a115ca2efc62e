# Everything a person runs, by name. Python 3.11 or later, git and make are enough.

SHELL := /bin/sh
BIN := .venv/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run env core test check fix bench snapshots screenshots lock clean

help:  ## say what each name does
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/  make \1\t\2/p' Makefile | expand -t 22

run: core  ## start everything and print the address; ARGS="--port 8000 --empty"
	@exec $(BIN)/kargosha start --with-parent $(ARGS)

env:  ## build .venv with all that tests and checks need
	@scripts/environment.sh test

core:  ## build .venv with what running needs
	@scripts/environment.sh core

test: env  ## run the whole suite on a real PostgreSQL; ARGS="-k quota" for a part
	@$(BIN)/python -m pytest $(if $(ARGS),$(ARGS),--cov --cov-report=term)

check: env  ## format, lint, types, contracts, migrations, templates, translations, spelling, docs, locks
	@$(BIN)/python scripts/check.py

fix: env  ## put right what a machine can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet .
	@git ls-files -z '*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2
	@$(BIN)/python -m kargosha.portal.catalogue

bench: env  ## measure each promised number beside its reference; build/bench.json
	@$(BIN)/python -m benchmarks $(ARGS)

snapshots: env  ## write anew what the snapshot tests compare with
	@KARGOSHA_SNAPSHOTS=write $(BIN)/python -m pytest -q tests/snapshots

screenshots: env  ## photograph the pages for the README
	@$(BIN)/python scripts/screenshots.py

lock:  ## resolve the dependencies anew
	@scripts/lock.sh

clean:  ## remove what can be built again; never data
	@rm -rf .venv build dist node_modules src/kargosha/portal/static/vendor

# make demo: a running newsroom from a bare checkout. make test: the whole suite from a bare checkout.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup demo test nightly check guards lint quick format hooks messages compiled bench lock clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

setup: $(BIN)/.developer compiled  ## the environment alone: .venv with all dependencies

demo: $(BIN)/.runtime compiled  ## a running newsroom on 127.0.0.1 (PORT=8000)
	@NEWSROOM_MODE=demo $(BIN)/python manage.py demo --port="$(PORT)"

test: setup  ## the whole suite: guards, SQLite, PostgreSQL, browser
	@bin/needs
	@bin/guards
	@bin/test

nightly: setup  ## everything on both databases, then the suite at five hours of the day
	@bin/needs
	@bin/guards
	@bin/nightly

quick: guards  ## guards, then the suite on SQLite, without a browser and what is slow
	@bin/quick

guards: setup  ## every rule that can be told from the source alone, in seconds; docs/guards.md lists them
	@bin/guards

check: setup  ## what CI runs: guards, types, deployment, small benchmarks, the whole suite
	@bin/needs
	@bin/guards
	@NEWSROOM_MODE=development $(BIN)/mypy
	@bin/check
	@bin/bench-smoke
	@bin/test

lint: setup  ## linters, formatters (only to judge) and types
	@$(BIN)/ruff check .
	@$(BIN)/djlint --lint --quiet templates
	@bin/format --check
	@NEWSROOM_MODE=development $(BIN)/mypy

format: setup  ## format Python, templates, scripts and style sheets
	@bin/format

hooks: setup  ## ask formatters and linters before each commit, from now on
	@$(BIN)/pre-commit install

messages: setup  ## bring both catalogues up to date and compile them
	@NEWSROOM_MODE=development $(BIN)/python manage.py catalogues

lock: setup  ## write requirements*.txt from requirements/*.in
	@bin/lock

bench: setup  ## the benchmark of readers’ pages at three sizes; bench/README.md names the others
	@bench/run pages

compiled: $(BIN)/.runtime  # what people read, made from locale/*.po; without Django, so it takes no time
	@$(BIN)/python -m newsroom.catalogues

clean:  ## take away the environment and all data of this checkout
	rm -rf .venv var

$(BIN)/.runtime: requirements.txt
	@$(PYTHON) bin/environment requirements.txt $@

$(BIN)/.developer: requirements-dev.txt requirements-s3.txt requirements-c2pa.txt $(BIN)/.runtime
	@$(BIN)/pip install -q --require-hashes -r requirements-dev.txt
	@touch $@

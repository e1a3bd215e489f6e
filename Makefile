# Every command a person needs. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: run test lint types check format translations bench bench-pages faults images demo clean help

VENV := .venv
CATALOGUES := $(wildcard surveyapp/translations/*/LC_MESSAGES/*.po)
BIN := $(VENV)/bin
# Compiled code is kept: without it every start takes five seconds longer.
unexport PYTHONDONTWRITEBYTECODE

run: $(VENV)/run.stamp  ## Start on http://127.0.0.1:8000 with a filled demo county
	$(BIN)/surveyapp serve

test: $(VENV)/test.stamp  ## Check everything: style, types, layers, tests on SQLite, PostgreSQL, Chromium
	.ci/check

lint: $(VENV)/test.stamp  ## Check style, layers, templates, spelling
	.ci/check lint

types: $(VENV)/test.stamp  ## Check types
	.ci/check types

check: test  ## The same as test

format: $(VENV)/test.stamp  ## Lay out code and templates the one agreed way
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-$(BIN)/djlint --reformat --quiet surveyapp

translations: $(VENV)/run.stamp  ## Bring the files of all languages up to date, and say what to translate
	$(BIN)/surveyapp translations update

bench: $(VENV)/run.stamp  ## Measure engine, columns, weights, estimates, pages; BIG=--big: 1,000,000 families
	PYTHONPATH=. $(BIN)/python benchmarks/engine.py
	PYTHONPATH=. $(BIN)/python benchmarks/scale.py $(BIG)
	PYTHONPATH=. $(BIN)/python benchmarks/estimation.py
	PYTHONPATH=. $(BIN)/python benchmarks/pages.py $(BIG)

bench-pages: $(VENV)/test.stamp benchmarks/lighthouse/node_modules  ## Weigh every kind of page and ask Lighthouse; needs node 18 or newer; ONLY="start review"
	PYTHONPATH=. $(BIN)/python -m benchmarks.page_weights $(ONLY)

benchmarks/lighthouse/node_modules: benchmarks/lighthouse/package-lock.json
	cd benchmarks/lighthouse && npm ci --ignore-scripts
	touch $@

faults: $(VENV)/test.stamp  ## Kill, cut, fill and restore until something is lost; prints figures
	PYTHONPATH=. $(BIN)/python -m benchmarks.faults

images: $(VENV)/test.stamp  ## Take the pictures of the README from a running demo; CODE=… PASSWORD=…
	$(BIN)/python docs/make_screenshots.py $(CODE) $(PASSWORD)

demo: $(VENV)/run.stamp  ## Fill empty databases with the demo county
	$(BIN)/surveyapp demo

clean:  ## Remove the virtual environment and caches; keeps the databases in instance/
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(VENV)/run.stamp: requirements.lock requirements-bootstrap.lock pyproject.toml .ci/bootstrap.sh $(CATALOGUES)
	.ci/bootstrap.sh run

$(VENV)/test.stamp: requirements-dev.lock requirements-bootstrap.lock pyproject.toml .ci/bootstrap.sh $(CATALOGUES)
	.ci/bootstrap.sh test

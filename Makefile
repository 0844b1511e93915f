# `make app` opens the review page, `make test` runs the tests; both set everything up first.
# `make help` lists everything there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Libraries keep what can be made again here, so that nothing is left outside the checkout.
export XDG_CACHE_HOME := $(CURDIR)/.cache

.PHONY: help app test check lint types docs setup model screenshots licences sbom clean

help:
	@sed -n 's/^#: //p' Makefile

#: make app          set everything up, train the first model, open the review page
app: $(READY)
	$(BIN)/belowline app $(APP_ARGS)

#: make test         set everything up, run the tests
test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

#: make check        everything that is checked before a change lands
check: lint types test

#: make lint         style of the code
lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

#: make types        types of the code
types: $(READY)
	$(BIN)/mypy

#: make docs         the documentation as a site, in site/
docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@echo "open site/index.html"

#: make setup        only set everything up, in .venv
setup: $(READY)

#: make model        train a new model version
model: $(READY)
	$(BIN)/belowline retrain

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "belowline needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ...")'
	@echo "setting up in $(VENV): libraries of 1.5 GB, one to three minutes"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

#: make screenshots  pictures of the pages for README and docs
screenshots: $(READY)
	$(BIN)/python docs/screenshots.py

#: make licences     docs/licences.md, from what is installed
licences: $(READY)
	$(BIN)/python docs/licences.py

#: make sbom         sbom.json: every library that is installed, in CycloneDX
sbom: $(READY)
	$(PYTHON) -m venv .cache/sbom
	.cache/sbom/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom
	.cache/sbom/bin/cyclonedx-py environment $(VENV) --pyproject pyproject.toml --output-file sbom.json

#: make clean        remove what `make` made
clean:
	rm -rf $(VENV) .cache

# Everything a person or CI runs. `make run` and `make test` each work alone on a fresh clone.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
PO := kunci/web/locale/en/LC_MESSAGES/django.po
MO := $(PO:.po=.mo)

.PHONY: setup run demo screens test check leaks bench bench-standing bench-reading bench-mediating bench-weekly heavy messages clean

setup: $(STAMP) $(MO)

$(STAMP): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kunci needs Python 3.11 or later: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

$(MO): $(PO) $(STAMP)
	$(BIN)/pybabel --quiet compile -D django -d kunci/web/locale

run: setup
	$(BIN)/kunci up

demo: setup
	$(BIN)/kunci demo

# The pictures of both READMEs, docs/screens/; takes a minute or two, and Chromium.
screens: setup
	$(BIN)/python -m tools.screens

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# All that CI runs: style, types, walls, then every test that is not marked heavy.
test: check
	$(BIN)/pytest -n 2 --dist worksteal

# The long proofs; their figures stand in docs/proof.md.
heavy: setup
	$(BIN)/pytest -m heavy

leaks: setup
	$(BIN)/python -m tests.secrecy.leaks

bench: setup
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.matching

# Ten million events; a minute or two.
bench-standing: setup
	$(BIN)/python -m tests.bench.standing

# Reading texts, and one text against 5,000; half a minute.
bench-reading: setup
	$(BIN)/python -m tests.bench.reading

# What could be mediated, among a million members: the database alone takes long to make; SIZE=--members=... for fewer.
bench-mediating: setup
	$(BIN)/python -m tests.bench.mediating $(SIZE)

# The pages of every week, at 100,000 members; some minutes.
bench-weekly: setup
	$(BIN)/python -m tests.bench.weekly $(SIZE)

messages: setup
	$(BIN)/python -m tools.messages

clean:
	rm -rf $(VENV) $(MO) .pytest_cache .mypy_cache .ruff_cache .hypothesis

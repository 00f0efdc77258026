# How one works here. Each recipe does all its own set-up.

BIN := .venv/bin
PERIOD ?= 2022-03

.PHONY: build page test lint bench docs pictures format clean

# The main job: INPUD's members update as email.html and email.txt (another one: make build PERIOD=2022-05).
build: .venv/.run
	$(BIN)/newsletter build $(PERIOD)

# The page in the browser, for INPUD's issue.
page: .venv/.run
	$(BIN)/newsletter preview $(PERIOD)

# All tests, a real Chromium included; it is installed where there is none.
test: .venv/.dev
	sh tools/setup.sh browser
	$(BIN)/pytest -n 2

# Style, types, who may import whom, and whether the generated docs are fresh.
lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check -P -I tools docs/*.md docs/sources/*.md

# How fast it is, against Hugo and Node's mjml + juice on the same input; what is absent is skipped.
bench: .venv/.dev
	$(BIN)/python tools/bench.py

# The parts of docs/ that are made from the code.
docs: .venv/.dev
	$(BIN)/cog -r -P -I tools docs/*.md docs/sources/*.md

# The pictures in docs/, from the real product.
pictures: .venv/.dev
	sh tools/setup.sh browser
	$(BIN)/python tools/make_pictures.py

format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/.run: pyproject.toml constraints.txt
	sh tools/setup.sh run
	touch $@

.venv/.dev: pyproject.toml constraints.txt
	sh tools/setup.sh dev
	touch $@ .venv/.run

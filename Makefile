# What people and CI run here. Each command first installs what it needs.

# Where the programs of the virtual environment are. On Windows: make lint BIN=.venv/Scripts
BIN := .venv/bin
PERIOD ?= 2022-03

.PHONY: build page test check fast-tests lint density bench docs pictures format clean

# Build INPUD's update: email.html and email.txt. For another issue: make build PERIOD=2022-05
build: .venv/.run
	@$(BIN)/newsletter build $(PERIOD)

# Open the page of that issue in the browser.
page: .venv/.run
	$(BIN)/newsletter preview $(PERIOD)

# Run all tests, some in a real Chromium. If there is none, it is installed. About five minutes.
test: .venv/.dev
	sh tools/setup.sh browser
	$(BIN)/pytest -n 2

# What every change needs before it is committed: lint and the fast tests. Under a minute.
check: lint fast-tests

# The tests of everything between reading a workspace and the finished email, without a browser and
# without the few that try thousands of cases. `make test` runs those too.
FAST_TESTS := tests/core tests/workspace tests/render tests/checks tests/tools \
	tests/test_kinds.py tests/test_house.py
SLOW_TESTS := \
	--ignore tests/render/test_in_chromium.py \
	--ignore tests/core/test_histories.py \
	--deselect tests/core/test_selection_properties.py::test_every_selected_item_was_selected_by_a_rule \
	--deselect tests/workspace/test_rewrite.py::test_any_row_of_decisions_is_read_again_as_decided \
	--deselect tests/workspace/test_frontmatter.py::test_what_is_read_without_yaml_is_read_as_yaml_would \
	--deselect tests/render/test_prose.py::test_hostile_texts_end \
	--deselect tests/render/test_dialects.py::test_whatever_content_holds_comes_out_as_text
fast-tests: .venv/.dev
	$(BIN)/pytest -n 2 $(FAST_TESTS) $(SLOW_TESTS)

# Check style, types, who may import whom, and whether the generated docs are up to date.
lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tools/exempt_modules.py
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check -P -I tools docs/*.md docs/sources/*.md

# Measure how dense the code is, beside what we aim at (docs/contributing.md).
density: .venv/.dev
	$(BIN)/python tools/density.py

# Measure how fast it is, against Hugo and Node's mjml with juice on the same input. Programs that
# are not installed are skipped.
bench: .venv/.dev
	$(BIN)/python tools/bench.py

# Write the parts of docs/ that are made from the code.
docs: .venv/.dev
	$(BIN)/cog -r -P -I tools docs/*.md docs/sources/*.md

# Take the pictures in docs/ from the real product.
pictures: .venv/.dev
	sh tools/setup.sh browser
	$(BIN)/python tools/make_pictures.py

# Format the code and fix what ruff can fix.
format: .venv/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Remove everything that was installed or made here, except the docs and the issues.
clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf .import_linter_cache

.venv/.run: pyproject.toml constraints.txt
	sh tools/setup.sh run
	touch $@

.venv/.dev: pyproject.toml constraints.txt
	sh tools/setup.sh dev
	touch $@ .venv/.run

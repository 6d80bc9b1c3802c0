# The few words every developer expects; each is a command that the README names.
.PHONY: run test all check pictures bench
run:
	python3 -m tui
test:
	python3 -m tests
all:
	python3 -m tests --all
check: # format, lint, types of the product, imports, figures of the house
	@python3 -m tests --version
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports
	python3 -m tests.tools.house
pictures:
	python3 -m tests.tools.pictures
bench:
	python3 -m tests.tools.bench

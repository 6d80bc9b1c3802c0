# The few words every developer expects; each is a command that the README names.
.PHONY: run test all check pictures bench
run:
	python3 -m tui
test:
	python3 -m tests
all:
	python3 -m tests --all
check: .venv # format, lint, types, imports: what pre-commit does for what changed, for everything
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy && .venv/bin/lint-imports
pictures:
	python3 -m tests.tools.pictures
	python3 -m tests.tools.pictures.wiring
bench:
	python3 -m tests.tools.bench
.venv:
	python3 -m tests --version

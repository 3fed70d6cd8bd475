# Two commands matter: `make demo` shows the main job, `make test` checks everything.
# Both set up what they need on a bare Debian 12 or Ubuntu.

PYTHON_IN := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help demo test dev lint types contracts bench papers accept monkey guide screenshots fonts holidays lock clean

help:
	@echo "make demo       one village matter from proposal to result and all its papers, into demo-output/"
	@echo "make test       every check: ruff, mypy, import contracts, tests, coverage"
	@echo "make dev        prepare .venv with the test tools, nothing else"
	@echo "make lint | types | contracts    one checker alone"
	@echo "make bench      measure; prints a table of medians and ratios"
	@echo "make papers     every kind of paper in every layout, and contact sheets of them, into papers-output/"
	@echo "make accept     the same, judged by qpdf, pikepdf, pdfsig, PDFBox Preflight, openxml-audit and LibreOffice"
	@echo "make screenshots   pictures of every page and form of the window, into screenshots/"
	@echo "make guide      write docs/用户手册.md from the help of the window; with pictures in screenshots/guide/"
	@echo "make monkey     ten minutes of random clicks and keys at the window"
	@echo "make fonts      build resources/fonts again from their packages"
	@echo "make holidays   write resources/holidays again, once a year when the new year is known"
	@echo "make lock       write the locks again from pyproject.toml"
	@echo "make clean      remove what was made, .venv too"

demo:
	@packaging/bootstrap.sh run
	@$(PYTHON_IN) -m consult_desk demo --out demo-output

test:
	@packaging/bootstrap.sh dev
	@packaging/test.sh

dev:
	@packaging/bootstrap.sh dev

lint: dev
	.venv/bin/ruff check .

types: dev
	.venv/bin/mypy

contracts: dev
	.venv/bin/lint-imports --no-cache

bench: dev
	$(PYTHON_IN) -m pytest -q -s -p no:cacheprovider -o python_files='bench_*.py' -o python_functions='bench_*' tests/bench

papers: dev
	$(PYTHON_IN) packaging/papers.py

accept: dev
	packaging/accept/prepare.sh
	$(PYTHON_IN) packaging/papers.py --accept

monkey: dev
	CONSULT_DESK_MONKEY_SECONDS=600 $(PYTHON_IN) -m pytest -q -s -p no:cacheprovider tests/ui/test_monkey.py

guide: dev
	$(PYTHON_IN) packaging/guide.py

screenshots: dev
	$(PYTHON_IN) packaging/screenshots.py

fonts: dev
	$(PYTHON_IN) packaging/fonts/build_fonts.py

holidays: dev
	$(PYTHON_IN) packaging/make_holidays.py

lock: dev
	packaging/lock.sh

clean:
	rm -rf .venv demo-output build dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find consult_desk ui tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +

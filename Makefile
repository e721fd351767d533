# つなぐ — `make` だけで、できることの一覧が出ます。
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo run manage test lint bench proof run-packages test-packages bench-packages

UV_VERSION := 0.13.9
UV := .uv/bin/python -m uv
PYTHON := .venv/bin/python
# Each of the processes that are started would compile our modules anew.
unexport PYTHONDONTWRITEBYTECODE

RUN_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
TEST_PACKAGES := chromium-headless-shell fonts-morisawa-bizud-gothic clamav-daemon clamav-testfiles
BENCH_PACKAGES := wrk
APPS := site/portal site/content site/accounts site/foundation outreach directory events training_media
# These modules carry promises, so their types are checked strictly.
STRICT := -name rules.py -o -name line.py -o -name selection.py -o -name small_counts.py -o -name side_by_side.py -o -name services.py -o -path '*/services/*.py' -o -name access.py -o -name '*queries.py' -o -name links.py -o -name vtt.py
# One process serves one door: tests of the private one live in these folders and are a run of their own.
PRIVATE_TESTS := $(wildcard tests/handoff tests/private)
PRIVATE_BENCHES := tests/benchmarks/test_handoff.py
PRIVATE_PROOFS := $(wildcard tests/proof/test_handoff_*.py) tests/proof/test_every_row.py tests/proof/test_hostile_files.py tests/proof/test_vault.py
# What each door proves for itself.
PROOFS_OF_BOTH := tests/proof/test_quick_states.py
LONG_TESTS := tests/benchmarks tests/proof
# What `make test` sees a small part of.
WHOLE_TESTS := $(patsubst %/conftest.py,%,$(sort $(shell grep -rl --include='*.py' '^from tests.whole import' tests)))
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard site/portal/locale/*/LC_MESSAGES/*.po))

help: ## この一覧
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 8

setup: run-packages .venv/stamp $(TRANSLATIONS) ## 必要なものをすべて入れる

demo: setup ## 見本の世界を動かす（PORT=8000 HOST=localhost）
	@exec $(PYTHON) -m portal.processes demo

run: setup ## 自分のデータで動かす（PORT=8000 HOST=localhost）
	@exec $(PYTHON) -m portal.processes run

manage: setup ## 管理の命令を、いまのデータで実行する（ARGS="check"）
	@exec $(PYTHON) -m portal.managing $(ARGS)

test: setup test-packages ## すべてのテスト（ブラウザのテストも）
	$(PYTHON) -m pytest -n 2 --dist worksteal $(PRIVATE_TESTS:%=--ignore=%) $(LONG_TESTS:%=--ignore=%)
	$(if $(PRIVATE_TESTS),$(PYTHON) -m pytest -n 2 --dist worksteal --ds portal.settings.private_test $(PRIVATE_TESTS))

bench: setup test-packages bench-packages ## 速さを測る（30分以内）
	$(PYTHON) -m pytest -s $(PRIVATE_BENCHES:%=--ignore=%) tests/benchmarks
	$(PYTHON) -m pytest -s --ds portal.settings.private_test $(PRIVATE_BENCHES)

proof: setup test-packages ## 長い証明（数時間）
	$(PYTHON) -m pytest -s $(PRIVATE_PROOFS:%=--ignore=%) tests/proof
	$(PYTHON) -m pytest -s --ds portal.settings.private_test $(PRIVATE_PROOFS) $(PROOFS_OF_BOTH)
	PORTAL_EVERY_WIDTH=1 $(PYTHON) -m pytest tests/journeys -k accessible
	PORTAL_WHOLE=1 $(PYTHON) -m pytest $(filter-out $(PRIVATE_TESTS:%=%/%),$(WHOLE_TESTS))

lint: setup ## 書き方、型、依存の向き、ひな形を調べる
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	find $(APPS) $(STRICT) | xargs -r $(PYTHON) -m mypy
	sed 's/portal.settings.test/portal.settings.private_test/' pyproject.toml > .mypy_cache/private.toml
	find site/handoff $(STRICT) | xargs -r $(PYTHON) -m mypy --config-file .mypy_cache/private.toml --cache-dir .mypy_cache/private
	.venv/bin/lint-imports
	find $(APPS) site/handoff -name '*.html' | xargs .venv/bin/djade --check --target-version 6.1
	find $(APPS) site/handoff -name '*.html' | xargs $(PYTHON) -m djhtml --check -t 2
	for door in test private_test; do $(PYTHON) -W ignore manage.py makemigrations --check --dry-run --skip-checks --settings portal.settings.$$door; done
	$(PYTHON) tests/proof_age.py

run-packages:
	@.ci/install-packages $(RUN_PACKAGES)

bench-packages:
	@.ci/install-packages $(BENCH_PACKAGES)

test-packages:
	@.ci/install-packages $(TEST_PACKAGES)

.uv/stamp-$(UV_VERSION):
	@.ci/install-packages python3-venv
	@echo '必要なものを入れています。はじめは数分かかります。'
	@for python in python3 /usr/bin/python3; do "$$python" -m venv --clear .uv && break; done
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	@touch $@

# A moved or copied folder carries an environment that still points to the old place: it is made again.
ifneq ($(shell cat .venv/stamp 2>/dev/null),$(CURDIR))
.PHONY: .venv/stamp
endif
.venv/stamp: .uv/stamp-$(UV_VERSION) requirements.lock pyproject.toml .python-version
	@[[ "$$(cat $@ 2>/dev/null)" == "$$(pwd -P)" && $@ -nt .python-version ]] || $(UV) venv --quiet --clear .venv
	@$(UV) pip sync --quiet --python $(PYTHON) --compile-bytecode --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(PYTHON) --compile-bytecode --no-deps -e .
	@pwd -P > $@

%.mo: %.po .venv/stamp
	@.venv/bin/pybabel --quiet compile --locale ja --input-file $< --output-file $@

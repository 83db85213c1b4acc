# Two commands matter: `make run` and `make test`. A machine with python3 (3.11 or newer), pip and make is enough.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
PARALLEL = --numprocesses auto --dist loadfile
ON_POSTGRESQL = $(BIN)/python -m tests.engines.postgresql
# What is worth a second run on the other database: whatever locks, counts, searches or restores.
DATABASE_ROOMS = tests/api tests/credentials tests/delivery tests/intake tests/operations tests/pages tests/teams
FLAGS = --quiet --require-hashes --disable-pip-version-check
INSTALL = $(PYTHON) -m pip --python $(BIN)/python install $(FLAGS) -r
# What reads the code only, and all that it brings, stays apart from what runs and tests it.
LINT = .venv-lint/bin
ROOMS = sealing teams credentials notifications simulator wecomnotify
SEMGREP = PATH=$(CURDIR)/$(LINT):$$PATH SEMGREP_SETTINGS_FILE=$(CURDIR)/var/check/semgrep.yml \
	$(LINT)/semgrep scan --metrics off --disable-version-check --config .semgrep/house.yaml
READ_FOR_SECRETS = ':!requirements*.txt' ':!*.po' ':!*.svg' ':!*.png' ':!*.woff2' ':!.secrets.baseline'

export PORT DATA_DIR

.PHONY: run test test-fast test-postgres chaos browser database brokers check format words lock worker bench curves clean

run: .venv/runs ## install, migrate, make a keyring and a demo, and serve on http://127.0.0.1:$(PORT)
	@DEBUG=true WECOM_LOOPBACK_ENDPOINT=http://127.0.0.1:$(PORT) sh -c '\
		$(MANAGE) migrate --verbosity 0 && \
		{ test -e "$${KEYRING_FILE:-$(DATA_DIR)/keyring.json}" || $(MANAGE) keyring init; } && \
		$(MANAGE) seed_demo && \
		exec $(MANAGE) serve'

worker: .venv/runs ## deliver messages in a process of its own
	$(MANAGE) worker

test: .venv/tests browser database brokers ## install what tests need and run all of them
	@rm -rf .coverage .coverage.* var/asvs
	env -u PORT -u DATA_DIR $(BIN)/coverage run -m pytest $(PARALLEL) --asvs var/asvs/sqlite.json
	env -u PORT -u DATA_DIR $(ON_POSTGRESQL) $(BIN)/coverage run -m pytest $(PARALLEL) \
		--asvs var/asvs/postgresql.json $(DATABASE_ROOMS)
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report
	$(BIN)/python -m tests.asvs var/asvs

test-fast: .venv/tests ## everything but the browser and the whole process tree
	env -u PORT -u DATA_DIR $(BIN)/pytest $(PARALLEL) -m "not browser and not contract and not chaos"

chaos: .venv/tests database brokers ## kill, stop, fill and storm the whole product for forty-five minutes, and print what came of it
	env -u PORT -u DATA_DIR CHAOS=full $(BIN)/pytest tests/chaos

bench: .venv/bench ## measure against the bars of docs/performance.md; ROW=intake measures that row alone
	env -u PORT -u DATA_DIR $(BIN)/python -m bench $(ROW)

curves: .venv/bench ## put what `make bench` has kept into docs/performance.md and its pictures
	cp var/bench.json docs/performance.json
	$(BIN)/python -m bench.curves docs/performance.json docs

test-postgres: .venv/tests database ## everything but the browser, on a PostgreSQL server of the tests' own
	env -u PORT -u DATA_DIR $(ON_POSTGRESQL) $(BIN)/pytest $(PARALLEL) -m "not browser and not contract and not chaos"

browser: ## Debian's Chromium and fonts, when we may install them
	@sh tests/install_browser.sh

database: ## Debian's PostgreSQL, when we may install it
	@sh tests/install_postgresql.sh

brokers: ## Debian's Redis and RabbitMQ, when we may install them
	@sh tests/install_brokers.sh

check: .venv/tests .venv-lint/installed ## format, lint, types, walls between rooms, migrations, and no known weakness
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html')
	$(BIN)/djlint --lint --quiet templates
	DEBUG=true DATA_DIR=$(CURDIR)/var/check $(BIN)/mypy .
	$(BIN)/lint-imports
	DEBUG=true DATA_DIR=$(CURDIR)/var/check $(MANAGE) check --fail-level WARNING
	DEBUG=true DATA_DIR=$(CURDIR)/var/check $(MANAGE) makemigrations --check --dry-run
	$(LINT)/bandit --quiet --configfile pyproject.toml --recursive $(ROOMS)
	$(SEMGREP) --error --quiet $(ROOMS)
	$(SEMGREP) --test --quiet .semgrep/house.py
	$(LINT)/python .secrets/planted.py
	git ls-files -z $(READ_FOR_SECRETS) | xargs -0 $(LINT)/detect-secrets-hook --baseline .secrets.baseline

format: .venv/tests ## rewrite to the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

words: .venv/tests ## gather the texts of code and templates into locale/, and compile what is translated
	DEBUG=true DATA_DIR=$(CURDIR)/var/check $(MANAGE) makemessages -l zh_Hans -l ru \
		--ignore .venv --ignore .venv-lint --ignore var --ignore tests --ignore bench --no-location --no-wrap
	for folder in locale/*/LC_MESSAGES; do msgfmt --check -o $$folder/django.mo $$folder/django.po || exit; done

lock: .venv/tests ## pin every requirements*.in for every Python, with hashes
	for wanted in requirements*.in; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url $$wanted -o $${wanted%.in}.txt || exit; \
	done

# Bare Debian has no python3-venv, so pip of the system fills an environment made without one.
.venv/bin/python:
	$(PYTHON) -m venv --without-pip .venv

.venv/runs: requirements.txt | .venv/bin/python
	$(INSTALL) requirements.txt
	@touch $@

.venv/tests: requirements-dev.txt | .venv/bin/python
	$(INSTALL) requirements-dev.txt
	@touch $@ .venv/runs

.venv/bench: requirements-bench.txt | .venv/bin/python
	$(INSTALL) requirements-bench.txt
	@touch $@ .venv/tests .venv/runs

.venv-lint/installed: requirements-lint.txt
	$(PYTHON) -m venv --without-pip .venv-lint
	$(PYTHON) -m pip --python $(LINT)/python install $(FLAGS) -r requirements-lint.txt
	@touch $@

clean: ## remove what was installed and made, but never the data in var/
	rm -rf .venv .venv-lint .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov

# Alla kommandon. `make` utan namn skriver ut dem.
PYTHON ?= python3
PORT ?= 8000
FAMILY ?=
ARGS ?=
export FAMILY ARGS

.DEFAULT_GOAL := help
.PHONY: help demo test lint format messages pictures measure lock clean

help: ## Visar den här listan
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

demo: ## Startar demon på http://localhost:8000 (annan port: make demo PORT=8001)
	@exec $(PYTHON) scripts/run_demo.py --port "$(PORT)"

test: ## Kör alla kontroller och tester (en del: make test FAMILY=domain ARGS="-k beslut")
	@exec $(PYTHON) scripts/run_tests.py

lint: ## Kontrollerar kodstil, mallar och typer
	@exec $(PYTHON) scripts/run_tests.py --family lint,types

format: ## Rättar kodstilen
	@exec $(PYTHON) scripts/run_tests.py --fix

messages: ## Lägger in nya texter i språkkatalogerna i locale/, och bygger dem; översätt sedan och kör en gång till
	@exec .venv/bin/python scripts/check_messages.py --write

pictures: ## Tar om bilderna i README, i en egen demo (för hand, när sidorna har ändrats)
	@exec $(PYTHON) scripts/take_pictures.py

measure: ## Mäter ett sammanträde med 100 beslut, och ärendelistan med 100 000 ärenden (för hand, se docs/matningar.md)
	@.venv/bin/python scripts/measure_pack.py
	@exec .venv/bin/python scripts/measure_list.py

lock: ## Räknar om låsfilerna efter pyproject.toml (kräver uv; nyare versioner: make lock ARGS=--upgrade)
	uv pip compile -q $(LOCK) $(ARGS) pyproject.toml -o requirements.lock
	uv pip compile -q $(LOCK) $(ARGS) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean: ## Tar bort den virtuella miljön och alla mellanfiler; demons data i var/ blir kvar
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

LOCK = --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url

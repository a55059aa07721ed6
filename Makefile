# make run    show the site on this machine
# make test   check everything that can be checked here
# make lint   the quick checks only
# make messages  list the texts that need a Spanish one, and compile those that have it
# make editor NAME=ada   create a login for the admin, with a password shown once
# make lock   pin the dependencies anew (needs uv)
# make clean  remove the environment and everything the site wrote on this machine

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: run test lint messages editor lock clean

run: $(VENV)/runtime.stamp
	@exec $(PY) manage.py up --with-parent

test: $(VENV)/dev.stamp
	@exec $(PY) -m tests.suite

lint: $(VENV)/dev.stamp
	@exec $(PY) -m tests.suite --only-lint

messages: $(VENV)/dev.stamp
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) -m tests.messages

editor: $(VENV)/runtime.stamp
	@exec $(PY) manage.py make_admin "$(or $(NAME),$(shell id -un))"

# The environment. uv is used where it is installed, plain pip otherwise; both check the hashes.
$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is older or missing. Try: make run PYTHON=python3.12"; exit 1; }
	@echo "Creating the environment in $(VENV) ..."
	@if command -v uv >/dev/null; then uv venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" $(VENV); \
	  else $(PYTHON) -m venv $(VENV) || { echo "On Debian and Ubuntu: apt install python3-venv"; exit 1; }; fi

INSTALL = if command -v uv >/dev/null; \
	  then uv pip install --quiet --python $(PY) --require-hashes -r $(1); \
	  else { $(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null; } \
	    && $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi

$(VENV)/runtime.stamp: requirements.txt | $(PY)
	@echo "Installing what the site needs ..."
	@$(call INSTALL,requirements.txt)
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt | $(PY)
	@echo "Installing what the checks need ..."
	@$(call INSTALL,requirements/dev.txt)
	@touch $@ $(VENV)/runtime.stamp

LOCK = uv pip compile --quiet --universal --python-version 3.11.0 --no-header --no-emit-index-url --no-emit-find-links --generate-hashes

lock:
	$(LOCK) requirements/runtime.in --output-file requirements.txt
	$(LOCK) --constraints requirements.txt requirements/dev.in --output-file requirements/dev.txt
	$(LOCK) --constraints requirements.txt --constraints requirements/dev.txt requirements/provider.in --output-file requirements/provider.txt

clean:
	rm -rf $(VENV) var

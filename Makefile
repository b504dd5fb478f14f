# `make` sets up this computer and makes the PDFs; `make help` tells the rest.

.DEFAULT_GOAL := build
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
.NOTPARALLEL:

# The work must not depend on the language settings of whoever runs it.
export PYTHONUTF8 := 1
export LC_ALL := C.UTF-8
unexport LANGUAGE PYTHONPATH PYTHONHOME

ifneq (,$(strip $(foreach name,LANG LANGUAGE locale area material,$(filter command,$(origin $(name))))))
$(error To narrow the work use LOCALE, AREA or MATERIAL, in capitals, for example: make LOCALE=ro)
endif

# Values from the command line are only ever text. `value` and `:=` keep make from
# reading a $ in them; the shell gets them through the environment, in quotes.
override LOCALE := $(value LOCALE)
override AREA := $(value AREA)
override MATERIAL := $(value MATERIAL)
override NEW := $(value NEW)
export LOCALE AREA MATERIAL NEW
NARROW = $${LOCALE:+--locale="$$LOCALE"} $${AREA:+--area="$$AREA"} $${MATERIAL:+--material="$$MATERIAL"}

PYTHON := .venv/bin/python
GENERATOR := $(PYTHON) -m generator

##@ For everyone

.PHONY: build
build: set-up ## Make the PDFs, in build/ (plain `make` does the same)
	@$(GENERATOR) build $(NARROW)

.PHONY: help
help: ## Show this list
	@awk -f setup/help.awk Makefile

##@ For the communications officer

.PHONY: status
status: set-up ## Show what is ready and what is still missing
	@$(GENERATOR) status $(NARROW)

.PHONY: check
check: set-up ## Check the content and the translations
	@$(GENERATOR) check $(NARROW)

##@ For translators and reviewers

.PHONY: translations
translations: set-up ## Bring the translation files up to date with the content
	@$(GENERATOR) translations $(NARROW)

.PHONY: locale
locale: set-up ## Begin a language: make locale NEW=km
	@$(GENERATOR) locale --new="$$NEW"

##@ For developers

.PHONY: test
test: set-up ## Run all tests
	@$(PYTHON) -m pytest -n auto --quiet

.PHONY: schema
schema: set-up ## Write the JSON Schemas of the content files
	@$(GENERATOR) schema

.PHONY: contact-sheets
contact-sheets: build ## Put the pages of all languages side by side, for docs/
	@$(GENERATOR) contact-sheets

.PHONY: set-up
set-up: ## Only set up this computer (the others do it by themselves)
	@sh setup/set-up.sh

.PHONY: lock
lock: ## Renew the list of Python packages after a change in pyproject.toml
	@sh setup/lock.sh

.PHONY: clean
clean: ## Empty build/ and remove what Python and pytest keep
	@[ ! -d build ] || find build/ -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
	@find . \( -name .git -o -name '.venv*' \) -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf .pytest_cache

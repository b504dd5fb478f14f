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
override BY := $(value BY)
override SERVICE := $(value SERVICE)
override VALUE := $(value VALUE)
override FACT := $(value FACT)
override STRING := $(value STRING)
override EVERY := $(value EVERY)
override CSV := $(value CSV)
override APPROVE := $(value APPROVE)
override LIST := $(value LIST)
override PORT := $(value PORT)
override GROWTH := $(value GROWTH)
override FILE := $(value FILE)
override CODE := $(value CODE)
override PRINTER := $(value PRINTER)
override STITCHED := $(value STITCHED)
override COPIES := $(value COPIES)
override PACK := $(value PACK)
override ON := $(value ON)
override WHERE := $(value WHERE)
override AGAIN := $(value AGAIN)
override URL := $(value URL)
override ROUNDS := $(value ROUNDS)
override SEED := $(value SEED)
override HOURS := $(value HOURS)
override COUNT := $(value COUNT)
override ONE := $(value ONE)
override SAMPLE := $(value SAMPLE)
export LOCALE AREA MATERIAL NEW BY SERVICE VALUE FACT STRING EVERY CSV APPROVE LIST PORT GROWTH FILE CODE PRINTER STITCHED COPIES PACK ON WHERE AGAIN URL ROUNDS SEED HOURS COUNT ONE SAMPLE
NARROW = $${LOCALE:+--locale="$$LOCALE"} $${AREA:+--area="$$AREA"} $${MATERIAL:+--material="$$MATERIAL"}

PYTHON := .venv/bin/python
GENERATOR := $(PYTHON) -m generator

##@ For everyone

.PHONY: build
build: set-up ## Make the PDFs, in build/ (plain `make` does the same)
	@$(GENERATOR) build $(NARROW) $${PRINTER:+--printer="$$PRINTER"}

.PHONY: all
all: set-up ## Make everything, rarely used forms such as large print too
	@$(GENERATOR) build --all $(NARROW)

.PHONY: help
help: ## Show this list
	@awk -f setup/help.awk Makefile

##@ For the communications officer

.PHONY: status
status: set-up ## Show what is ready and what is still missing
	@$(GENERATOR) status $(NARROW)

.PHONY: coverage
coverage: set-up ## Show which item exists in which language, and where it is needed most
	@$(GENERATOR) coverage

.PHONY: check
check: set-up ## Check the content and the translations
	@$(GENERATOR) check $(NARROW)

.PHONY: facts
facts: set-up ## List every number and who checked it when: what to ring next comes first
	@$(GENERATOR) facts

.PHONY: verified
verified: set-up ## Record that you rang a number: make verified SERVICE=helpline BY=you (FACT=hours)
	@$(GENERATOR) verified --service="$${SERVICE:?Name the service: make verified SERVICE=helpline BY=you}" --by="$${BY:?Say who rang: BY=you}" $${VALUE:+--value="$$VALUE"} $${FACT:+--fact="$$FACT"}

.PHONY: approve
approve: set-up ## Read the English and approve it, text by text: make approve BY=you (MATERIAL=safety-card)
	@$(GENERATOR) approve $${LOCALE:+--locale="$$LOCALE"} $${BY:+--by="$$BY"} $${MATERIAL:+--material="$$MATERIAL"} $${APPROVE:+--approve-file="$$APPROVE"} $${LIST:+--list}

.PHONY: preflight
preflight: set-up ## Check any PDF for a printer: make preflight FILE=card.pdf PRINTER=sheet-fed (STITCHED=1: a booklet)
	@$(GENERATOR) preflight "$${FILE:?Name the file: make preflight FILE=card.pdf PRINTER=sheet-fed}" --printer="$${PRINTER:?Name the printer, a file in content/printers/: PRINTER=sheet-fed}" $${STITCHED:+--stitched} $${LOCALE:+--locale="$$LOCALE"}

.PHONY: verify
verify: set-up ## Read every finished file in build/ again, by what took no part in making it
	@$(GENERATOR) verify

.PHONY: pack
pack: set-up ## One zip for the printer: make pack AREA=wiltshire (PRINTER=sheet-fed COPIES=2000)
	@$(GENERATOR) pack $(NARROW) $${PRINTER:+--printer="$$PRINTER"} $${COPIES:+--copies="$$COPIES"}

.PHONY: release
release: set-up ## What is signed off and verified, without the mark, in build/release/; the rest is listed
	@$(GENERATOR) release $(NARROW) $${PRINTER:+--printer="$$PRINTER"}

.PHONY: trace
trace: set-up ## What a printed item says and where it came from: make trace CODE=7F3A-9K2C-4TXW
	@$(GENERATOR) trace "$${CODE:?Type the code that is printed on it: make trace CODE=7F3A-9K2C-4TXW}"

.PHONY: recall
recall: set-up ## Which printed items are no longer right: SERVICE=helpline, STRING=safety-card.heading, AREA= (CSV=list.csv, EVERY=1)
	@$(GENERATOR) recall $${SERVICE:+--service="$$SERVICE"} $${STRING:+--string="$$STRING"} $${AREA:+--area="$$AREA"} $${LOCALE:+--locale="$$LOCALE"} $${EVERY:+--every} $${CSV:+--csv="$$CSV"}

.PHONY: printed
printed: set-up ## Record that a pack was printed: make printed PACK=….zip BY=you (COPIES= ON= WHERE=); at the office: CODE= COPIES=
	@$(GENERATOR) printed $${PACK:+--pack="$$PACK"} $${CODE:+--code="$$CODE"} --by="$${BY:?Say who records it: BY=you}" $${COPIES:+--copies="$$COPIES"} $${ON:+--on="$$ON"} $${WHERE:+--where="$$WHERE"} $${AGAIN:+--again}

.PHONY: site
site: set-up ## Make the pages for the web alone, and the folders to upload, in build/site/
	@$(GENERATOR) site

.PHONY: check-site
check-site: set-up ## Fetch every published address of a live site, and say what is wrong: AREA=wiltshire
	@$(GENERATOR) check-site $${URL:+"$$URL"} $${AREA:+--area="$$AREA"}

##@ For translators and reviewers

.PHONY: preview
preview: set-up ## Show the pages in a browser, and each edit as soon as it is saved
	@$(GENERATOR) preview $(NARROW) $${PORT:+--port="$$PORT"}

.PHONY: proof
proof: set-up ## Write a bilingual proof to read and sign, in build/proofs/: make proof LOCALE=ro
	@$(GENERATOR) proof $(NARROW)

.PHONY: review
review: set-up ## Read the texts of a language and approve them: LOCALE=ro BY=you (LIST=1 only shows)
	@$(GENERATOR) review --locale="$${LOCALE:?Name the language: make review LOCALE=ro BY=you}" $${BY:+--by="$$BY"} $${MATERIAL:+--material="$$MATERIAL"} $${APPROVE:+--approve-file="$$APPROVE"} $${LIST:+--list}

.PHONY: handoff
handoff: set-up ## Pack a language for a translation agency: make handoff LOCALE=ro
	@$(GENERATOR) handoff --locale="$${LOCALE:?Name the language: make handoff LOCALE=ro}"

.PHONY: receive
receive: set-up ## Take a returned catalog, string by string: make receive FILE=ro.po BY=translator
	@$(GENERATOR) receive --file="$${FILE:?Name the file: make receive FILE=ro.po BY=you}" --by="$${BY:?Say who translated: BY=you}" $${LOCALE:+--locale="$$LOCALE"}


.PHONY: translations
translations: set-up ## Bring the translation files up to date with the content
	@$(GENERATOR) translations $(if $(LOCALE),--locale $(LOCALE))

.PHONY: locale
locale: set-up ## Begin a language: make locale NEW=km
	@$(GENERATOR) locale --new="$$NEW"

##@ For developers

.PHONY: test
test: set-up ## Run all tests
	@$(PYTHON) -m pytest -n auto --quiet

.PHONY: faults
faults: set-up ## Do harm to builds and records in many ways, and see what stands: ROUNDS=40 SEED=1
	@nice $(PYTHON) tests/mishaps $${ROUNDS:+--rounds="$$ROUNDS"} $${SEED:+--seed="$$SEED"}
	@nice $(PYTHON) tests/mishaps/same.py

.PHONY: schema
schema: set-up ## Write the JSON Schemas of the content files
	@$(GENERATOR) schema

.PHONY: explain
explain: set-up ## What a code means: make explain CODE=E214
	@$(GENERATOR) explain "$${CODE:?Name the code: make explain CODE=E214}"

.PHONY: why
why: set-up ## Why a file was made again, or that it was kept: make why FILE=wiltshire/ro/safety-card.pdf
	@$(GENERATOR) why -- "$${FILE:?Name the file as the gallery does: make why FILE=wiltshire/ro/safety-card.pdf}"

.PHONY: pseudo
pseudo: set-up ## Make everything in made-up languages, in build-pseudo/ (GROWTH=wide: longer still)
	@$(GENERATOR) pseudo $(NARROW) $${GROWTH:+--growth="$$GROWTH"}

.PHONY: bench-checks
bench-checks: set-up ## Measure how many seeded errors the checks catch; writes docs/checks.md
	@$(PYTHON) benchmarks/checks.py

.PHONY: fuzz
fuzz: set-up ## Spoil content and catalogs at random; goes on where it stopped: HOURS=8, COUNT=1000000 (ONE=yaml:7 shows one)
	@nice -n 15 $(PYTHON) tests/fuzz.py $${HOURS:+--hours="$$HOURS"} $${COUNT:+--count="$$COUNT"} $${ONE:+--one="$$ONE"}

.PHONY: growth
growth: set-up ## Measure how time and memory grow with areas; writes it into docs/speed.md
	@$(PYTHON) benchmarks/growth.py

.PHONY: bench
bench: set-up ## Measure our typesetting beside others, in turn; writes docs/speed.md (SAMPLE=40: in some minutes)
	@$(PYTHON) benchmarks/typesetting.py $${SAMPLE:+--sample="$$SAMPLE"} $${AREA:+--area="$$AREA"}

.PHONY: screenshots
screenshots: set-up ## Pictures of the web pages and the gallery, for docs/ (after make)
	@$(PYTHON) tests/screenshots.py

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
clean: ## Empty build/, and remove previews and what Python and pytest keep
	@[ ! -d build ] || find build/ -mindepth 1 -maxdepth 1 ! -name .gitignore -exec rm -rf {} +
	@find . \( -name .git -o -name '.venv*' \) -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
	@rm -rf .pytest_cache .preview build-pseudo

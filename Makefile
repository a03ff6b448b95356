# Holdfast: `make demo` shows it, `make test` proves it, `make build` makes the release binary.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
SOURCES := Sources Tests Package.swift
VENV := .build/venv
TOOLS := .build/tools
STRICT := --explicit-target-dependency-import-check error

export HOLDFAST_PYTHON := $(CURDIR)/$(VENV)/bin/python
export HOLDFAST_MINISTACK := $(CURDIR)/.build/ministack/bin/ministack
export HOLDFAST_MOTO := $(CURDIR)/.build/moto/bin/moto_server
export HOLDFAST_TOOLS := $(CURDIR)/$(TOOLS)/usr/bin

.PHONY: help
help: ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: headers
headers:
	@.ci/install headers

.PHONY: judges
judges:
	@.ci/install judges

.PHONY: build
build: headers ## Make the release binary .build/release/holdfast
	$(SWIFT) build -c release --product holdfast

.PHONY: lint
lint: ## Check the format of every Swift file
	$(SWIFT) format lint --strict --recursive $(SOURCES)

.PHONY: format
format: ## Put every Swift file into the format
	$(SWIFT) format --in-place --recursive $(SOURCES)

# What waits for sockets, programs and the wall clock runs by itself: in one process with what computes for minutes, it
# would be kept waiting past its own limits.
WAITING := ^(CommandTests|ConformanceTests|PlatformTests|RuntimeTests)\.
FOREIGN := ^IntegrationTests\.
RUN_TESTS := HOLDFAST_INTEGRATION=1 $(SWIFT) test --disable-xctest --skip-build $(STRICT)

.PHONY: test
test: headers judges lint ## Run every ring of tests on one debug build
	$(SWIFT) build --build-tests $(STRICT)
	$(RUN_TESTS) --filter '$(WAITING)'
	$(RUN_TESTS) --filter '$(FOREIGN)'
	$(RUN_TESTS) --skip '$(WAITING)' --skip '$(FOREIGN)'

.PHONY: failures
failures: headers ## Every way a call can go wrong, in every call of a sweep, a plan and an apply
	$(SWIFT) build --build-tests $(STRICT)
	HOLDFAST_FAILURES=all $(SWIFT) test --disable-xctest --skip-build $(STRICT) \
	    --filter 'ScenarioTests.(FailureTable|FailedApply)Tests'

.PHONY: mutants
mutants: headers ## Replace each verdict of each control by each other one, and ask whether a test notices
	$(SWIFT) build --build-tests $(STRICT)
	$(SWIFT) test --disable-xctest --skip-build $(STRICT) --filter '^DomainTests.MutantTests'

ORACLE_CASES ?= 100000
ORACLE_SEED ?= 20261128
CRON_EXPRESSIONS ?= 2000
ZONE_YEARS ?= 3

.PHONY: oracle
oracle: headers judges ## Hold selections and schedules against models and readers in Python, by the hundred thousand
	$(SWIFT) build --build-tests $(STRICT)
	HOLDFAST_ORACLE_CASES=$(ORACLE_CASES) HOLDFAST_ORACLE_SEED=$(ORACLE_SEED) \
	    HOLDFAST_CRON_EXPRESSIONS=$(CRON_EXPRESSIONS) HOLDFAST_ZONE_YEARS=$(ZONE_YEARS) \
	    $(SWIFT) test --disable-xctest --skip-build $(STRICT) \
	    --filter '^DomainTests.(SelectionTruth|CronPeer|ZonedSchedule)Tests'

.PHONY: time-zones
time-zones: judges ## Make the table of time zones anew from the pinned database
	$(VENV)/bin/python Tests/DomainTests/Peers/zone_table.py >.build/TimeZoneTable.swift
	mv .build/TimeZoneTable.swift Sources/Domain/HoldfastModel/Time/TimeZoneTable.swift

FUZZ_SECONDS ?= 10
FUZZ_TARGETS ?=

.PHONY: fuzz
fuzz: headers ## Feed every reader with arbitrary bytes; FUZZ_SECONDS for each, FUZZ_TARGETS to choose
	HOLDFAST_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz --sanitize fuzzer --sanitize address \
	    --product holdfast-fuzz -Xlinker --no-warnings
	python3 Tests/FuzzDriver/fuzz.py .build-fuzz/release/holdfast-fuzz .build-fuzz --seconds $(FUZZ_SECONDS) \
	    $(FUZZ_TARGETS)

# Rings of foreign programs are left out, and where nothing runs at the same time there is no race to find. What waits
# runs by itself here too.
ADDRESS_RINGS := AWSTests ArchitectureTests CommandTests ConformanceTests DomainTests FuzzTests PlatformTests RuntimeTests \
    ScenarioTests SimulatorTests
THREAD_RINGS := AWSTests CommandTests ConformanceTests PlatformTests RuntimeTests ScenarioTests SimulatorTests
SUPPRESSIONS := $(CURDIR)/Tests/Sanitizers

.PHONY: sanitize
sanitize: sanitize-address sanitize-thread ## Run the tests under the address and thread sanitizers

.PHONY: sanitize-address
sanitize-address: SANITIZED := --sanitize address --scratch-path .build-asan
sanitize-address: export HOLDFAST_RINGS := $(ADDRESS_RINGS)
sanitize-address: export LSAN_OPTIONS := suppressions=$(SUPPRESSIONS)/leaks.supp:print_suppressions=0
sanitize-address: headers
	$(RUN_SANITIZED)

.PHONY: sanitize-thread
sanitize-thread: SANITIZED := --sanitize thread --scratch-path .build-tsan
sanitize-thread: export HOLDFAST_RINGS := $(THREAD_RINGS)
sanitize-thread: export TSAN_OPTIONS := suppressions=$(SUPPRESSIONS)/races.supp
sanitize-thread: headers
	$(RUN_SANITIZED)

define RUN_SANITIZED
$(SWIFT) build --build-tests $(SANITIZED)
SWIFT_BACKTRACE=enable=no $(SWIFT) test --disable-xctest --skip-build $(SANITIZED) --filter '$(WAITING)'
SWIFT_BACKTRACE=enable=no $(SWIFT) test --disable-xctest --skip-build $(SANITIZED) --skip '$(WAITING)'
endef

.PHONY: demo
demo: headers ## Show it on a simulated organization; ONCE=1 ends after the table
	@binary=.build/release/holdfast; \
	[ -x $$binary ] || binary=.build/debug/holdfast; \
	if [ ! -x $$binary ]; then \
	    echo "demo: building $$binary; the first time takes some minutes" >&2; \
	    $(SWIFT) build --product holdfast >&2; \
	    echo "demo: built in $$SECONDS s" >&2; \
	fi; \
	exec python3 deploy/demo/demo.py $$binary $(if $(ONCE),--once)

.PHONY: bench-world
bench-world: build ## Measure an organization of 10,000 accounts and 8,000,000 resources
	python3 Tests/Benchmarks/world_scale.py .build/release/holdfast

.PHONY: bench
bench: bench-client bench-scale ## Compare the client with others and measure sweeps, with the release binary

.PHONY: bench-client
bench-client: build judges ## Compare signing, reading, fetching and connections with what others do
	@.ci/install bench
	$(VENV)/bin/python Tests/Benchmarks/client_speed.py .build/release/holdfast
	$(VENV)/bin/python Tests/Benchmarks/connections.py .build/release/holdfast
	$(VENV)/bin/python Tests/Benchmarks/leaks.py .build/release/holdfast --requests 30000

.PHONY: bench-scale
bench-scale: build judges ## Measure sweeps of 50 and 200 accounts
	$(VENV)/bin/python Tests/Benchmarks/sweep_scale.py .build/release/holdfast 50 200

.PHONY: bench-leak
bench-leak: build judges ## Make a million calls and hold memory and descriptors against the first ones
	@.ci/install bench
	$(VENV)/bin/python Tests/Benchmarks/leaks.py .build/release/holdfast --requests 1000000

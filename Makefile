# The project's commands; each is a script in scripts/ that installs what it needs.
.PHONY: help demo test check bench release site format

help: ## What there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

demo: ## Build and start a demo municipality with made-up data, on this machine only
	@scripts/demo

test: ## Everything: formatting, lints, tests on both databases, browser tests
	@scripts/test

check: ## The quick part of the tests: no browser, no PostgreSQL
	@scripts/test quick

bench: ## Measure what docs/PERFORMANCE.md reports
	@scripts/bench

release: ## Build the optimised program, target/release/minside
	@scripts/release

site: ## Build what the browser loads, into target/site
	@scripts/tools site && scripts/site

format: ## Format all code
	@cargo fmt --all

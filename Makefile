# Each line calls one script, so a machine without make has the same commands.
PYTHON ?= python3

.PHONY: run test setup css bench proof lint lock erase

run setup bench proof lint lock erase:
	@$(PYTHON) scripts/dev.py $@

# make test ARGS="-k mailing"
test:
	@$(PYTHON) scripts/dev.py test $(ARGS)

css:
	@bash frontend/build.sh

# Each line calls one script, so a machine without make has the same commands.
.PHONY: run test css bench proof lint lock

run test bench proof lint lock:
	@python3 scripts/dev.py $@

css:
	@bash frontend/build.sh

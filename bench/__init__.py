"""Programs that print figures; `make bench` runs the short forms, `make proof` the long.

Each takes `--long` and runs by itself as well: `python -m bench.answering`.
"""

PROGRAMS = (
    "plain_language",
    "rules",
    "answering",
    "paper",
    "recruiting",
    "fuzzing",
    "outreach",
    "killing",
    "years",
)

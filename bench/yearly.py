"""Plays the years of the numbers it is given; see years.py."""

import json
import sys

from tests.outreach.year.playing import play


def main() -> None:
    for number in map(int, sys.argv[1:]):
        year = play(number)
        said = {"number": number, "mails": len(year.mails), "breaches": year.breaches}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()

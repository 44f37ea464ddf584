"""Plays the years of the numbers it is given; see years.py."""

import json
import sys
from itertools import count

from tests import make
from tests.outreach.year.playing import play


def main() -> None:
    numbers = [int(number) for number in sys.argv[1:]]
    # Names and addresses are numbered: each process has numbers of its own.
    make._numbers = count(1 + numbers[0] % 2 * 1_000_000)
    for number in numbers:
        year = play(number)
        said = {"number": number, "mails": len(year.mails), "breaches": year.breaches}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()

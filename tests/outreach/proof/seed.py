"""Starts one mailing to that many people, in the house: `seed PEOPLE`."""

import sys

import django

django.setup()

from tests.outreach.proof import town  # noqa: E402  it reads the settings

if __name__ == "__main__":
    print(town.mailing(int(sys.argv[1]), reminder=None).pk)

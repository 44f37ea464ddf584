"""Addresses and forms of the evidence pages."""

from django.urls import reverse
from django.utils import timezone


def at(name, round_):
    return reverse(name, args=[round_.study.slug, round_.number])


def of(name, round_, *more):
    return reverse(name, args=[round_.study.slug, *more])


def talked(**values):
    fields = {
        "held_on": timezone.localdate().isoformat(),
        "method": "interview",
        "people": "2",
        "language": "es",
        "heard": "One thing.\n\nAnother thing.",
    }
    return fields | values

"""The messages that leave for customers."""

from cxstudio.settings.reading import env

# A message still "in hand" after this long waits for a person instead of being sent
# again: one person missed is better than one mailed twice.
DELIVERY_LEASE_MINUTES = env.int("CXSTUDIO_DELIVERY_LEASE_MINUTES", default=15)

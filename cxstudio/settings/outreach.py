"""The messages that leave for customers."""

from cxstudio.settings.reading import env

# A message still "in hand" after this long waits for a person instead of being sent
# again: one person missed is better than one mailed twice.
DELIVERY_LEASE_MINUTES = env.int("CXSTUDIO_DELIVERY_LEASE_MINUTES", default=15)
# The operator's upper bound for all mailings together, as the provider allows it: a
# provider that is asked for more refuses all. None if 0.
MESSAGES_PER_SECOND = env.float("CXSTUDIO_MESSAGES_PER_SECOND", default=0.0)

# Where agencies' mailings may come from: domains whose SPF, DKIM and DMARC name our mail
# server. Empty for the domain of CXSTUDIO_FROM_EMAIL alone.
SENDER_DOMAINS = env.list("CXSTUDIO_SENDER_DOMAINS", default=[])

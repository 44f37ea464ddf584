"""Letters that nobody sees."""

import re

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")

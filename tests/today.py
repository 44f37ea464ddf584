"""One moment for tests that count days: they agree also while midnight passes."""

from django.utils import timezone

NOW = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)
TODAY = timezone.localdate(NOW)

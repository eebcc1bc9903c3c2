"""The log of who has read what is kept for a time, and then cleared by the clock (D8).

The database lets a row go when it is half a year old at least, whatever asks for it, and changes none.
"""

from datetime import datetime, timedelta

from applications.city import values
from applications.models import ReadEvent
from applications.triggers import READ_LOG_LEAST_DAYS

AT_ONCE = 5_000  # rows looked at in one turn of the clock


def clear(*, at: datetime) -> int:
    """Clear what has been kept long enough at `at`, the oldest first; return how many rows. For the clock."""
    before = at - timedelta(days=max(values.read_log_days(), READ_LOG_LEAST_DAYS))
    oldest = list(ReadEvent.objects.order_by("pk").values_list("pk", "at")[:AT_ONCE])
    gone = [pk for pk, read_at in oldest if read_at < before]
    count, _by_model = ReadEvent.objects.filter(pk__in=gone).delete()
    return count

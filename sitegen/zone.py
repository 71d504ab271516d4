"""In which time does a government's day begin and end? Loaded by builds with nothing to do, too."""

from datetime import timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # without summer time since 1992

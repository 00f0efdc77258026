"""A time limit for work that foreign data can make endless, where the system has an alarm clock."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

RING_AGAIN = 1.0
"""Seconds until the alarm rings again."""


class TimeLimitReached(BaseException):
    """It took too long. Not an Exception, so that no parser takes it for a mistake of its own."""


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise TimeLimitReached in the block when it takes longer.

    This works in the main thread of systems with SIGALRM. Elsewhere the block just runs, and
    ``pipeline/sandbox`` ends its process.
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeLimitReached

    before = signal.signal(signal.SIGALRM, ring)
    # An exception that is raised within a callback of the garbage collector is lost. So the alarm
    # rings again.
    signal.setitimer(signal.ITIMER_REAL, seconds, RING_AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

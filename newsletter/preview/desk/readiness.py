"""Whether the issue may leave the page: nothing is left to fix or to decide."""

from newsletter.errors import NewsletterError
from newsletter.preview.desk.desk import Snapshot


def must_be_ready(shot: Snapshot) -> None:
    """Raises NewsletterError while there are errors or undecided items."""
    if shot.built is None or shot.built.blocked:
        raise NewsletterError(
            "The issue is not ready yet. Fix the errors and decide about every undecided item first."
        )

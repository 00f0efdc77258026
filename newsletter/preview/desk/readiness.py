"""Whether the issue may leave the page: nothing is left to fix or to decide."""

from newsletter.errors import NewsletterError
from newsletter.preview.desk.desk import Snapshot


def must_be_ready(shot: Snapshot) -> None:
    """Raises NewsletterError while something is to be mended or decided."""
    if shot.built is None or shot.built.blocked:
        raise NewsletterError(
            "The issue is not ready yet: see what is to be mended and decided first."
        )

"""Where the shipped templates are: the one place that knows the difference between a wheel and a checkout."""

from functools import lru_cache
from pathlib import Path

from newsletter.errors import NewsletterError


@lru_cache(maxsize=1)
def shipped_templates() -> Path:
    """The folder of the shipped templates: inside the package in a wheel, beside it in a checkout or editable install."""
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "email.mjml.j2").is_file():
            return folder
    raise NewsletterError("the templates that belong to this program are missing; install it again")

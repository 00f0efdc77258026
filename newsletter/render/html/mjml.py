"""MJML into HTML with mjml-python (mrml), with the cures for what it was measured to do."""

import re

import mjml

from newsletter.errors import NewsletterError


def mjml_to_html(source: str) -> str:
    """Compile a whole MJML document. Raises NewsletterError when a template is not well-formed MJML.

    mrml validates nothing: an unknown or misplaced tag comes out as it stands, so what is left of MJML in the result is a fault.
    """
    try:
        html: str = mjml.mjml2html(
            source, fonts={}, include_loader=_refuse
        )  # no fonts: else a link to a font server
    except (ValueError, OSError) as fault:
        raise NewsletterError(
            f"the MJML templates do not fit together ({fault}); compare yours in templates/ with the shipped ones"
        ) from None
    left = re.search(r"</?(mj-[a-z-]+|mjml)\b", html)
    if left:
        raise NewsletterError(
            f"the MJML templates hold <{left[1]}> where it means nothing; compare yours in templates/ with the shipped ones"
        )
    return html


def _refuse(path: str) -> str:
    """mj-include reaches no file: what templates are made of is read by Jinja alone."""
    raise NewsletterError(
        f"mj-include of {path}: it is not used here; write {{% include %}} instead"
    )

"""Which exports are kept as golden files, and how they are made."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sample import SETTINGS, issue

from newsletter.mailing.export_files import make_export_files
from newsletter.render.email import render

FOLDER = Path(__file__).parent / "golden"
WANTED = (
    ("mailchimp", "code"), ("mailchimp", "code-block"), ("mailchimp", "text-block"), ("brevo", "code"), ("civicrm", "source"),
    ("listmonk", "raw"), ("campaign-monitor", "import"), ("phplist", "page"), ("phplist", "template"),
)  # fmt: skip


def made(tool: str, editor: str) -> Mapping[str, bytes]:
    """The files of one export."""
    settings = replace(SETTINGS, mailing_tool=tool, mailing_editor=editor)
    return {
        name: data
        for name, data in make_export_files(render(issue(), settings), issue(), settings).items()
        if data is not None
    }

"""Whether an address is that of a picture, rather than of a page that shows one."""

from urllib.parse import urlsplit

from newsletter.workspace.frontmatter.field_values import link_fault

_SERVICES = {
    "drive.google.com": "Google Drive",
    "docs.google.com": "Google Drive",
    "photos.app.goo.gl": "Google Photos",
    "photos.google.com": "Google Photos",
    "dropbox.com": "Dropbox",
    "facebook.com": "Facebook",
    "fb.com": "Facebook",
    "fb.me": "Facebook",
    "instagram.com": "Instagram",
    "onedrive.live.com": "OneDrive",
    "1drv.ms": "OneDrive",
    "sharepoint.com": "SharePoint",
    "wetransfer.com": "WeTransfer",
    "we.tl": "WeTransfer",
    "icloud.com": "iCloud",
    "x.com": "X",
    "twitter.com": "X",
}
"""Websites that show pictures on pages of their own."""


def picture_fault(address: str) -> str | None:
    """Why an address is not a picture's, as a sentence without its end; None when it may be one."""
    shown = address[:80]
    if link_fault(address):
        return f"{shown!r} is no web address"
    host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    for name, service in _SERVICES.items():
        if host == name or host.endswith(f".{name}"):
            return (
                f"{shown} is a page of {service}, not a picture; "
                "put the picture on your website and write its address"
            )
    return None

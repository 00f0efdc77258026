"""What mrml writes that HTML does not know or no mail program needs, taken out; so others' judges find nothing to say.

Runs on mrml's own output, where every quotation mark of content is ``&#34;``: a pattern with a quotation mark in it meets tags only.
"""

import re

_MENDS = (
    (
        r"<!--\[if !mso\]><!-->(<meta http-equiv=\"X-UA-Compatible\"[^>]*>)<!--<!\[endif\]-->",
        "",
    ),  # for Internet Explorer
    (r'(<td[^>]*?) vertical-align="[a-z]+"', r"\1"),  # not an attribute
    (r'(<img[^>]*?) height="auto"', r"\1"),  # not a number
    (r'(<style[^>]*?) type="text/css"', r"\1"),
    (
        r'(<a[^>]*?) target="_blank"',
        r"\1",
    ),  # mail programs open links outside the mail by themselves
    (r' aria-roledescription="email"', ""),
    (
        r' role="article"',
        ' role="document"',
    ),  # an article has an element of its own, which Outlook does not know
    (r'(style="[^"]*?)word-spacing:normal;', r"\1"),
    (r'(style="[^"]*?)cursor:auto;', r"\1"),
    (r'(style="[^"]*?)text-transform:none;', r"\1"),
    (r'(style="[^"]*?)outline:none;', r"\1"),
    (r'(style="border-collapse:collapse;)border-spacing:0px;', r"\1"),
    # Outlook's own properties stand in a style sheet that Outlook alone reads: templates/parts/outlook.css.j2.
    (r'(style="[^"]*?)mso-padding-alt:[^;"]*;', r"\1"),
    (r"(?m)^(table, td \{ border-collapse: collapse;) mso-[^}]*\}$", r"\1 }"),
    (r"(?m)^(img \{ border: 0; height: auto; line-height: 100%;) outline: none;", r"\1"),
    # Names that only Outlook's settings need, in their comment; there is no VML here.
    (r'(<html[^>]*?) xmlns="[^"]*" xmlns:v="[^"]*" xmlns:o="[^"]*"', r"\1"),
    (
        r"<o:OfficeDocumentSettings>",
        '<o:OfficeDocumentSettings xmlns:o="urn:schemas-microsoft-com:office:office">',
    ),
)


def clean_up_mjml(html: str) -> str:
    """The document that mrml wrote, without what HTML and mail programs do not need."""
    for pattern, instead in _MENDS:
        html = re.sub(pattern, instead, html)
    return html

"""What is pasted from word processors, emails and web pages, as Markdown."""

import pytest

from newsletter.errors import NewsletterError
from newsletter.render.wording.prose import prose
from newsletter.sources.documents.pasted import markdown_from, straight

# As Word 365 puts it on the clipboard: list entries are paragraphs, bullets stand in conditional comments.
WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- /* Font Definitions */ @font-face {font-family:Wingdings;} p.MsoNormal {margin:0cm;} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal><b><span style='font-size:12.0pt'>Dear all</span></b><span style='mso-spacerun:yes'>&nbsp; </span>&#8211; read <i>this</i>:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>First <a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1&amp;data=05">link</a><o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>Inner<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>Second<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>Counted<o:p></o:p></p>
<p class=MsoNormal>End.<o:p></o:p></p><!--EndFragment--></body></html>"""

# As Google Docs puts it there: all in a <b> that is not bold, bold and italics in styles, links led through Google.
DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f2e"><h2 dir="ltr" style="line-height:1.38;"><span style="font-size:16pt;font-weight:700;">A heading</span></h2>
<p dir="ltr" style="line-height:1.38;"><span style="font-weight:700;">Bold</span><span style="font-weight:400;"> and </span><span style="font-style:italic;font-weight:400;">slanted</span><span style="font-weight:400;">, with </span><a href="https://www.google.com/url?q=https://example.org/x&amp;sa=D&amp;ust=1"><span style="text-decoration:underline;">a link</span></a></p>
<ul style="margin-top:0;"><li dir="ltr" aria-level="1" style="list-style-type:disc;"><p dir="ltr" role="presentation"><span>one</span></p></li><li dir="ltr"><p dir="ltr"><span>two</span></p></li></ul></b><br class="Apple-interchange-newline">"""


def test_word_keeps_its_lists_links_and_emphasis() -> None:
    """Bullets of two levels, a counted list, a link without Outlook's detour; no style, no comment, no office tag."""
    assert markdown_from(WORD) == (
        "**Dear all**\\u0020 – read *this*:\n\n- First [link](https://example.org/a?b=1)\n  - Inner\n- Second\n\n1. Counted\n\nEnd.".replace(
            "\\u0020 ", " "
        )
    )


def test_google_docs_keeps_its_headings_lists_links_and_emphasis() -> None:
    """What is not bold is not bold, and links lead where they were meant to."""
    assert (
        markdown_from(DOCS)
        == "## A heading\n\n**Bold** and *slanted*, with [a link](https://example.org/x)\n\n- one\n- two"
    )


@pytest.mark.parametrize(
    ("pasted", "gives"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("plain & text", "plain & text"),
        ("<div>A line<br>and another</div>", "A line\\\nand another"),
        (
            "<a href='javascript:alert(1)'>x</a><script>alert(1)</script><img src=x onerror=alert(1)>",
            "x",
        ),
        ("<p>a * star, a _line_ and [brackets]</p>", r"a \* star, a \_line\_ and [brackets]"),
        ("", ""),
        ("<!-- nothing -->", ""),
    ],
)
def test_pieces_of_html(pasted: str, gives: str) -> None:
    """Each piece comes out as Markdown that shows the same."""
    assert markdown_from(pasted) == gives


def test_what_nests_beyond_reason_keeps_its_words() -> None:
    """Thousands of elements within each other cost their form, not their words, and no time."""
    assert markdown_from("<div>" * 5000 + "words" + "</div>" * 5000) == "words"
    assert markdown_from(" " * 400_000 + "words") == "words"
    assert markdown_from("<ul><li>" * 3000 + "words").strip("- ") == "words"


def test_more_than_anybody_can_mean_is_refused() -> None:
    """A bound, in a sentence."""
    with pytest.raises(NewsletterError, match="too long"):
        markdown_from("x" * 500_001)


def test_what_is_pasted_shows_in_the_email_as_it_was() -> None:
    """Through Markdown and back: the same list, the same link."""
    html = prose(markdown_from(WORD)).html
    assert '<a href="https://example.org/a?b=1">link</a>' in html.replace("&#63;", "?").replace(
        "&#61;", "="
    )
    assert html.count("<li>") == 4
    assert "<ol>" in html


def test_detours_are_taken_out_of_links() -> None:
    """An address that is no detour stays as it is."""
    assert (
        straight("https://www.google.com/url?sa=t&url=https://example.org/")
        == "https://example.org/"
    )
    assert straight("https://www.google.com/search?q=x") == "https://www.google.com/search?q=x"
    assert straight("http://[broken") == ""

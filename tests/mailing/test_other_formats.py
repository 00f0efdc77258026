"""The other places an issue goes to: nothing that is for members only reaches a public one, and each is as its readers need it."""

import re

import lxml.html
import pytest
from sample import SETTINGS, issue

from newsletter.core.issue.compose import public
from newsletter.render.other_formats import (
    MESSENGER_LENGTH,
    for_messengers,
    for_review,
    for_website,
    formatted,
    review_file,
    web_version,
)

PUBLIC = {
    "web": lambda: web_version(issue(), SETTINGS),
    "website": lambda: for_website(issue(), SETTINGS).html,
    "website as text": lambda: for_website(issue(), SETTINGS).text,
    "messengers": lambda: for_messengers(issue(), SETTINGS),
}


@pytest.mark.parametrize("place", PUBLIC)
def test_what_is_for_members_only_is_in_no_public_place(place: str) -> None:
    """Neither its title nor its words nor its link; nor any merge tag."""
    text = PUBLIC[place]()
    assert "Small grants" in text
    for secret in ("Where we meet", "Members alone", 'example.org/m"', "UNSUB", "unsubscribe"):
        assert secret not in text


def test_for_review_every_item_has_a_number_and_members_only_is_marked() -> None:
    """In reading order, beginning with one; one file that loads nothing."""
    html = for_review(issue(), SETTINGS).html
    heads = [element.text_content() for element in lxml.html.fromstring(html).iter("h3")]
    assert [head.split(".")[0] for head in heads] == ["1", "2", "3", "4", "5"]
    assert html.count("For members only") == 1
    text = for_review(issue(), SETTINGS).text
    assert text.count("For members only") == 1
    assert "1. Small grants" in text
    assert "See the call, open until 3\u00a0June: https://example.org/grants" in text
    page = review_file(issue(), SETTINGS)
    assert not re.search(
        r"""(?:src|href)=["'](?!https://example\.org|mailto:)|url\(|@import|<img|<script""", page
    )


def test_the_website_gets_headings_paragraphs_and_links_alone() -> None:
    """As blocks: nothing that an editor would make a block of raw HTML of."""
    tags = {
        element.tag
        for element in lxml.html.fromstring(
            f"<main>{for_website(issue(), SETTINGS).html}</main>"
        ).iter()
    }
    assert tags <= {
        "main",
        "h2",
        "h3",
        "p",
        "a",
        "strong",
        "em",
        "br",
        "ul",
        "ol",
        "li",
        "blockquote",
        "div",
    }
    assert "h2" in tags


def test_a_formatted_copy_reads_as_no_tag_either() -> None:
    """It is pasted into the same tool."""
    from dataclasses import replace

    piece = formatted(issue(), replace(SETTINGS, mailing_tool="brevo"))
    assert "{{" not in piece.html + piece.text
    assert "Small grants {{ for }} networks" in lxml.html.fromstring(piece.html).text_content()


def test_messengers_get_whole_items_within_their_length() -> None:
    """Act now first, then the lead, then what is coming up; what does not fit is counted."""
    from making import call, plan, rules

    from newsletter.core.issue.compose import compose
    from newsletter.core.model.sections import DEFAULT_SECTIONS
    from newsletter.core.selection.select import select

    text = for_messengers(issue(), SETTINGS)
    assert text.index("Small grants") < text.index("What members") < text.index("A webinar")
    calls = [
        call(f"calls/{n}", title=f"Call {n} with a title of the usual length", deadline=f"2022-06-{n + 1:02}", date="2022-04-02", link=f"https://example.org/calls/{n}")
        for n in range(25)
    ]  # fmt: skip
    the_plan = plan()
    many = compose(
        select(calls, the_plan, (), rules(sections=DEFAULT_SECTIONS)),
        the_plan,
        DEFAULT_SECTIONS,
        {},
    )
    long = for_messengers(many, SETTINGS)
    assert len(long) <= MESSENGER_LENGTH
    shown = long.count("• Call")
    assert shown > 8
    assert f"(and {25 - shown} more)" in long
    assert long.count("https://example.org/calls/") == shown


def test_the_web_version_says_what_it_is() -> None:
    """Title, description and the lead's picture for those who pass it on; nothing is loaded but pictures."""
    whole = issue()
    page = lxml.html.fromstring(web_version(public(whole), SETTINGS))
    meta = {
        element.get("property") or element.get("name"): element.get("content")
        for element in page.iter("meta")
    }
    assert meta["og:title"] == "Grants, and {a webinar}"
    assert meta["og:description"] == meta["description"] == "Two months in two minutes."
    assert meta["og:image"] == "https://example.org/p.jpg"
    assert not list(page.iter("script", "link", "iframe"))
    assert page.get("lang") == "en"
    # Where members alone read some of it, subject and preheader may speak of just that.
    secret = web_version(whole, SETTINGS)
    assert "<title>Our Update: March – April 2022</title>" in secret
    assert "Two months in two minutes." not in secret

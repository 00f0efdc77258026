"""An archive page copied as text or saved as HTML."""

import contextlib
import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sourcing import read

from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportItem, Skip
from newsletter.sources.documents.listing import posts_in_text
from newsletter.sources.documents.listing_html import MAX_POSTS

CASES = Path(__file__).parent / "cases"
PAGE = (CASES / "listing/page.txt").read_text("utf-8")
EXPECTED = [
    line
    for line in (CASES / "listing/page.expected.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def shown(found: ImportItem) -> str:
    when = found.date or (f"{found.starts} to {found.ends}" if found.ends else found.starts)
    undecided = found.undecided.split(";")[0]
    return f"{found.kind} | {found.title} | {when} | {', '.join(found.categories)} | {found.summary} | {undecided}"


def squeezed(lines: list[str]) -> list[str]:
    return [re.sub(r"\s+", " ", line).strip() for line in lines]


def as_html(page: str) -> str:
    """The same posts as a theme of WordPress would show them, with everything around that a saved page has."""
    articles = []
    for post in posts_in_text(page):
        more = re.search(r"(…\u00a0)Read More »(.*)\Z", post.text, re.S)
        text = escape(post.text[: more.start()] + "…\u00a0") if more else escape(post.text)
        button = (
            f'<a class="more-link" href="/p">Read More »<span class="screen-reader-text">{escape(post.title)}</span></a>'
            if more
            else ""
        )
        bullets = "".join(
            f'<li><a rel="category tag" href="/c">{escape(c)}</a></li>' for c in post.categories
        )
        link = re.sub(r"\W+", "-", post.title.lower()).strip("-")
        articles.append(
            f'<article class="post"><h2 class="entry-title"><a rel="bookmark" href="/2022/{link}/">{escape(post.title)}</a></h2>'
            f'<ul>{bullets}</ul><div class="entry-summary"><p>{text}{button}</p><script>alert(1)</script></div></article>'
        )
    head = '<!doctype html><html><head><link rel="canonical" href="https://example.org/news/page/2/"></head><body>'
    return (
        head
        + "<nav><h2>Menu</h2></nav><h1>News</h1>"
        + "".join(articles)
        + "<footer><p>2022</p></footer></body></html>"
    )


def test_all_ten_posts_of_a_copied_page_are_found() -> None:
    """Titles, kinds, dates, times with their zone, categories, summaries that end with a sentence, and what cannot be decided."""
    found = read("listing", PAGE).found

    assert squeezed([shown(each) for each in found]) == squeezed(EXPECTED)


def test_the_saved_page_gives_the_same_with_links() -> None:
    """The same things, known as the same, and where members read on."""
    text, html = read("listing", PAGE).found, read("listing", as_html(PAGE)).found

    assert squeezed([shown(each) for each in html]) == squeezed([shown(each) for each in text])
    assert [each.source_id for each in html] == [each.source_id for each in text]
    assert html[0].link == "https://example.org/2022/yearly-day-of-members-2021/"


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("25 May, 2022 From 13:00 to 14:30 UTC we meet.", "2022-05-25 13:00 UTC"),
        ("25 May, 2022 We meet at 3 pm.", "2022-05-25 3 pm"),
        ("25 May, 2022 We meet on Wednesday at 15:00.", "2022-05-25 15:00"),
        ("25 May, 2022 The deadline is 20 May at 17:00.", "2022-05-25"),
        ("25 May, 2022 On Monday at 15:00 we prepare.", "2022-05-25"),
        ("25 May, 2022 We meet at 13:00 IST.", "2022-05-25 13:00 IST"),
        ("25 May, 2022 Room 13.00b holds 45.", "2022-05-25"),
        ("25 May, 2022 We meet at 25:00.", "2022-05-25"),
        ("25 – 27 May, 2022 We meet at 10:00.", "25 - 27 May, 2022"),
    ],
)
def test_an_events_times_are_read_only_where_they_are_its_own(text: str, starts: str) -> None:
    """A time of another day, in a zone that means several, or that does not exist, is not taken."""
    (found,) = read("listing", f"A meeting\n\n  • Events\n\n{text}\n").found

    assert found.starts == starts


def test_posts_without_an_excerpt_do_not_swallow_the_next() -> None:
    """Some posts have none; the next title begins a post of its own."""
    page = "First title\n\nSecond title\n\n  • News\n\n1 May, 2022 Text.\n\nThird title\n\n2 May, 2022 More.\n\nA second paragraph of it.\n"

    assert [(post.title, post.text) for post in posts_in_text(page)] == [
        ("First title", ""),
        ("Second title", "1 May, 2022 Text."),
        ("Third title", "2 May, 2022 More.\n\nA second paragraph of it."),
    ]


def test_what_holds_no_posts_is_refused() -> None:
    """With what to do instead."""
    for nothing in (
        "",
        "   \n\n",
        "<html><body><h1>403 Forbidden</h1></body></html>",
        "Skip to content\n\nPage 3",
    ):
        with pytest.raises(NewsletterError, match="no posts were found"):
            read("listing", nothing)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    """A page of anything gives posts or the refusal, and nothing else."""
    try:
        found = read("listing", text).found
    except NewsletterError:
        return

    assert all(each.title for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "<article>" * 20_000,
        "<article><h2>" + "<div>" * 20_000,
        "\n\n".join(["•"] * 5_000),
        "a\n\n" * 1_500,
    ],
)
def test_hostile_pages_end(text: str) -> None:
    """Deep or long, each is done at once."""
    with contextlib.suppress(NewsletterError):
        assert len(read("listing", text).found) <= MAX_POSTS


def events(text: str) -> ImportItem:
    (found,) = read("listing", f"A meeting\n\n  • Events\n\n25 May, 2022 {text}\n").found
    return found


@pytest.mark.parametrize(
    "text",
    [
        "10.30-12.00 CEST we meet",
        "At 14:00 Bangkok time",
        "At 13:00 (Geneva) we meet",
        "From 9–11 am",
        "From 2 to 4 pm",
    ],
)
def test_a_time_that_is_not_surely_read_is_asked_about(text: str) -> None:
    """Nothing is invented: the event has its day, and the editor is told."""
    found = events(text)

    assert (found.starts, found.ends) == ("2022-05-25", "")
    assert "time" in found.undecided


def test_the_button_ends_a_post_whatever_the_next_title_looks_like() -> None:
    """Titles may end in a full stop, begin with a date, or with the words of the button."""
    titles = [
        "Statement by X et al.",
        "Read more about health",
        "8 March 2022: Women unite",
        "T" * 200,
    ]
    page = "\n\n".join(
        f"{title}\n\n{n} May 2022 Text {n} is cut… Read More »{title}"
        for n, title in enumerate(titles, 1)
    )

    assert [(each.title, each.date) for each in read("listing", page).found] == [
        (title, f"2022-05-0{n}") for n, title in enumerate(titles, 1)
    ]


def test_read_more_in_the_middle_of_a_text_is_text() -> None:
    """Only a button at the very end goes."""
    (found,) = read(
        "listing",
        "A title\n\n4 May 2022 Read more about it in our report. The deadline is 5 June.\n",
    ).found

    assert found.summary == "Read more about it in our report. The deadline is 5 June."


def test_a_title_with_its_date_on_the_next_line_is_found() -> None:
    """As some themes are copied."""
    page = "First title\n3 October 2022\nSome text.\nRead more\n\nSecond title\n4 October 2022\nMore text.\nRead more\n"

    assert [(each.title, each.date) for each in read("listing", page).found] == [
        ("First title", "2022-10-03"),
        ("Second title", "2022-10-04"),
    ]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<?xml version="1.0"?><html><body><h2><a href="https://x.org/a">A</a></h2><p>5 May 2022 Text.</p></body></html>', [("A", "2022-05-05", "https://x.org/a")]),
        ('<article><h2><a href="#">A</a></h2><time datetime="2022-05-06T10:00">6 mai</time><p>Texte.</p></article>', [("A", "2022-05-06", "")]),
        ('<article class="page"><article><h5>A</h5><p>5 May 2022 One<br>two</p></article><article><h5>B</h5><p>6 May 2022 B</p></article></article>',
         [("A", "2022-05-05", ""), ("B", "2022-05-06", "")]),
        ('<article><h2><a href="https://x.org/a b|c">A</a></h2><p>5 May 2022 Text.</p></article>', [("A", "2022-05-05", "")]),
    ],
)  # fmt: skip
def test_pages_of_many_makes_are_read(html: str, found: list[tuple[str, str, str]]) -> None:
    """With or without elements for posts, with machine-readable dates, with links that lead nowhere."""
    assert [(each.title, each.date, each.link) for each in read("listing", html).found] == found


def test_two_posts_of_one_title_and_day_are_two_when_their_links_differ() -> None:
    """And one when they do not."""
    post = '<article><h2><a href="https://x.org/{}">A</a></h2><p>5 May 2022 Text.</p></article>'

    assert len(read("listing", post.format("a") + post.format("b")).found) == 2
    assert read("listing", post.format("a") * 2).skipped[Skip.REPEATED] == 1


def test_long_runs_of_blanks_are_no_work() -> None:
    """Quadratic patterns would take minutes."""
    assert read(
        "listing", f"T\n\n1 May 2022 x{' ' * 20_000}y\n\nU\n\n{chr(0xA0) * 20_000}z\n"
    ).found


def test_a_page_with_one_long_text_is_one_post() -> None:
    """Its list of sentences is no list of categories, and the paragraph before it no title."""
    page = ("A yearly report\n\nMay 2017\n\n" + "Two years of work. " * 20 + "They include:\n\n  • " + "We met in many places. " * 5
            + "\n  • We wrote.\n\nIt is all in the report.\n")  # fmt: skip
    (found,) = read("listing", page).found

    assert (found.title, found.date, found.undecided) == (
        "A yearly report",
        "May 2017",
        "its date names a month and no day",
    )

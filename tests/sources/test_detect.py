"""What kind of source an address, a file or a word is: one answer for the command line and the page."""

import pytest

from newsletter.core.model.source_kinds import kind_of_word
from newsletter.errors import NewsletterError
from newsletter.sources.base.detect import (
    fetchable_address,
    is_web_address,
    kind_of_address,
    kind_of_file,
)

ADDRESSES = [
    # websites
    ("https://example.org", "wordpress"),
    ("https://example.org/", "wordpress"),
    ("http://example.org:8080", "wordpress"),
    ("example.org", "wordpress"),
    ("www.example.org.uk", "wordpress"),
    ("  https://example.org  ", "wordpress"),
    ("https://example.org/blog", "wordpress"),
    ("example.org/blog/", "wordpress"),
    ("https://example.org/feedback", "wordpress"),
    ("https://example.org/rss-explained/", "wordpress"),
    ("https://example.org/feed-the-future/news", "wordpress"),
    ("https://newsfeed.example.org", "wordpress"),
    ("https://example.org/index.html", "wordpress"),
    ("example.org/index.html", "wordpress"),
    ("https://example.org/calendar", "wordpress"),
    ("https://example.org/?page=feed", "wordpress"),
    # feeds
    ("https://example.org/feed", "feed"),
    ("https://example.org/feed/", "feed"),
    ("HTTPS://EXAMPLE.ORG/FEED", "feed"),
    ("https://example.org/category/news/feed/", "feed"),
    ("https://example.org/feed/atom/", "feed"),
    ("https://example.org/?feed=rss2", "feed"),
    ("https://example.org/blog?cat=3&feed=rss2", "feed"),
    ("https://example.org/rss", "feed"),
    ("https://example.org/atom", "feed"),
    ("https://example.org/rss.xml", "feed"),
    ("https://example.org/atom.xml?page=2", "feed"),
    ("https://example.org/news.rss", "feed"),
    ("https://example.org/feeds/posts/default", "feed"),
    ("https://feeds.example.org/news", "feed"),
    ("feed://example.org/news", "feed"),
    ("example.org/feed", "feed"),
    ("example.org/rss.xml", "feed"),
    ("example.org?feed=rss2", "feed"),
    ("saved/news.atom", "feed"),
    # calendars
    ("webcal://example.org/events", "ical"),
    ("webcals://example.org/events", "ical"),
    ("WEBCAL://example.org/feed", "ical"),
    ("https://example.org/events.ics", "ical"),
    ("https://example.org/calendar.ics?x=1", "ical"),
    ("https://calendar.google.com/calendar/ical/x%40group/public/basic.ics", "ical"),
    ("https://example.org/events/?ical=1", "ical"),
    ("example.org/calendar.ics?x=1", "ical"),
    ("calendar.ics", "ical"),
    # tables
    ("https://example.org/answers.csv", "csv"),
    ("https://docs.google.com/spreadsheets/d/abc/export?format=csv", "csv"),
    ("https://docs.google.com/spreadsheets/d/e/abc/pub?gid=0&single=true&output=csv", "csv"),
    ("https://docs.google.com/spreadsheets/d/abc/gviz/tq?tqx=out:csv", "csv"),
    ("https://docs.google.com/spreadsheets/d/abc/edit#gid=0", "csv"),
    ("tables/ANSWERS.CSV", "csv"),
    ("C:\\Users\\anna\\answers.tsv", "csv"),
    # documents and pages
    ("file.docx", "docx"),
    ("https://example.org/file.docx", "docx"),
    ("https://docs.google.com/document/d/abc/export?format=docx", "docx"),
    ("archive.txt", "listing"),
    ("saved/archive.html", "listing"),
    # what only its content can say, or nothing at all
    ("export.xml", None),
    ("exports/export.xml", None),
    ("exports/export", None),
    ("$SECRET_ADDRESS", None),
    ("ftp://example.org/feed", None),
    ("mailto:anna@example.org", None),
    ("anna@example.org", None),
    ("https://", None),
    ("https://[example", None),
    ("", None),
]


@pytest.mark.parametrize(("address", "kind"), ADDRESSES)
def test_an_address_says_what_kind_of_source_it_is(address: str, kind: str | None) -> None:
    """The address alone decides, and where it does not say, the kind stays open."""
    found = kind_of_address(address)

    assert (found.name if found else None) == kind


FILES = [
    (
        "export.xml",
        b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/">',
        "wxr",
    ),
    ("export.xml", b'<?xml version="1.0"?><rss version="2.0"><channel>', "feed"),
    ("news.xml", b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
    ("news.rss", b"<!doctype html><title>Not a feed", "feed"),
    ("anything", b"\xef\xbb\xbfBEGIN:VCALENDAR\r\n", "ical"),
    ("calendar.ics", b"broken", "ical"),
    ("answers.csv", b"<!doctype html><title>Sign in", "csv"),
    ("answers.csv", "Title,Date".encode("utf-16"), "csv"),
    ("ANSWERS.TSV", b"Title\tDate", "csv"),
    ("report", b"PK\x03\x04rest", "docx"),
    ("report.docx", b"broken", "docx"),
    ("saved", b"<html><body>", "listing"),
    ("archive.txt", b"Newsletter of May", "listing"),
]


@pytest.mark.parametrize(("name", "data", "kind"), FILES)
def test_the_content_of_a_file_counts_before_its_name(name: str, data: bytes, kind: str) -> None:
    """A name decides only where the content does not."""
    assert kind_of_file(name, data).name == kind


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.csv", b" \r\n", "the file is empty"),
        ("picture.png", b"\x89PNG", "this kind of file cannot be imported"),
        ("export.xml", b"<other/>", "this kind of file cannot be imported"),
        ("csv", b"text", "this kind of file cannot be imported"),
    ],
)
def test_a_file_of_no_known_kind_is_refused(name: str, data: bytes, why: str) -> None:
    """The message names the files that can be imported."""
    with pytest.raises(NewsletterError, match=why):
        kind_of_file(name, data)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("website", "wordpress"), ("Websites ", "wordpress"), ("wordpress", "wordpress"), ("calendar", "ical"),
        ("table", "csv"), ("CSV", "csv"), ("documents", "docx"), ("page", "listing"), ("magazine", None),
    ],
)  # fmt: skip
def test_a_word_of_the_page_names_a_kind(word: str, kind: str | None) -> None:
    """In the singular, in the plural, and as newsletter.toml calls it."""
    found = kind_of_word(word)

    assert (found.name if found else None) == kind


@pytest.mark.parametrize(
    ("address", "on_the_web"),
    [
        ("https://example.org", True), ("WEBCALS://example.org", True), ("webcal://example.org", True),
        ("file.docx", False), ("$SECRET", False), ("ftp://example.org", False), ("C:\\a.csv", False),
    ],
)  # fmt: skip
def test_an_address_on_the_web_is_told_from_a_path(address: str, on_the_web: bool) -> None:
    """Only what can be asked over the web counts."""
    assert is_web_address(address) is on_the_web


@pytest.mark.parametrize("scheme", ["webcal", "webcals", "WebCal"])
def test_a_calendar_address_is_asked_over_https(scheme: str) -> None:
    """``webcal`` is only another name for the same address."""
    assert fetchable_address(f"{scheme}://example.org/a") == "https://example.org/a"

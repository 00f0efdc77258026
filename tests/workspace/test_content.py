"""Content files: every field, and every mistake with its sentence."""

from datetime import date

import pytest
from making import content

from newsletter.core.model.content_fields import ITEM_KEYS
from newsletter.core.model.item import Item, Kind, Unreadable
from newsletter.workspace.content.content_file import read_content

FULL = """---
title: Everything at once
date: 2022-04-29
starts: 2022-05-25 13:00
ends: 14:30
timezone: Europe/Paris
dates: [2022-04-04 18:00 – 19:30, 2022-04-11]
deadline: 2022-06-01 17:00
location: Vienna, room #3
online: https://example.org/join
register: mailto:a@example.org
cancelled: no
link: https://example.org/a?b=c
also_in: {fr: https://example.org/fr}
summary: A sentence.
categories: [News, Events]
tags: one, two
network: AIVL
country: Australia
section: networks
language: es
audience: members
image:
  src: https://example.org/p.jpg
  alt: A room
  credit: Someone
  consent: yes
  width: 600
draft: no
embargo: 2022-04-30
leave_out: never again
first_seen: 2022-05-02
sources:
  - {kind: wordpress, id: "1234", link: https://example.org/?p=1234}
theirs: kept
kind: event
---
Body.
"""


def read(text: str, item_id: str = "news/x") -> tuple[object, list[str]]:
    file, problems = read_content(item_id, f"content/{item_id}.md", text)
    return file, [str(problem) for problem in problems]


def test_every_field_is_read() -> None:
    """Each key in the design comes out as a value of its kind, and other people's keys are kept."""
    one, problems = read(FULL)

    assert isinstance(one, Item)
    assert problems == [
        "content/news/x.md:9: location has characters with a special meaning in YAML; it was read exactly as it is written."
    ]
    assert (one.kind, one.title, one.location, one.body) == (
        Kind.EVENT,
        "Everything at once",
        "Vienna, room #3",
        "Body.",
    )
    assert one.ends is not None
    assert f"{one.ends.first.day} {one.ends.first.time}" == "2022-05-25 14:30:00"
    assert [when.first.day.day for when in one.dates] == [4, 11]
    assert one.also_in == (("fr", "https://example.org/fr"),)
    assert (one.categories, one.tags) == (("News", "Events"), ("one", "two"))
    assert one.image is not None
    assert (one.image.consent, one.image.people, one.image.width) == (True, None, 600)
    assert (one.embargo, one.first_seen) == (date(2022, 4, 30), date(2022, 5, 2))
    assert (one.sources[0].kind, one.sources[0].id) == ("wordpress", "1234")
    assert one.extra == {"theirs": "kept"}
    assert one.lines["image/alt"] == 25
    assert set(ITEM_KEYS) - set(one.lines) == set()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("starts: 20th Sept", "starts is '20th Sept', which is not a date. Write it as 2026-09-20 or 2026-09-20 18:30."),
        ("date: 2022-02-30", "date is '2022-02-30', which is not a date: there is no such day. Write it as 2026-09-20."),
        ("starts: 2022-05-25 13:00 IST", "starts is '2022-05-25 13:00 IST', and IST can mean several time zones. "
         "Remove IST and write timezone: with a place, such as Europe/London."),
        ("timezone: CST", "timezone is 'CST', which is not a time zone. Write a place, such as Europe/Paris."),
        ("link: www.example.org", "link is 'www.example.org', which is not a full web address. "
         "Write it as the browser shows it, beginning with https://."),
        ("link: javascript:alert(1)", "link is 'javascript:alert(1)', which is not a full web address. "
         "Write it as the browser shows it, beginning with https://."),
        ("draft: perhaps", "draft is 'perhaps'; write yes or no."),
        ("audience: membrs", "audience is 'membrs'; did you mean members?"),
        ("kind: evnt", "kind is 'evnt'; write news, event or call."),
        ("audiance: members", "there is no key 'audiance'; did you mean audience?"),
        ("members_only: yes", "there is no key 'members_only'; did you mean audience?"),
        ("leave-out: x", "there is no key 'leave-out'; did you mean leave_out?"),
        ("canceled: yes", "there is no key 'canceled'; did you mean cancelled?"),
        ("url: https://x.org", "there is no key 'url'; did you mean link?"),
        ("image:", "there is nothing under image; write src:, alt: and consent: there, each with two blanks before it."),
        ("also_in: {es:https://x.org}", "also_in has no address behind 'es:https://x.org'; write it as {fr: https://…}, with a blank after the colon."),
        ("dates: [04/05/2022]", "dates has '04/05/2022', which can mean more than one day. Write it as 2022-04-04."),
        ("sumary: x", "there is no key 'sumary'; did you mean summary?"),
        ("categories: {a: b}", "categories is not a list of words; write it as [one, two]."),
        ("embargo: May 2022", "embargo is 'May 2022', which can mean more than one day. Write it as 2022-04-30."),
        ("image: {alt: x}", "image has no src; write src: and the address of the picture."),
        ("image: {src: x, width: wide}", "width is 'wide'; write a whole number of pixels, such as 600."),
        ("language: Spanish!", "language is 'Spanish!'; write its short code, such as es, fr or ru."),
        ("also_in: https://x.org", "also_in is not a list of keys and values; write it as {key: value}."),
        ("date: [2022-04-29]", "date is a list; write one date, such as 2026-09-20."),
        ("sources: x", "sources is written by importers; remove the line if you did not mean it."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_what_to_write(line: str, told: str) -> None:
    """One sentence each; the rest of the file is read all the same."""
    one, problems = read(f"---\ntitle: x\n{line}\n---\n")

    assert isinstance(one, Item)
    assert problems == [f"content/news/x.md:3: {told}"]


@pytest.mark.parametrize(
    ("item_id", "text", "told"),
    [
        ("news/x", "---\ndate: 2022-04-29\n---\n", "content/news/x.md:1: it has no title"),
        ("news/x", "---\ntitle:\n---\n", "content/news/x.md:2: it has no title"),
        (
            "pages/x",
            content(),
            "content/pages/x.md:1: nothing says what it is; move it into content/news",
        ),
        ("x", content(), "content/x.md:1: nothing says what it is"),
        ("news/x", "words", "content/news/x.md:1: the file does not begin with front matter"),
    ],
)
def test_what_is_no_item_is_unreadable(item_id: str, text: str, told: str) -> None:
    """It stays in the pool with the reason."""
    one, (problem,) = read(text, item_id)

    assert isinstance(one, Unreadable)
    assert problem.startswith(told)


def test_a_slip_in_audience_keeps_the_item_off_public_pages() -> None:
    """What we cannot read is for members only until someone says otherwise."""
    one, _ = read(content(audience="publik"))

    assert isinstance(one, Item)
    assert one.audience == "members"


def test_an_unreadable_date_is_kept_as_text() -> None:
    """Selection can then say what stands there."""
    one, _ = read(content(date="soon"))

    assert isinstance(one, Item)
    assert (one.date, one.unread) == (None, {"date": "soon"})


@pytest.mark.parametrize("title", ["a\\nb", "\\u202eevil", "a\\tb", "a\\u0007b"])
def test_control_characters_and_bidi_overrides_do_not_survive(title: str) -> None:
    """A title is one harmless line, however it was escaped."""
    one, _ = read(f'---\ntitle: "{title}"\n---\n')

    assert isinstance(one, Item)
    assert one.title.isprintable()
    assert "\u202e" not in one.title


def test_the_folder_says_the_kind_and_kind_overrules_it() -> None:
    """events/ holds events unless a file says otherwise."""
    assert [getattr(read(text, item_id)[0], "kind", None) for item_id, text in (
        ("events/x", content()), ("calls/2022/x", content()), ("events/x", content(kind="news")),
    )] == [Kind.EVENT, Kind.CALL, Kind.NEWS]  # fmt: skip


@pytest.mark.parametrize("key", ["draft", "cancelled", "embargo", "leave_out", "audience"])
def test_a_slip_in_a_key_that_keeps_something_back_is_an_error(key: str) -> None:
    """The item would go out in spite of it; other slips are warnings."""
    _, (problem,) = read_content("news/x", "content/news/x.md", content(**{key + "e": "yes"}))
    _, (other,) = read_content("news/x", "content/news/x.md", content(summarye="x"))

    assert (problem.severity, other.severity) == ("error", "warning")


def test_an_end_is_on_the_day_after_only_when_it_is_soon() -> None:
    """22:00 to 01:00 goes past midnight; 14:00 to 13:00 is a slip, which a check tells."""
    late, slip = (
        read(content(starts=start, ends=end), "events/x")[0]
        for start, end in (("2022-05-25 22:00", "01:00"), ("2022-05-25 14:00", "13:00"))
    )

    assert isinstance(late, Item)
    assert isinstance(slip, Item)
    assert late.ends is not None
    assert slip.ends is not None
    assert (late.ends.first.day, slip.ends.first.day) == (date(2022, 5, 26), date(2022, 5, 25))


def test_a_zone_that_contradicts_the_files_own_is_told() -> None:
    """BST beside Europe/London is no riddle, PST is; also in an end that is a time alone."""
    assert (
        read(content(starts="2022-05-25 13:00 BST", timezone="Europe/London"), "events/x")[1] == []
    )
    assert (
        "PST can mean"
        in read(content(starts="2022-05-25 13:00 PST", timezone="Europe/London"), "events/x")[1][0]
    )
    assert (
        "IST can mean"
        in read(content(starts="2022-05-25 13:00 CEST", ends="14:30 IST"), "events/x")[1][0]
    )


def test_what_is_told_cannot_move_a_terminals_cursor() -> None:
    """A key with an escape sequence is shown without it."""
    _, problems = read_content(
        "news/x",
        "content/news/x.md",
        '---\ntitle: x\nlink: "\\e[31mred\\a"\n"\\e[2Jdarft": yes\n---\n',
    )

    assert problems
    assert all(str(problem).isprintable() for problem in problems)

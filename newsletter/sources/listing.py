"""An archive page of a website, copied as text or saved as HTML, into items.

    text or HTML -> posts (title, categories, text, link) -> their lead dates and times -> Found

Such a page gives each post a title, perhaps categories, and an excerpt. The date stands at the head of the excerpt, where
there is one; for an event it is the event's day, and its times stand somewhere in the text.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from newsletter.core.date_text import MONTHS, WEEKDAYS, leading_date, parse_date
from newsletter.core.date_text import UnreadableDate as NoDate
from newsletter.core.dates import Precision, When
from newsletter.core.identity import link_key
from newsletter.core.item import Kind
from newsletter.core.text import fold, harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.sources.found import MAX_POSTS, Found, Post, Reading

KIND = "listing"


def read_listing(text: str, event_categories: Iterable[str]) -> Reading:
    """Read a page. ``event_categories`` are the categories whose posts are events.

    Raises NewsletterError when no post is found in it.
    """
    if re.search(r"<(?:!doctype html|html|article|body|div|h[1-4])\b", text[:5000], re.I):
        from newsletter.sources.listing_html import posts_in_html  # lxml only when it is wanted

        posts = posts_in_html(text)
    else:
        posts = posts_in_text(text)
    posts = [post for post in posts if one_line(post.title)]
    if not posts:
        raise NewsletterError(
            "no posts were found in it. Copy the whole archive page as text, or save it as HTML, and try again"
        )
    events = {category.casefold() for category in event_categories}
    if len(posts) > MAX_POSTS:
        raise NewsletterError(f"it holds more than {MAX_POSTS:,} posts; import the archive page by page")
    distinct: dict[str, Found] = {}
    for post in posts:
        found = _found(post, events)
        same = distinct.get(found.source_id)
        if same and link_key(same.link) != link_key(found.link):  # two posts of one title and day
            found = replace(found, source_id=f"{found.source_id} {link_key(found.link)}")
        distinct.setdefault(found.source_id, found)
    return Reading(tuple(distinct.values()), repeated=len(posts) - len(distinct))


# ---- the text of a page into posts

_BULLET = re.compile(r"^\s*[•*·‣▪-]\s*(?P<word>\S.*)$")
_READ_MORE = re.compile(
    r"(?:\s?(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s?(?:Read [Mm]ore|Continue [Rr]eading)\b.*|\s?(?:Read [Mm]ore|Continue [Rr]eading)\s?(?:[»→›].*)?)\Z",
    re.S,
)
"""A button at the very end: behind an ellipsis, before an arrow, or alone; not "Read more about it in our report"."""
_ELLIPSIS = re.compile(r"\s?(?:…|\.\.\.|\[…\])\s?\Z")
_CHROME = re.compile(
    r"skip to content|.*»\s*page \d+|home\s*».*|(?:previous|next|older|newer)(?: posts?)?|page \d+(?: of \d+)?|\d+(?:\s+\d+)*",
    re.I,
)
_LONG = 160
"""Characters; a longer paragraph is an excerpt and no title."""


def posts_in_text(text: str) -> list[Post]:
    """The posts of a page that was copied as text: paragraphs with empty lines between them."""
    text = re.sub(r"[ \t\u00a0]+", " ", text)  # long runs of blanks would keep the patterns below busy
    paragraphs = [part.strip("\n") for part in re.split(r"\n ?\n", text)]
    paragraphs = [half for part in paragraphs for half in _title_apart(part)]
    paragraphs = [part for part in paragraphs if part.strip() and not _CHROME.fullmatch(one_line(part))]
    posts: list[Post] = []
    for place, part in enumerate(paragraphs):
        following = paragraphs[place + 1] if place + 1 < len(paragraphs) else ""
        categories = _categories(part)
        if posts and categories:
            last = posts[-1]
            text = f"{last.text}\n\n{part}" if last.text else ""
            posts[-1] = replace(last, text=text) if text else replace(last, categories=(*last.categories, *categories))
        elif _begins_a_post(part, following, posts[-1] if posts else None):
            posts.append(Post(one_line(part)))
        elif posts:
            posts[-1] = replace(posts[-1], text=f"{posts[-1].text}\n\n{part}".strip())
    return posts


def _title_apart(part: str) -> list[str]:
    """A title with its date on the very next line, as some themes are copied, as two paragraphs."""
    first, _, rest = part.partition("\n")
    if rest and len(first) <= _LONG and leading_date(one_line(rest)) and not leading_date(one_line(first)):
        return [first, rest]
    return [part]


def _begins_a_post(part: str, following: str, last: Post | None) -> bool:
    """Whether a paragraph is a title for certain, from what stands around it, or else from how it looks."""
    if last and _READ_MORE.search(last.text):  # the button ends a post, whatever the next title looks like
        return True
    before_categories = bool(_categories(following)) and "\n" not in part.strip()
    return (before_categories and not _READ_MORE.search(part)) or _is_title(part, following, last)


def _categories(part: str) -> list[str]:
    """The categories of a post, a short bullet each; a list of sentences is text."""
    found = [_BULLET.match(line) for line in part.splitlines() if line.strip()]
    words = [bullet["word"].strip() for bullet in found if bullet]
    return words if words and len(words) == len(found) <= 6 and max(map(len, words)) <= 60 else []


def _is_title(part: str, following: str, last: Post | None) -> bool:
    """Whether a paragraph is the title of a new post rather than text of the last one."""
    line = one_line(part)
    if len(line) > _LONG or "\n" in part.strip() or _READ_MORE.search(part) or leading_date(line):
        return False
    if line.endswith(".") and not line.endswith("..") and last is not None:  # headlines do without a full stop
        return False
    if last is None or last.text:
        return True
    # A title without text yet: this is its text, unless what follows shows that this begins a post of its own.
    repeats = _repeated_title(following)
    return bool(_categories(following)) or leading_date(one_line(following)) is not None or repeats == fold(line)


def _repeated_title(text: str) -> str:
    """The title that follows ``Read More »``, folded; empty when there is none."""
    found = re.search(r"(?:Read [Mm]ore|Continue [Rr]eading)[\s\u00a0]*[»→›]?[\s\u00a0]*(.+)\Z", text, re.S)
    return fold(found[1]) if found else ""


# ---- a post into what was found


def _found(post: Post, events: set[str]) -> Found:
    text, title = _without_read_more(harmless(post.text)), one_line(post.title)
    led = leading_date(text)
    kind = Kind.EVENT if any(category.casefold() in events for category in post.categories) else Kind.NEWS
    day, rest = (led[0], led[1]) if led else (None, text)
    base = Found(
        kind, title, KIND, _source_id(title, day), link=post.link, summary=_summary(rest), categories=post.categories
    )
    if day is None:
        if post.published and kind is Kind.NEWS:
            return replace(base, date=post.published, source_id=f"{fold(title)} {post.published}")
        field = "starts" if kind is Kind.EVENT else "date"
        return replace(base, date=post.published, undecided=f"no date that can be read leads its text; write {field}: in its "
                       "file, or decide in issue.md")  # fmt: skip
    if kind is Kind.NEWS:
        return replace(base, date=_spelled(day), undecided=_vague(day))
    starts, ends, doubt = _times(day, rest)
    return replace(base, starts=starts, ends=ends, undecided=doubt or _vague(day))


def _source_id(title: str, day: When | None) -> str:
    """Title and day: the same whether the page was copied or saved, and for yearly posts of one title one each."""
    return f"{fold(title)} {_spelled(day) if day else 'undated'}"


def _spelled(day: When) -> str:
    """The date as a content file should have it: plain where it is certain, as the page has it otherwise."""
    return day.certain_day.isoformat() if day.certain_day and day.first.all_day else day.text


def _vague(day: When) -> str:
    if len(day.readings) > 1:
        return f"its date {day.text!r} can be read in two ways"
    return "its date names a month and no day" if day.readings[0].precision is Precision.MONTH else ""


def _without_read_more(text: str) -> str:
    """The excerpt without ``… Read More »`` (a no-break space stands before it) and the title repeated after it."""
    return _READ_MORE.sub("…", text).strip() if _READ_MORE.search(text) else text.strip()


def _summary(text: str) -> str:
    """The excerpt up to the end of its last whole sentence; a text cut within its first sentence keeps the ellipsis."""
    text = re.sub(r"[ \t\u00a0]+", " ", text.replace("\u00a0", " ")).strip()
    if not _ELLIPSIS.search(text):
        return text
    cut = _ELLIPSIS.sub("", text)
    ends = [
        found.end()
        for found in re.finditer(r"[.!?][”’\"')\]]*(?=\s+[\w“‘\"'(¿¡])", cut)
        if not _abbreviation(cut[: found.end()])
    ]
    return cut[: ends[-1]] if ends else f"{cut} …"


def _abbreviation(text: str) -> bool:
    """Whether the full stop at the end is that of an abbreviation (``e.g.``, ``Dr.``, ``U.S.``)."""
    return bool(re.search(r"(?:\b(?:e\.g|i\.e|etc|vs|Dr|Mr|Mrs|Ms|Prof|St|No|cf|approx)|\b[A-Z])\.\Z", text))


_HALF = r" ?(?:am\b|pm\b|a\.m\.|p\.m\.)"
_SAFE_ZONE = r"(?:UTC|GMT)(?: ?[+-]\d{1,2}(?::?\d{2})?)?|\+\d{1,2}:\d{2}|[A-Z]{2,5}T\b|[A-Z]?[EWC]ES?T\b"
_CLOCK = rf"\d{{1,2}}:\d{{2}}(?!\w)(?:{_HALF})?|\d{{1,2}}(?:\.\d{{2}})?{_HALF}"
_TIMES = re.compile(
    rf"(?<![\d:.,–-])(?P<t1>{_CLOCK})(?: \(?(?P<z1>{_SAFE_ZONE})\)?)?"
    rf"(?: ?(?:–|—|-|to|until) ?(?P<t2>{_CLOCK})(?: \(?(?P<z2>{_SAFE_ZONE})\)?)?)?"
)
_LIKE_A_TIME = re.compile(rf"\b\d{{1,2}}[:.]\d{{2}}\b|\b\d{{1,2}}{_HALF}|\b\d{{1,2}}h\d{{0,2}}\b|\bo'?’?clock\b", re.I)
_PLACE_BEHIND = re.compile(r" \(?[A-Z][\w.-]+(?: [A-Z][\w.-]+)?(?: time|\))")
"""``14:00 Bangkok time``, ``13:00 (Geneva)``: a zone named in words."""


def _times(day: When, text: str) -> tuple[str, str, str]:
    """Start and end of an event from the times in its text, and what is doubtful about them.

    Times count when they are surely times, stand right after the event's own day or before any other day is named, and
    their zone is either clear or not named. Everything else is asked about.
    """
    certain = day.certain_day
    hit = _TIMES.search(text)
    if hit and re.search(
        r"\d ?(?:to|until|–|—|-) ?\Z", text[: hit.start()]
    ):  # "from 2 to 4 pm": only half of it was found
        hit = None
    if not hit or certain is None or not _of_that_day(text[: hit.start()], certain):
        unsure = _LIKE_A_TIME.search(text)
        doubt = (
            f"its text seems to hold a time ({unsure[0]!r}); write it in starts if it is the event's" if unsure else ""
        )
        return _spelled(day), "", doubt
    zone = hit["z1"] or hit["z2"] or ""
    starts = f"{certain.isoformat()} {hit['t1']}{f' {zone}' if zone else ''}"
    ends = (hit["t2"] + (f" {hit['z2'] or zone}" if zone else "")) if hit["t2"] else ""
    try:
        unclear = parse_date(starts).unclear_zone or (parse_date(f"{certain} {ends}").unclear_zone if ends else "")
    except NoDate:
        return _spelled(day), "", f"a time stands in its text that cannot be read ({hit[0]!r})"
    if unclear:  # kept as it stands: until a timezone is written it is an error, so it cannot go out without its time
        return (
            starts,
            ends,
            f"its text says {hit[0]!r}, and {unclear} can mean several zones; write timezone: in its file",
        )
    if _PLACE_BEHIND.match(text[hit.end() :]):
        said = text[hit.start() : hit.end() + 25].strip()
        return (
            certain.isoformat(),
            "",
            f"its text names a time with a zone in words ({said!r}); write starts and timezone",
        )
    return starts, ends, ""


def _of_that_day(before: str, day: date) -> bool:
    """Whether the last day named in the text before a time is the event's own, or none is named."""
    month_names = "|".join([*MONTHS, *(month[:3] for month in MONTHS)])
    named = list(
        re.finditer(
            rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({month_names})\b|\b({month_names}) (\d{{1,2}})\b", before, re.I
        )
    )
    weekdays = re.findall("|".join(WEEKDAYS), before, re.I)
    if not named:
        return not weekdays or weekdays[-1].lower() == WEEKDAYS[day.weekday()]
    last = named[-1]
    number, month = (last[1], last[2]) if last[1] else (last[4], last[3])
    return int(number) == day.day and MONTHS[day.month - 1].startswith(month.lower()[:3])

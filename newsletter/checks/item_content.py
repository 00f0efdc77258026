"""Checks on what the items lack: summary, date, link, description and consent of a picture, words that are finished."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from newsletter.checks.context import CheckContext, all_words, shown
from newsletter.core.issue.local_images import local_picture, ready_address, ready_name
from newsletter.core.model.item import Item, Kind
from newsletter.core.model.plan import Form
from newsletter.core.problems.problem import Problem, error, note, warning
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import counted, quoted
from newsletter.render.wording.prose import prose
from newsletter.workspace.frontmatter.field_values import link_fault

_LEFTOVER = re.compile(r"\b(?:TODO|TBC|TBA|TK|FIXME|XXX|lorem ipsum)\b|\blorem\b", re.I)
_ONLY_CAPITALS = {"tk", "tbc", "tba", "xxx"}
SHORTEST_NOTICE = timedelta(days=5)
LONGEST_SUMMARY = 90


def no_summary(checked: CheckContext) -> Iterable[Problem]:
    """An item needs a sentence or two, unless it is shown as a line."""
    for placed in checked.placed:
        if placed.form is not Form.LINE and not shown(placed).text:
            item = placed.item
            yield warning("it has no summary and no text, so members see a title alone. Write summary: and a sentence or two.",
                          item.file, item.line("summary"), item.id)  # fmt: skip


def no_date(checked: CheckContext) -> Iterable[Problem]:
    """What the editor took in without a date is shown without one."""
    for placed in checked.placed:
        if placed.day is None:
            field = {Kind.NEWS: "date", Kind.EVENT: "starts", Kind.CALL: "deadline"}[
                placed.item.kind
            ]
            yield warning(f"it has no date, so members do not see when. Write {field}: and the day.",
                          placed.item.file, placed.item.line(field), placed.item.id)  # fmt: skip


def no_link(checked: CheckContext) -> Iterable[Problem]:
    """An item without a link leaves members with nowhere to read on or to act."""
    for placed in checked.placed:
        item = placed.item
        if (
            item.link or item.register or "link" in item.lines
        ):  # a link that cannot be read was told already
            continue
        if item.kind is Kind.CALL:
            yield error("a call without a link, so members cannot act on it. Write link: and the address, or mailto: and an "
                        "email address.", item.file, item.line("link"), item.id)  # fmt: skip
        else:
            yield warning("it has no link, so members cannot read on. Write link: and the address.",
                          item.file, item.line("link"), item.id)  # fmt: skip


def picture(checked: CheckContext) -> Iterable[Problem]:
    """A picture needs a full address, a description, and the consent of the people in it."""
    for placed in checked.placed:
        if placed.item.image:
            yield from _picture(placed.item, checked.settings.image_base_url)
        if shown(placed).pictures:
            yield note("pictures within the text are not shown in the email; write image: for the one that matters.",
                       placed.item.file, placed.item.line("body"), placed.item.id)  # fmt: skip


def picture_not_shown(checked: CheckContext) -> Iterable[Problem]:
    """Only the lead and items in full form show their pictures."""
    for placed in checked.placed:
        if placed.item.image and placed.form is not Form.FULL and placed is not checked.issue.lead:
            yield note("its picture is not shown: only the lead and items in full form show theirs.",
                       placed.item.file, placed.item.line("image"), placed.item.id)  # fmt: skip


def picture_size(checked: CheckContext) -> Iterable[Problem]:
    """A picture at an address says how large it is, so that a small one is not blown up and the text does not jump when it comes."""
    for placed in checked.placed:
        image = placed.item.image
        shown_here = placed is checked.issue.lead or placed.form is Form.FULL
        if (
            image
            and shown_here
            and image.src.startswith("https://")
            and not (image.width and image.height)
        ):
            yield note("nothing says how large its picture is, so it is shown over the whole width. Write width: and height: under image:, in pixels.",
                       placed.item.file, placed.item.line("image"), placed.item.id)  # fmt: skip


def _picture(item: Item, base: str) -> Iterator[Problem]:
    image = item.image
    assert image is not None
    if local_picture(item):
        name = ready_name(item)
        if base:
            yield note(f"its picture is shown from {ready_address(item, base)}: upload {name} from the issue's folder pictures there.",
                       item.file, item.line("image/src"), item.id)  # fmt: skip
        else:
            yield warning(f"its picture lies on this computer alone, so it is not shown in the email. Upload {name} from the issue's folder pictures to "
                          "your website, and write its address.", item.file, item.line("image/src"), item.id)  # fmt: skip
    elif not image.src.startswith("https://"):
        yield warning(f"the picture {quoted(image.src)} is not a full https:// address, so it is not shown in the email. "
                      "Put it on your website and write its address.", item.file, item.line("image/src"), item.id)  # fmt: skip
    elif link_fault(image.src):
        yield error(f"the picture {quoted(image.src)} is not a full web address. Write it as the browser shows it.",
                    item.file, item.line("image/src"), item.id)  # fmt: skip
    if not image.alt:
        yield error("the picture has no description. Write alt: and what it shows, for members who cannot see it.",
                    item.file, item.line("image"), item.id)  # fmt: skip
    if image.people is False or image.consent:
        return
    if image.consent is False or image.people:
        yield error("the people in the picture did not agree to be shown. Take the picture away, or ask them and write "
                    "consent: yes.", item.file, item.line("image/consent") or item.line("image"), item.id)  # fmt: skip
    else:
        yield error("nothing says whether the people in the picture agreed. Write consent: yes under image:, or people: no "
                    "when nobody can be recognised.", item.file, item.line("image"), item.id)  # fmt: skip


def leftover(checked: CheckContext) -> Iterable[Problem]:
    """Unfinished words (TODO, TK, lorem) must not reach members."""
    for placed in checked.placed:
        for word in _leftovers(all_words(placed)):
            yield error(f"{quoted(word)} is left in its words. Finish them, or take the mark out.",
                        placed.item.file, placed.item.line("summary"), placed.item.id)  # fmt: skip
    plan = checked.issue.plan
    for key, text in (
        ("subject", plan.subject),
        ("preheader", plan.preheader),
        ("introduction", plan.introduction),
    ):
        for word in _leftovers(text):
            yield error(
                f"{quoted(word)} is left in the {key}. Finish it, or take the mark out.",
                plan.file,
                plan.lines.get(key),
            )


def _leftovers(text: str) -> list[str]:
    words = dict.fromkeys(found[0] for found in _LEFTOVER.finditer(text))
    return [word for word in words if word.lower() not in _ONLY_CAPITALS or word.isupper()]


def short_notice(checked: CheckContext) -> Iterable[Problem]:
    """A deadline under five days after sending leaves members too little time."""
    send_on = checked.issue.plan.send_on
    for placed in checked.placed:
        deadline = placed.item.deadline.certain_day if placed.item.deadline else None
        if deadline and send_on <= deadline < send_on + SHORTEST_NOTICE:
            yield warning(f"its deadline is {say_day(deadline)}, {counted((deadline - send_on).days, 'day')} after the issue is "
                          "sent. Send earlier, or tell members in other ways too.",
                          placed.item.file, placed.item.line("deadline"), placed.item.id)  # fmt: skip


def relative_address(checked: CheckContext) -> Iterable[Problem]:
    """Links in a text work in an email only as full addresses."""
    for placed in checked.placed:
        for address in shown(placed).relative:
            yield error(f"its text links to {quoted(address)}, which leads nowhere from an email. Write the full address, "
                        "beginning with https://.", placed.item.file, placed.item.line("body"), placed.item.id)  # fmt: skip


def introduction_links(checked: CheckContext) -> Iterable[Problem]:
    """The introduction's links are full addresses, and it holds no pictures."""
    plan = checked.issue.plan
    found = prose(plan.introduction)
    for address in found.relative:
        yield error(f"the introduction links to {quoted(address)}, which leads nowhere from an email. Write the full address, "
                    "beginning with https://.", plan.file, plan.lines.get("introduction"))  # fmt: skip
    if found.pictures:
        yield note(
            "pictures within the introduction are not shown.",
            plan.file,
            plan.lines.get("introduction"),
        )


def vague_date(checked: CheckContext) -> Iterable[Problem]:
    """A date that can be read in two ways would be shown as it stands, and members would read it in two ways."""
    for placed in checked.placed:
        item = placed.item
        for key, when in (
            ("date", item.date),
            ("starts", item.starts),
            ("deadline", item.deadline),
        ):
            if when and len(when.readings) > 1:
                yield warning(f"members would read {key} as it stands, {quoted(when.text)}, and it can mean two days. "
                              "Write the one that is meant, such as 2022-04-29.", item.file, item.line(key), item.id)  # fmt: skip


def long_summary(checked: CheckContext) -> Iterable[Problem]:
    """A summary has about 45 words."""
    for placed in checked.placed:
        words = shown(placed).words
        if placed.form is Form.SUMMARY and words > LONGEST_SUMMARY:
            yield note(f"its text has {words} words; about 45 are usual. Write a shorter summary:, or form: line in issue.md.",
                       placed.item.file, placed.item.line("summary"), placed.item.id)  # fmt: skip


def script(checked: CheckContext) -> Iterable[Problem]:
    """Text in another script needs its language, for screen readers and for the direction of writing."""
    ours = _script_of_language(checked.settings.language)
    for placed in checked.placed:
        found = _script(placed.title)
        if found and found != ours and not placed.item.language:
            yield warning(f"its title is written in {found} letters, but nothing says in which language. Write language: and its "
                          "short code, such as ru or ar.", placed.item.file, placed.item.line("title"), placed.item.id)  # fmt: skip


_SCRIPTS = {
    "Latin": r"[A-Za-zÀ-ɏ]", "Cyrillic": r"[\u0400-\u04ff]", "Arabic": r"[\u0600-\u06ff]", "Greek": r"[\u0370-\u03ff]",
    "Hebrew": r"[\u0590-\u05ff]", "Thai": r"[\u0e00-\u0e7f]", "Chinese": r"[\u4e00-\u9fff]", "Devanagari": r"[\u0900-\u097f]",
}  # fmt: skip


def _script(text: str) -> str:
    """The script that most letters of a text are in; empty when it has none of those we know."""
    counts = {name: len(re.findall(pattern, text)) for name, pattern in _SCRIPTS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _script_of_language(code: str) -> str:
    short = code.split("-")[0]
    others = {"Cyrillic": ("ru", "uk", "bg", "sr", "kk", "ky", "tg", "mk", "be"), "Arabic": ("ar", "fa", "ur", "ps", "ckb"),
              "Greek": ("el",), "Hebrew": ("he", "yi"), "Thai": ("th",), "Chinese": ("zh",), "Devanagari": ("hi", "ne", "mr")}  # fmt: skip
    return next((name for name, codes in others.items() if short in codes), "Latin")

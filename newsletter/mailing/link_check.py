"""Every address of an issue asked once, on request only: is it there, has it moved, must somebody look themselves?

The network is reached through ``sources/fetch`` alone, one address after another, and nothing is sent but the question.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from newsletter.core.issue.compose import Issue
from newsletter.core.problems.problem import Problem, error, note, warning
from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.text import quoted
from newsletter.render.view import shown_prose
from newsletter.render.wording.prose import prose
from newsletter.settings import Settings
from newsletter.sources.base.fetch import Answer, Fetcher, NotFetched
from newsletter.workspace.settings.settings_file import NAME

HEAVY_PICTURE = 150_000
"""Bytes of a picture that members on old phones still wait for."""
_LOOK_YOURSELF = (401, 403, 405, 406, 429, 451, 503, 999)
"""What servers answer to programs that they would show a page to."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands."""

    address: str
    file: str
    line: int | None
    item: str | None
    is_picture: bool = False

    @property
    def page(self) -> str:
        """What a server is asked for: the place within the page is no business of its."""
        return self.address.partition("#")[0]


def places(issue: Issue, settings: Settings) -> Iterator[Place]:
    """Every web address that members can press or see, in reading order: the header's, the issue's own, the footer's."""
    plan = issue.plan
    if settings.brand.logo.startswith("https://"):
        yield Place(settings.brand.logo, NAME, None, None, is_picture=True)
    for _, address in plan.also_in:
        yield Place(address, plan.file, plan.lines.get("also_in"), None)
    for link in prose(plan.introduction).links:
        if not link.href.startswith(("http://", "https://")):
            continue
        yield Place(link.href, plan.file, plan.lines.get("introduction"), None)
    for placed in issue.items:
        item = placed.item
        for key, address in (
            ("link", item.link),
            ("register", item.register),
            ("online", item.online),
            *(("also_in", href) for _, href in item.also_in),
        ):
            if address.startswith(("http://", "https://")):
                yield Place(address, item.file, item.line(key), item.id)
        for link in shown_prose(placed).links:
            if link.href.startswith(("http://", "https://")):
                yield Place(link.href, item.file, item.line("summary"), item.id)
        if item.image and item.image.src.startswith("https://"):
            yield Place(item.image.src, item.file, item.line("image/src"), item.id, is_picture=True)
    if settings.website.startswith(("http://", "https://")):
        yield Place(settings.website, NAME, None, None)


def check_links(
    issue: Issue, settings: Settings, fetcher: Fetcher, progress: Progress = lambda *_: None
) -> list[Problem]:
    """What is wrong with the addresses of an issue; each is asked once, however often it stands there."""
    found = list(places(issue, settings))
    addresses = list(dict.fromkeys(place.page for place in found))
    answers: dict[str, Answer | NotFetched] = {}
    for number, address in enumerate(addresses, 1):
        progress(number, len(addresses))
        try:
            answers[address] = fetcher.get(address, body=False, errors=True)
        except NotFetched as why:
            answers[address] = why
    return [problem for place in found for problem in _judged(place, answers[place.page])]


def _judged(place: Place, answer: Answer | NotFetched) -> Iterable[Problem]:
    where = (place.file, place.line, place.item)
    named = quoted(place.address)
    if isinstance(answer, NotFetched):
        yield warning(
            f"{named} could not be reached ({answer.message.rstrip('.?! ')}). Look at it yourself.",
            *where,
        )
    elif answer.status in (404, 410):
        yield error(
            f"{named} leads nowhere: there is no such page any more ({answer.status}). Find where it is now.",
            *where,
        )
    elif answer.status in _LOOK_YOURSELF:
        yield note(
            f"{named} is not shown to programs ({answer.status}). Please look at it yourself.",
            *where,
        )
    elif answer.status >= 400:
        yield warning(
            f"{named} answers with an error ({answer.status}). Look at it yourself.", *where
        )
    else:
        if unquote(link_key(answer.url)) != unquote(link_key(place.address)):
            yield note(f"{named} leads on to {quoted(answer.url, 200)}.", *where)
        if place.is_picture:
            yield from _picture(place, answer)


def _picture(place: Place, answer: Answer) -> Iterable[Problem]:
    kind = answer.headers.get("content-type", "")
    size = answer.headers.get("content-length", "")
    if kind and not kind.startswith("image/"):
        yield error(
            f"{quoted(place.address)} is no picture ({quoted(kind, 60)}). Write the address of the picture itself.",
            place.file,
            place.line,
            place.item,
        )
    elif size.isdigit() and int(size) > HEAVY_PICTURE:
        yield warning(f"the picture has {int(size):,} bytes; more than {HEAVY_PICTURE:,} take long on old phones. Make it smaller.", place.file, place.line,
                      place.item)  # fmt: skip

"""Asks for every address of an issue once, on request only: is it there, and has it moved?

The network is reached through ``sources/fetch`` alone, one address after another, and nothing is
sent but the question.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from newsletter.core.issue.compose import Issue, Placed
from newsletter.core.model.item import Item
from newsletter.core.model.located_problems import about_item, about_plan
from newsletter.core.model.plan import Plan
from newsletter.core.problems import link_kinds
from newsletter.core.problems.problem import Problem, ProblemKind, make_problem
from newsletter.core.selection.duplicates import link_key
from newsletter.core.values.text import quoted
from newsletter.render.view import shown_prose
from newsletter.render.wording.prose import prose
from newsletter.settings import Settings
from newsletter.sources.base.fetch import Fetcher, FetchError, Response
from newsletter.workspace.settings.settings_file import NAME

HEAVY_PICTURE = 150_000
"""Bytes of a picture that members on old phones still wait for."""
_GONE = (404, 410)
_LOOK_YOURSELF = (401, 403, 405, 406, 429, 451, 503, 999)
"""What servers answer to programs although they would show the page to a person."""
_WEB = ("http://", "https://")
Progress = Callable[[int, int], None]
"""Called with the number of the address that is asked for, and how many there are."""


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """An address and the field where it is written."""

    address: str
    field: str
    owner: Item | Plan | None = None
    """Whose field it is; None for a setting."""
    is_picture: bool = False

    @property
    def page(self) -> str:
        """What a server is asked for: it need not know the place within the page."""
        return self.address.partition("#")[0]

    def make_problem(self, kind: ProblemKind, **facts: Any) -> Problem:
        """A problem of that kind with this address."""
        if isinstance(self.owner, Item):
            return about_item(kind, self.owner, self.field, value=self.address, **facts)
        if isinstance(self.owner, Plan):
            return about_plan(kind, self.owner, self.field, value=self.address, **facts)
        return make_problem(kind, file=NAME, field=self.field, value=self.address, **facts)


def places(issue: Issue, settings: Settings) -> Iterator[LinkPlace]:
    """Every web address that members can follow or see, from the header to the footer."""
    logo = settings.brand.logo
    if logo.startswith("https://"):
        yield LinkPlace(logo, "brand/logo", is_picture=True)
    yield from _places_in_plan(issue.plan)
    for placed in issue.items:
        yield from _places_in_item(placed)
    if settings.website.startswith(_WEB):
        yield LinkPlace(settings.website, "website")


def _places_in_plan(plan: Plan) -> Iterator[LinkPlace]:
    for _, address in plan.also_in:
        yield LinkPlace(address, "also_in", plan)
    for link in prose(plan.introduction).links:
        if link.href.startswith(_WEB):
            yield LinkPlace(link.href, "introduction", plan)


def _places_in_item(placed: Placed) -> Iterator[LinkPlace]:
    item = placed.item
    links = [("link", item.link), ("register", item.register), ("online", item.online)]
    links += [("also_in", address) for _, address in item.also_in]
    links += [(placed.text_field, link.href) for link in shown_prose(placed).links]
    for field, address in links:
        if address.startswith(_WEB):
            yield LinkPlace(address, field, item)
    if item.image and item.image.src.startswith("https://"):
        yield LinkPlace(item.image.src, "image/src", item, is_picture=True)


def check_links(
    issue: Issue, settings: Settings, fetcher: Fetcher, progress: Progress = lambda *_: None
) -> list[Problem]:
    """Find what is wrong with the addresses of an issue; each is asked for once."""
    found = list(places(issue, settings))
    pages = list(dict.fromkeys(place.page for place in found))
    answers: dict[str, Response | FetchError] = {}
    for number, page in enumerate(pages, 1):
        progress(number, len(pages))
        try:
            answers[page] = fetcher.get(page, body=False, errors=True)
        except FetchError as why:
            answers[page] = why
    problems: list[Problem] = []
    for place in found:
        problems += _judge(place, answers[place.page])
    return problems


def _judge(place: LinkPlace, answer: Response | FetchError) -> Iterable[Problem]:
    if isinstance(answer, FetchError):
        reason = answer.message.rstrip(".?! ")
        yield place.make_problem(link_kinds.LINK_UNREACHABLE, reason=reason)
    elif answer.status in _GONE:
        yield place.make_problem(link_kinds.LINK_GONE, status=answer.status)
    elif answer.status in _LOOK_YOURSELF:
        yield place.make_problem(link_kinds.LINK_NOT_SHOWN_TO_PROGRAMS, status=answer.status)
    elif answer.status >= 400:
        yield place.make_problem(link_kinds.LINK_ANSWERS_WITH_ERROR, status=answer.status)
    else:
        yield from _judge_page(place, answer)


def _judge_page(place: LinkPlace, answer: Response) -> Iterable[Problem]:
    """What is worth knowing about an address that is there."""
    if unquote(link_key(answer.url)) != unquote(link_key(place.address)):
        yield place.make_problem(
            link_kinds.LINK_REDIRECTS, target=quoted(answer.url, 200), address=answer.url
        )
    if place.is_picture:
        yield from _judge_picture(place, answer)


def _judge_picture(place: LinkPlace, answer: Response) -> Iterable[Problem]:
    content_type = answer.headers.get("content-type", "")
    size = answer.headers.get("content-length", "")
    if content_type and not content_type.startswith("image/"):
        yield place.make_problem(link_kinds.IMAGE_LINK_NOT_IMAGE, content_type=content_type)
    elif size.isdigit() and int(size) > HEAVY_PICTURE:
        yield place.make_problem(
            link_kinds.IMAGE_TOO_LARGE,
            bytes=f"{int(size):,}",
            limit=f"{HEAVY_PICTURE:,}",
            kilobytes=f"{int(size) / 1000:,.0f}",
            limit_kilobytes=f"{HEAVY_PICTURE / 1000:,.0f}",
        )

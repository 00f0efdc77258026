"""What makes two content files one thing: shared keys prove it, likeness only suggests it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from newsletter.core.model.item import Item
from newsletter.core.values.text import fold, path_key

# An address without a query, a fragment, a port or a name in front of its host: the usual one, read
# without ceremony.
_PLAIN = re.compile(r"https?://(?:www\.)?([\w.-]+)(/[^?#\s]*)?", re.ASCII)
_TRACKING = re.compile(
    r"utm_|mtm_|pk_|_hs(?:enc|mi)$|oly_(?:anon|enc)_id$"
    r"|(?:fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|mc_[ce]id|igshid|igsh|_ga|_gl|mkt_tok|vero_id|hsctatracking)$",
    re.I,
)
"""Parameters that tell where somebody came from or who they are; the page is the same without
them."""
_DETOURS = re.compile(
    r"(?:[\w-]+\.)*(?:safelinks\.protection\.outlook\.com|urldefense\.(?:com|proofpoint\.com)|list-manage\.com|sendibm\d*\.com|l\.facebook\.com"
    r"|l\.instagram\.com|lnkd\.in|t\.co)",
    re.I,
)
"""Computers that note who follows a link before they lead on; what was copied from an email often
goes over one."""


@lru_cache(maxsize=65536)  # as for path_key
def link_key(link: str) -> str:
    """An address as compared: without scheme, www, tracking parameters, fragment and trailing
    slash; empty for none."""
    plain = _PLAIN.fullmatch(link)
    if plain:
        return f"{plain[1].lower()}{(plain[2] or '').rstrip('/')}"
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return ""
    query = [
        (k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)
    ]
    host = parts.netloc.lower().removeprefix("www.")
    tail = f"?{urlencode(query)}" if query else ""
    return f"{host}{parts.path.rstrip('/')}{tail}"


def watches(link: str) -> bool:
    """Whether an address carries marks by which whoever follows it is watched."""
    try:
        return any(
            _TRACKING.match(key)
            for key, _ in parse_qsl(urlsplit(link).query, keep_blank_values=True)
        )
    except ValueError:
        return False


def detour(link: str) -> str:
    """The computer in between that notes who follows the link; empty when it leads straight to its
    page."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    google = host in ("www.google.com", "google.com") and parts.path == "/url"
    return host if google or _DETOURS.fullmatch(host) else ""


def clean_link(link: str) -> str:
    """The address without such marks, and otherwise as it was written."""
    head, question, rest = link.partition("?")
    query, hash_mark, fragment = rest.partition("#")
    kept = [
        part for part in query.split("&") if not _TRACKING.match(unquote(part.partition("=")[0]))
    ]
    return f"{head}{question if any(kept) else ''}{'&'.join(kept)}{hash_mark}{fragment}"


def keys(item: Item) -> frozenset[str]:
    """Every key the item is known by: its path id, its own link, its source ids and their links."""
    links = {link_key(item.link), *(link_key(source.link) for source in item.sources)} - {""}
    found = {f"path:{path_key(item.id)}"}
    found.update(f"link:{item.kind}:{link}" for link in links)
    found.update(f"source:{source.kind}:{source.id}" for source in item.sources)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Twins:
    """What was found about files that are, or may be, one thing."""

    duplicate_of: Mapping[str, Item]
    """By id: the item that stays instead, for each proven duplicate."""
    alike: tuple[tuple[Item, Item], ...]
    """Pairs with the same title and date that nothing proves to be one thing; both stay."""


def find_twins(items: Iterable[Item]) -> Twins:
    """Find proven duplicates and suspicions; the outcome does not depend on the order of
    ``items``."""
    pool = sorted(items, key=lambda item: item.id)
    leader = _Groups(len(pool))
    proven = list(_proofs(pool))
    for positions in proven:
        for position in positions[1:]:
            leader.join(positions[0], position)
    groups: dict[int, list[Item]] = defaultdict(list)
    for position in sorted({position for positions in proven for position in positions}):
        groups[leader.of(position)].append(pool[position])
    duplicate_of = {}
    for group in groups.values():
        stays = min(group, key=_who_stays)
        duplicate_of.update({item.id: stays for item in group if item is not stays})
    return Twins(
        duplicate_of, tuple(_alike([item for item in pool if item.id not in duplicate_of]))
    )


def _who_stays(item: Item) -> tuple[bool, bool, date, str]:
    # A draft stays last of all: else the published twin would be left out for something no issue
    # shows.
    return (item.draft, item.imported, item.first_seen or date.max, item.id)


def _proofs(pool: list[Item]) -> Iterable[list[int]]:
    """Groups of positions in the pool that are proven to be one thing."""
    by_source: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_link: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, item in enumerate(pool):
        for source in item.sources:
            by_source[source.kind, source.id].append(position)
        if item.link and (key := link_key(item.link)):
            by_link[item.kind, key].append(position)
    yield from (group for group in by_source.values() if len(group) > 1)
    for group in by_link.values():
        if len(group) < 2:
            continue
        by_hand = [position for position in group if not pool[position].imported]
        if len(by_hand) < len(
            group
        ):  # what was imported is one thing with the first of its link; by hand, titles decide
            yield [*by_hand[:1], *(position for position in group if pool[position].imported)]
        by_title: dict[str, list[int]] = defaultdict(list)
        for position in by_hand:
            by_title[fold(pool[position].title)].append(position)
        yield from (same for same in by_title.values() if len(same) > 1)


def _alike(pool: list[Item]) -> Iterable[tuple[Item, Item]]:
    seen: dict[tuple[str, date], Item] = {}
    for item in pool:
        when = item.starts or item.deadline or item.date
        day = when.certain_day if when else None
        if day is None:
            continue
        first = seen.setdefault((fold(item.title), day), item)
        if first is not item:
            yield first, item


class _Groups:
    """Which positions belong together (union-find with path halving)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def of(self, position: int) -> int:
        while self._parent[position] != position:
            self._parent[position] = self._parent[self._parent[position]]
            position = self._parent[position]
        return position

    def join(self, one: int, other: int) -> None:
        self._parent[self.of(one)] = self.of(other)

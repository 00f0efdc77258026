"""The cards: every item of the pool with what became of it, in the order an editor looks at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from newsletter.core.issue.compose import Issue, Placed, anchor_of
from newsletter.core.model.item import Audience, Item, Kind, PoolFile
from newsletter.core.model.plan import Amount, Plan
from newsletter.core.model.sections import Section, section_for
from newsletter.core.model.verdict import Code, Outcome, Role, Verdict
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.select import Selection, find_long_past
from newsletter.core.selection.timing import rival
from newsletter.core.values.dates import When
from newsletter.core.values.text import fold, path_key
from newsletter.preview.views.problem_words import say_sentence

KINDS = {Kind.NEWS: "News", Kind.EVENT: "Event", Kind.CALL: "Call"}
FIRST = 40
"""How many of the items left out are shown at first, the nearest ones."""


@dataclass(frozen=True, slots=True)
class Card:
    """One item on the page."""

    id: str
    anchor: str
    title: str
    about: str
    """What it is, from whom, when: "News · AIVL"; the day unless the reason names it."""
    reason: str
    decided: str = ""
    """The editor's own word: ``in``, ``out`` or ``next``; empty when the rules speak."""
    place: int = 0
    """Its place in its group, from 1."""
    of: int = 0
    amount: str = Amount.SUMMARY
    section: str = ""
    is_lead: bool = False
    is_call: bool = False
    reworded: bool = False
    """Whether it has words for this issue only."""
    members_only: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class SelectOption:
    """One way to decide about an undecided item: a day, or a section."""

    field: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class UndecidedCard:
    """An undecided item, with what there is to decide."""

    card: Card
    ask: str
    """``day``, ``section`` or ``file``."""
    field: str
    choices: tuple[SelectOption, ...] = ()


@dataclass(frozen=True, slots=True)
class MissedCard:
    """An item that belongs to an earlier period and that no issue held: it is offered."""

    card: Card
    own_id: str
    """The section that the rules give it."""
    own_title: str


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The cards under one heading."""

    id: str
    title: str
    cards: tuple[Card, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """All the cards of one issue."""

    groups: tuple[CardGroup, ...]
    undecided: tuple[UndecidedCard, ...]
    old: int
    """How many of the undecided were announced long ago, so that they can be left out of every issue at once."""
    missed: tuple[MissedCard, ...]
    """What earlier issues missed, the earliest first."""
    late: str
    """The title of the section for what was missed; empty when there is none."""
    left_out: tuple[Card, ...]
    """Those that are shown, near misses first."""
    found: int
    """How many were left out and fit what was looked for."""
    counts: Mapping[str, int]
    sections: tuple[Section, ...]


def board(
    selection: Selection, plan: Plan, issue: Issue, sections: tuple[Section, ...], find: str = "", shown: int = FIRST,
    wanted: str = "",
) -> Board:  # fmt: skip
    """The cards of an issue. ``find`` narrows what was left out to titles and reasons with those words; ``wanted`` is the
    anchor of one that is shown in any case."""
    maker = _CardMaker(plan, {v.item.id: v for v in selection.verdicts}, _decisions(plan))
    every = selection.of(Outcome.LEFT_OUT)
    missed = sorted(
        (v for v in every if _is_offered(v)), key=lambda v: (v.day or date.min, v.item.id)
    )
    out = sorted(
        (v for v in every if not _is_offered(v)),
        key=lambda v: (v.distance, v.day or date.min, v.item.id),
    )
    words = fold(find).split()
    if words:
        out = [v for v in out if all(word in fold(f"{v.item.title} {v.reason}") for word in words)]
    near = [
        v for at, v in enumerate(out) if at < shown or (wanted and anchor_of(v.item.id) == wanted)
    ]
    return Board(
        groups=tuple(maker.card_groups(issue, sections)),
        undecided=tuple(maker.undecided_card(v, sections) for v in selection.of(Outcome.UNDECIDED)),
        old=len(find_long_past(selection)),
        missed=tuple(maker.missed_card(v, sections) for v in missed),
        late=next((section.title for section in sections if section.missed), ""),
        left_out=tuple(maker.card(v) for v in near),
        found=len(out),
        counts=selection.counts,
        sections=sections,
    )


def _is_offered(verdict: Verdict) -> bool:
    return verdict.code is Code.MISSED_LAST_TIME


def _decisions(plan: Plan) -> dict[str, str]:
    words = {path_key(name): "in" for name in plan.include}
    words |= {path_key(name): "out" for name in plan.leave_out}
    return words | {path_key(name): "next" for name in plan.next_time}


@dataclass(frozen=True, slots=True)
class _CardMaker:
    plan: Plan
    verdicts: Mapping[str, Verdict]
    decisions: Mapping[str, str]

    def card_groups(self, issue: Issue, sections: tuple[Section, ...]) -> Iterable[CardGroup]:
        """The lead, then the sections in the order members read them; empty ones too, since items can be moved there."""
        filled = {s.section.id: s for s in (*issue.act_now, *issue.sections)}
        in_order = [s for s in sections if s.act_now], [s for s in sections if not s.act_now]
        for section in in_order[0]:
            yield from self._section_groups(section, filled.get(section.id))
        if issue.lead:
            yield CardGroup(
                "lead", "Top story", (self._placed_card(issue.lead, 1, 1, is_lead=True),)
            )
        for section in in_order[1]:
            yield from self._section_groups(section, filled.get(section.id))

    def _section_groups(self, section: Section, filled: object) -> Iterable[CardGroup]:
        groups = getattr(filled, "groups", ())
        if not any(group.items for group in groups):
            yield CardGroup(
                section.id,
                section.title,
                (),
                section.empty or "Nothing here, so members do not see it.",
            )
        for at, group in enumerate(groups):
            cards = tuple(
                self._placed_card(placed, n, len(group.items))
                for n, placed in enumerate(group.items, 1)
            )
            heading = (
                f"{section.title}: {group.title or 'elsewhere'}"
                if len(groups) > 1 or group.title
                else section.title
            )
            yield CardGroup(section.id if at == 0 else f"{section.id}-{at}", heading, cards)

    def _placed_card(self, placed: Placed, place: int, of: int, is_lead: bool = False) -> Card:
        verdict = self.verdicts[placed.item.id]
        key = path_key(placed.item.id)
        return Card(
            id=placed.item.id,
            anchor=placed.anchor,
            title=placed.title,
            about=_describe_item(placed.item, verdict.reason),
            reason=say_sentence(verdict.reason),
            decided=self.decisions.get(key, ""),
            place=place,
            of=of,
            amount=placed.amount,
            section=verdict.section or "",
            is_lead=is_lead,
            is_call=placed.item.kind is Kind.CALL,
            reworded=key in {path_key(name) for name in self.plan.edits},
            members_only=placed.item.audience is Audience.MEMBERS,
            file=placed.item.file,
        )

    def card(self, verdict: Verdict) -> Card:
        """The card of an item that is not in the issue."""
        item = verdict.item
        return Card(
            id=item.id,
            anchor=anchor_of(item.id),
            title=item.title,
            about=_describe_item(item, verdict.reason),
            reason=say_sentence(verdict.reason),
            decided=self.decisions.get(path_key(item.id), ""),
            file=item.file,
            is_call=isinstance(item, Item) and item.kind is Kind.CALL,
        )

    def missed_card(self, verdict: Verdict, sections: tuple[Section, ...]) -> MissedCard:
        """The card of an item that is offered, with the section that its rules give."""
        item = verdict.item
        assert isinstance(item, Item)
        own = section_for(
            item,
            Role.ANNOUNCED if item.kind is Kind.CALL else Role.REPORTED,
            sections,
            item.section,
        )
        return MissedCard(self.card(verdict), own.id if own else "", own.title if own else "")

    def undecided_card(self, verdict: Verdict, sections: tuple[Section, ...]) -> UndecidedCard:
        """The card of an undecided item, with the ways to decide."""
        card, item = self.card(verdict), verdict.item
        if not isinstance(item, Item):
            return UndecidedCard(card, "file", "")
        if verdict.code is Code.UNSORTED:
            choices = tuple(
                SelectOption("section", section.id, section.title) for section in sections
            )
            return UndecidedCard(card, "section", "section", choices)
        field = item.kind.date_field
        return UndecidedCard(card, "day", field, tuple(_days(item, field)))


def _days(item: Item, field: str) -> Iterable[SelectOption]:
    """The days that its dates may mean, each once."""
    found = [when for when in (getattr(item, field), rival(item)) if when]
    days = dict.fromkeys(reading.first.day for when in found for reading in when.readings)
    for day in list(days)[:6]:
        yield SelectOption(field, day.isoformat(), say_day(day))


def _describe_item(item: PoolFile, reason: str) -> str:
    """What it is, from whom, where and when; the day only when ``reason`` does not name it."""
    if not isinstance(item, Item):
        return "A file that cannot be read"
    parts = (
        KINDS[item.kind],
        item.network,
        item.country,
        item.location if item.kind is Kind.EVENT else "",
        _describe_day(item, reason),
    )
    return " · ".join(dict.fromkeys(part for part in parts if part))


def _describe_day(item: Item, reason: str) -> str:
    """The day of an item, and when it was announced if its own day is not known."""
    when = _own_day(item)
    day = when.certain_day if when else None
    if day and say_day(day) in reason:
        return ""
    if when is None:
        words = "no deadline" if item.kind is Kind.CALL else "no date"
        announced = item.date.certain_day if item.date else None
        # For an event whose own day is not known, this is what helps to find it.
        return f"{words}, announced {say_day(announced)}" if announced else words
    words = say_day(day) if day else when.text
    return f"until {words}" if item.kind is Kind.CALL else words


def _own_day(item: Item) -> When | None:
    """When it is, as its file says: the day of publication, of the beginning, of the deadline."""
    if item.kind is Kind.NEWS:
        return item.date
    if item.kind is Kind.CALL:
        return item.deadline
    if item.starts is None and item.dates:
        return item.dates[0]
    return item.starts

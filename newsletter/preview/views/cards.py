"""The cards: every item of the pool with what became of it, in the order an editor looks at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from newsletter.core.issue.compose import Issue, Placed, anchor_of
from newsletter.core.model.item import Item, Kind, PoolFile
from newsletter.core.model.plan import Form, Plan
from newsletter.core.model.sections import Section, section_for
from newsletter.core.model.verdict import Code, Outcome, Role, Verdict
from newsletter.core.selection.old_undecided import old_ones
from newsletter.core.selection.reasons import say_day
from newsletter.core.selection.select import Selection
from newsletter.core.selection.timing import rival
from newsletter.core.values.text import fold, path_key
from newsletter.preview.plain import plain

KINDS = {Kind.NEWS: "News", Kind.EVENT: "Event", Kind.CALL: "Call"}
DAY_FIELD = {Kind.NEWS: "date", Kind.EVENT: "starts", Kind.CALL: "deadline"}
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
    form: str = Form.SUMMARY
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
class Open:
    """An undecided item, with what there is to decide."""

    card: Card
    ask: str
    """``day``, ``section`` or ``file``."""
    field: str
    choices: tuple[SelectOption, ...] = ()


@dataclass(frozen=True, slots=True)
class Missed:
    """An item that belongs to an earlier period and that no issue held: it is offered."""

    card: Card
    own_id: str
    """The section it would stand in by itself."""
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
    undecided: tuple[Open, ...]
    old: int
    """How many of the undecided were announced long ago, so that they can be left out of every issue at once."""
    missed: tuple[Missed, ...]
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
    maker = _Maker(plan, {v.item.id: v for v in selection.verdicts}, _decisions(plan))
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
        groups=tuple(maker.groups(issue, sections)),
        undecided=tuple(maker.open(v, sections) for v in selection.of(Outcome.UNDECIDED)),
        old=len(old_ones(selection.verdicts, plan.period)),
        missed=tuple(maker.missed(v, sections) for v in missed),
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
class _Maker:
    plan: Plan
    verdicts: Mapping[str, Verdict]
    decisions: Mapping[str, str]

    def groups(self, issue: Issue, sections: tuple[Section, ...]) -> Iterable[CardGroup]:
        """The lead, then the sections in the order members read them; empty ones too, since items can be moved there."""
        filled = {s.section.id: s for s in (*issue.act_now, *issue.sections)}
        in_order = [s for s in sections if s.act_now], [s for s in sections if not s.act_now]
        for section in in_order[0]:
            yield from self._section(section, filled.get(section.id))
        if issue.lead:
            yield CardGroup("lead", "Top story", (self._placed(issue.lead, 1, 1, is_lead=True),))
        for section in in_order[1]:
            yield from self._section(section, filled.get(section.id))

    def _section(self, section: Section, filled: object) -> Iterable[CardGroup]:
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
                self._placed(placed, n, len(group.items)) for n, placed in enumerate(group.items, 1)
            )
            heading = (
                f"{section.title}: {group.title or 'elsewhere'}"
                if len(groups) > 1 or group.title
                else section.title
            )
            yield CardGroup(section.id if at == 0 else f"{section.id}-{at}", heading, cards)

    def _placed(self, placed: Placed, place: int, of: int, is_lead: bool = False) -> Card:
        verdict = self.verdicts[placed.item.id]
        key = path_key(placed.item.id)
        return Card(
            placed.item.id, placed.anchor, placed.title, _about(placed.item, verdict.reason), plain(verdict.reason),
            decided=self.decisions.get(key, ""), place=place, of=of, form=placed.form, section=verdict.section or "",
            is_lead=is_lead, is_call=placed.item.kind is Kind.CALL,
            reworded=key in {path_key(name) for name in self.plan.edits},
            members_only=placed.item.audience == "members", file=placed.item.file,
        )  # fmt: skip

    def card(self, verdict: Verdict) -> Card:
        """The card of an item that is not in the issue."""
        item = verdict.item
        return Card(
            item.id, anchor_of(item.id), item.title, _about(item, verdict.reason), plain(verdict.reason),
            decided=self.decisions.get(path_key(item.id), ""), file=item.file,
            is_call=isinstance(item, Item) and item.kind is Kind.CALL,
        )  # fmt: skip

    def missed(self, verdict: Verdict, sections: tuple[Section, ...]) -> Missed:
        """The card of an item that is offered, with the section it would stand in by itself."""
        item = verdict.item
        assert isinstance(item, Item)
        own = section_for(
            item,
            Role.ANNOUNCED if item.kind is Kind.CALL else Role.REPORTED,
            sections,
            item.section,
        )
        return Missed(self.card(verdict), own.id if own else "", own.title if own else "")

    def open(self, verdict: Verdict, sections: tuple[Section, ...]) -> Open:
        """The card of an undecided item, with the ways to decide."""
        card, item = self.card(verdict), verdict.item
        if not isinstance(item, Item):
            return Open(card, "file", "")
        if verdict.code is Code.UNSORTED:
            choices = tuple(
                SelectOption("section", section.id, section.title) for section in sections
            )
            return Open(card, "section", "section", choices)
        field = DAY_FIELD[item.kind]
        return Open(card, "day", field, tuple(_days(item, field)))


def _days(item: Item, field: str) -> Iterable[SelectOption]:
    """The days that its dates may mean, each once."""
    found = [when for when in (getattr(item, field), rival(item)) if when]
    days = dict.fromkeys(reading.first.day for when in found for reading in when.readings)
    for day in list(days)[:6]:
        yield SelectOption(field, day.isoformat(), say_day(day))


def _about(item: PoolFile, reason: str) -> str:
    if not isinstance(item, Item):
        return "A file that cannot be read"
    starts = item.starts or (item.dates[0] if item.dates else None)
    when = {Kind.NEWS: item.date, Kind.EVENT: starts, Kind.CALL: item.deadline}[item.kind]
    day = when.certain_day if when else None
    told = say_day(day) if day else when.text if when else "no date"
    if day and told in reason:
        told = ""
    elif item.kind is Kind.CALL:
        told = f"until {told}" if when else "no deadline"
    announced = item.date.certain_day if not when and item.date else None
    if announced:  # for an event whose own day is not known, this is what helps to find it
        told += f", announced {say_day(announced)}"
    parts = (
        KINDS[item.kind],
        item.network,
        item.country,
        item.location if item.kind is Kind.EVENT else "",
        told,
    )
    return " · ".join(dict.fromkeys(part for part in parts if part))

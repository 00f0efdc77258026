"""Over whole histories of issues: every published item reached members once, was offered, or was left out with a reason."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from making import call, event, news, rules

from newsletter.core.history.make_record import make_record, repeats
from newsletter.core.issue.compose import compose
from newsletter.core.model.item import Item, Kind
from newsletter.core.model.plan import Plan
from newsletter.core.model.sections import DEFAULT_SECTIONS
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.model.verdict import Code, Outcome, Role
from newsletter.core.selection.select import select
from newsletter.core.values.date_parser import parse_date
from newsletter.core.values.period import Cadence, Period
from newsletter.workspace.sent_file import record_from, record_text

FIRST = date(2022, 1, 1)
DAYS = st.integers(0, 420).map(lambda days: FIRST + timedelta(days=days))
RULES = rules(sections=DEFAULT_SECTIONS)


@dataclass
class World:
    """A website and a desk, as the days go by."""

    day: date = FIRST
    pool: dict[str, Item] = field(default_factory=dict)
    records: list[SentRecord] = field(default_factory=list)
    plans: dict[str, Plan] = field(default_factory=dict)
    built: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By issue, the ids it held when it was sent, in reading order."""
    aliases: dict[str, str] = field(default_factory=dict)
    """By id now, the id that the thing had first."""

    def publish(self, number: int, kind: Kind, day: date, imported: bool) -> None:
        shared: dict[str, Any] = {
            "title": f"Thing number {number}",
            "link": f"https://example.org/{number}",
        }
        if imported:
            shared["sources"] = (("wp", str(number)),)
        if kind is Kind.NEWS:
            one = news(f"news/{number}", date=str(day), **shared)
        elif kind is Kind.EVENT:
            one = event(f"events/{number}", starts=str(day), **shared)
        else:
            one = call(f"calls/{number}", deadline=str(day), date=str(min(day, self.day)), **shared)
        self.pool[one.id] = one
        self.aliases[one.id] = one.id

    def rename(self, name: str) -> None:
        """Its file gets another name, and its title another spelling; link and source stay."""
        one = self.pool.pop(name)
        renamed = replace(one, id=f"{name}-again", title=one.title.upper())
        self.pool[renamed.id] = renamed
        self.aliases[renamed.id] = self.aliases[name]

    def move(self, name: str, days: int) -> None:
        """Its source gives it another day."""
        one = self.pool[name]
        key = one.kind.date_field
        day = getattr(one, key).certain_day + timedelta(days=days)
        moved: dict[str, Any] = {key: parse_date(str(day))}
        self.pool[name] = replace(one, **moved)

    def send(self, period: Period, send_on: date, words: dict[str, str]) -> bool:
        """Compose and send; refused, as the command refuses, when another issue has sent the same in the meantime."""
        left = {
            name: "why not" for name, word in words.items() if word == "out" and name in self.pool
        }
        later = tuple(name for name, word in words.items() if word == "later" and name in self.pool)
        taken = tuple(name for name, word in words.items() if word == "take" and name in self.pool)
        plan = Plan(period, send_on, leave_out=left, next_time=later)
        offered = {
            v.item.id for v in self.selection(plan).verdicts if v.code is Code.MISSED_LAST_TIME
        }
        plan = replace(plan, include=tuple(name for name in taken if name in offered))
        selection = self.selection(plan)
        issue = compose(selection, plan, DEFAULT_SECTIONS, {})
        record = make_record(issue, selection, self.records, send_on, {})
        others = [
            one for one in self.records if one.issue not in record.before and one.sent_on <= send_on
        ]
        if list(repeats(record, others)):
            return False
        kept = record_from(record_text(record), "sent.json")  # as it comes back from the disk
        assert replace(kept, file="") == record
        self.records.append(record)
        self.plans[plan.name] = plan
        self.built[plan.name] = tuple(item.id for item in record.items)
        return True

    def selection(self, plan: Plan) -> Any:
        return select(self.pool.values(), plan, self.records, RULES)


@st.composite
def histories(draw: st.DrawFn, moving: bool = False) -> World:
    world = World()
    number = 0
    months = draw(st.sampled_from([1, 2, 3]))
    start = FIRST
    for _ in range(draw(st.integers(1, 5))):
        period = Cadence(months, 1).containing(start)
        for _ in range(draw(st.integers(0, 4))):
            number += 1
            near = st.integers(-50, 100).map(
                lambda days, at=period.start: at + timedelta(days=days)
            )
            world.publish(
                number, draw(st.sampled_from(list(Kind))), draw(near), draw(st.booleans())
            )
        if world.pool and draw(st.booleans()):
            world.rename(draw(st.sampled_from(sorted(world.pool))))
        if moving and world.pool and draw(st.booleans()):
            world.move(draw(st.sampled_from(sorted(world.pool))), draw(st.integers(-40, 60)))
        words = draw(
            st.dictionaries(
                st.sampled_from(sorted(world.pool) or ["none"]),
                st.sampled_from(["out", "later", "take", "take"]),
                max_size=4,
            )
        )
        late = draw(st.sampled_from([1, 11, 11, 40, 75, -5]))
        if draw(st.integers(0, 5)):  # else it is skipped
            last = max((record.sent_on for record in world.records), default=FIRST)
            world.send(
                period,
                max(
                    period.end + timedelta(days=late - 1),
                    last + timedelta(days=draw(st.integers(0, 1))),
                ),
                words,
            )
        start = period.end
        if not draw(st.integers(0, 4)):
            months = draw(st.sampled_from([1, 2, 3]))
    world.day = start
    return world


def _final(world: World) -> tuple[Plan, Any]:
    """The issue that comes next, long after."""
    end = max((record.period.end for record in world.records), default=FIRST)
    period = Cadence(2, 1).containing(max(end, world.day) + timedelta(days=200))
    plan = Plan(period, period.end)
    return plan, world.selection(plan)


@given(histories(moving=True))
@hypothesis_settings(deadline=None, max_examples=150)
def test_every_item_was_sent_or_is_offered_or_was_left_out(world: World) -> None:
    """Nothing that was published since the first recorded period is lost: whatever the next issue does not select says where it stands."""
    if not world.records:
        return
    since = min(record.period.start for record in world.records)
    sent = {world.aliases[item.id] for record in world.records for item in record.items}
    left_out = {world.aliases[name] for record in world.records for name in record.left_out}
    _, selection = _final(world)
    for verdict in selection.verdicts:
        assert verdict.outcome is not Outcome.UNDECIDED
        item = verdict.item
        if verdict.day is None or verdict.day < since or verdict.outcome is Outcome.SELECTED:
            continue
        if world.aliases[item.id] in sent | left_out:
            continue
        offered = verdict.code is Code.MISSED_LAST_TIME
        too_late = (
            verdict.code is Code.CLOSED_BEFORE_SENDING and "was never in an issue" in verdict.reason
        )
        assert offered or too_late, (item.id, verdict.code, verdict.reason)


@given(histories(moving=True))
@hypothesis_settings(deadline=None, max_examples=150)
def test_nothing_is_in_two_issues_in_the_same_role(world: World) -> None:
    """Whatever the names and spellings it comes back under."""
    seen: set[tuple[str, Role]] = set()
    for record in world.records:
        for item in record.items:
            key = (world.aliases[item.id], item.role)
            assert key not in seen
            seen.add(key)


@given(histories(), st.integers(0, 3))
@hypothesis_settings(deadline=None, max_examples=100)
def test_a_sent_issue_is_made_again_as_it_was(world: World, late: int) -> None:
    """Issues that were sent after it, and items that came in after it, change nothing in it."""
    names = {}
    for name, plan in world.plans.items():
        names[name] = [world.aliases[item_id] for item_id in world.built[name]]
        for number in range(late):
            world.publish(
                1000 + number, Kind.NEWS, plan.period.start + timedelta(days=number), True
            )
        renamed = {first: now for now, first in world.aliases.items() if now in world.pool}
        now = replace(
            plan,
            include=tuple(
                renamed[world.aliases[one]]
                for one in plan.include
                if renamed.get(world.aliases[one])
            ),
        )
        now = replace(
            now,
            leave_out={renamed[world.aliases[one]]: "why" for one in plan.leave_out},
            next_time=tuple(renamed[world.aliases[one]] for one in plan.next_time),
        )
        selection = world.selection(now)
        issue = compose(selection, now, DEFAULT_SECTIONS, {})
        again = {world.aliases[placed.item.id] for placed in issue.items}
        assert again == set(names[name])

"""What the page shows, as values: the timeline, the state in the address, memories that change nothing."""

import random
from datetime import date, timedelta
from pathlib import Path

from conftest_preview import FILES, SETTINGS
from hypothesis import given
from hypothesis import strategies as st
from making import content, event, news, plan, rules, selected_from, workspace

from newsletter.build import BuildCache, choose
from newsletter.core.selection.select import SelectionCache, select
from newsletter.preview.desk.page_state import State
from newsletter.preview.views.timeline import timeline
from newsletter.workspace.pool import PoolCache, read_pool
from newsletter.workspace.workspace import open_workspace

TODAY = date(2022, 5, 3)


def test_marks_stand_at_their_days_and_do_not_overlap() -> None:
    """Every dated item near the period has one mark; those of one day stand under each other."""
    items = [news(f"news/{n}", date="2022-04-10") for n in range(4)] + [
        event("events/x", starts="2022-05-25"),
        news("news/old", date="2019-01-01"),
    ]
    view = timeline(selected_from(*items))
    assert len(view.marks) == 5
    assert len({mark.y for mark in view.marks if mark.x == view.marks[0].x}) == 4
    assert view.period_x < view.marks[0].x < view.period_x + view.period_width < view.sent_x
    assert 0 <= min(mark.x for mark in view.marks) <= max(mark.x for mark in view.marks) <= 100


@given(st.dictionaries(st.sampled_from(list(State.__slots__)), st.text(max_size=12)))
def test_any_address_gives_a_state_and_the_state_gives_its_address(query: dict[str, str]) -> None:
    """What is not understood is passed over; what is, survives the way through the address."""
    from urllib.parse import parse_qsl

    state = State.of(query)
    assert State.of(dict(parse_qsl(state.address().removeprefix("?")))) == state


def test_a_selection_from_memory_is_the_one_made_anew() -> None:
    """Random changes of pool and plan: the memory never changes an outcome."""
    chance = random.Random(7)
    memory = SelectionCache()
    pool = {
        f"news/{n}": news(
            f"news/{n}",
            date=str(date(2022, 2, 20) + timedelta(days=n * 2)),
            link=f"https://example.org/{n % 17}",
        )
        for n in range(30)
    }
    for _ in range(120):
        name = chance.choice(list(pool))
        change = chance.randrange(4)
        if change == 0:
            pool[name] = news(name, date=str(date(2022, 2, 20) + timedelta(days=chance.randrange(90))), title=chance.choice("abc"), draft=chance.random() < 0.2,
                              sources=[("feed", chance.choice("xyz"))] if chance.random() < 0.5 else [])  # fmt: skip
        elif change == 1 and len(pool) > 20:
            del pool[name]
        elif change == 2:
            pool[f"news/{chance.randrange(60)}"] = news(
                f"news/{chance.randrange(60)}", date="2022-04-01"
            )
        pool = {item.id: item for item in pool.values()}
        decided = plan(include=tuple(chance.sample(list(pool), 2)), leave_out={chance.choice(list(pool)): "why"},
                       send_on=chance.choice([date(2022, 5, 11), date(2022, 5, 20)]))  # fmt: skip
        assert select(pool.values(), decided, (), rules(), memory) == select(
            pool.values(), decided, (), rules()
        )


def test_a_pool_from_memory_is_the_one_read_anew(tmp_path: Path) -> None:
    """Files that change, come, go and are replaced: what is read with a memory is what is there."""
    root = workspace(tmp_path, FILES, SETTINGS)
    memory = PoolCache()
    assert read_pool(root, memory) == read_pool(root)
    (root / "content/news/alpha.md").write_text(content("Changed", "x", date="2022-04-20"))
    memory.touched = {"content/news/alpha.md"}
    assert read_pool(root, memory) == read_pool(root)
    (root / "content/news/alpha.md").unlink()
    assert read_pool(root, memory).files == read_pool(root).files or memory.touched is not None
    memory.touched = None
    assert read_pool(root, memory) == read_pool(root)
    (root / "content/news/New.md").write_text(content("New", "x", date="2022-04-20"))
    memory.touched = {"content/news/New.md"}
    assert read_pool(root, memory) == read_pool(root)


def test_what_is_kept_changes_no_choice(tmp_path: Path) -> None:
    """The page and the command line choose the same."""
    root = workspace(tmp_path, FILES, SETTINGS)
    kept = BuildCache()
    for name in ("2022-03", "2022-05", "2022-03"):
        with_memory = choose(open_workspace(root), name, TODAY, kept=kept)
        assert with_memory.selection == choose(open_workspace(root), name, TODAY).selection
        assert with_memory.problems == choose(open_workspace(root), name, TODAY).problems

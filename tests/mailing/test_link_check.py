"""Addresses asked once each, on request only; what came of it in a sentence with its place."""

from collections.abc import Mapping
from dataclasses import replace

from making import news, plan, rules
from sourcing import Reply, web

from newsletter.core.issue.compose import Issue, compose
from newsletter.core.model.sections import DEFAULT_SECTIONS
from newsletter.core.problems.problem import TERMINAL_WORDS
from newsletter.core.selection.select import select
from newsletter.mailing.link_check import check_links
from newsletter.settings import Settings
from newsletter.sources.base.fetch import Fetcher

ANSWERS = {
    "/fine": Reply(b"page"), "/es": Reply(status=410), "/moved": Reply(status=301, headers={"Location": "/fine"}), "/gone": Reply(status=404), "/shy": Reply(status=403),
    "/ill": Reply(status=500), "/home": Reply(status=404),
}  # fmt: skip


def an_issue(root: str) -> Issue:
    items = [
        news(
            f"news/{name}",
            title=name,
            date="2022-04-29",
            link=f"{root}/{name}",
            summary=f"See [that]({root}/fine).",
        )
        for name in ("fine", "moved", "gone", "shy", "ill")
    ]
    items.append(
        news(
            "news/none",
            title="none",
            date="2022-04-29",
            link="http://127.0.0.1:9/nobody",
            summary="x",
        )
    )
    the_plan = replace(
        plan(),
        also_in=(("es", f"{root}/es"),),
        introduction=f"[gone]({root}/gone) [us](mailto:us@example.org) [part]({root}/fine#part)",
    )
    return compose(
        select(items, the_plan, (), rules(sections=DEFAULT_SECTIONS)),
        the_plan,
        DEFAULT_SECTIONS,
        {},
    )


def test_each_address_is_asked_once_and_judged_where_it_stands() -> None:
    """A page that is gone is an error; one that programs cannot see is a note; so is a redirect."""

    def answer(path: str, _query: Mapping[str, str], _headers: Mapping[str, str]) -> Reply:
        return ANSWERS[path]

    with web(answer) as running, Fetcher(sleep=lambda _: None, patience=10) as fetcher:
        ours = Settings("Update", "Network", f"{running.url}/home", "news@example.org")
        found = check_links(an_issue(running.url), ours, fetcher)
        told = {(p.item, p.severity.value): p.message for p in found if p.file != "newsletter.toml"}
        asked = running.asked
    assert "/es" in asked
    assert len(asked) == len(set(asked)) + 1  # /fine is where /moved leads
    assert set(told) == {
        (None, "error"), ("news/gone", "error"), ("news/moved", "note"), ("news/shy", "note"), ("news/ill", "warning"), ("news/none", "warning"),
    }  # fmt: skip
    assert "leads nowhere" in told["news/gone", "error"]
    assert "Look at it yourself" in told["news/shy", "note"]
    assert "/fine'" in told["news/moved", "note"]
    fields = {(p.item, p.field) for p in found}
    assert fields == {
        (None, "also_in"),
        (None, "introduction"),
        (None, "website"),
        *((f"news/{name}", "link") for name in ("gone", "moved", "shy", "ill", "none")),
    }
    for problem in found:
        page_words = TERMINAL_WORDS.say(problem.kind.on_page, problem.all_facts())
        assert "(" not in page_words, "the page shows no status"
    assert [p.severity.value for p in found if p.file == "newsletter.toml"] == [
        "error"
    ]  # the footer links to it

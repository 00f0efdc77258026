"""``newsletter diff``: in words, what changed since an issue was sent, or else since it was built last."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from newsletter.build import Build, build, choose
from newsletter.cli.common import period_argument, the_workspace, today_in, workspace_option
from newsletter.core.history.issue_diff import OPENING, DiffPart, difference
from newsletter.core.history.make_record import list_in_reading_order
from newsletter.core.issue.item_facts import PARTS, item_facts
from newsletter.core.model.sent_record import SentRecord
from newsletter.core.selection.reasons import say_day
from newsletter.core.values.text import one_line
from newsletter.errors import NewsletterError

_APART = ("title", "section")
"""Parts that are compared by themselves."""


@click.command("diff")
@period_argument
@workspace_option
def command(period: str, workspace_path: Path | None) -> None:
    """Show what changed since an issue was sent, or since the last build.

    Items in, out, moved and reworded, and the opening.
    """
    workspace = the_workspace(workspace_path)
    built = build(choose(workspace, period, today_in(workspace)))
    record = built.choice.sent
    if record:
        since, lines = f"it was sent on {say_day(record.sent_on)}", _since_sent(built, record)
    else:
        since, lines = "it was built last", _since_built(built)
    found = [one_line(line) for line in lines]
    click.echo(
        f"{built.choice.plan.name}: {'changed' if found else 'nothing changed'} since {since}"
    )
    for line in found:
        click.echo(f"  {line}")


def _since_sent(built: Build, record: SentRecord) -> Iterator[str]:
    if record.by_hand:
        raise NewsletterError(
            "it was made by hand, so nothing is known of its words but which items it held.",
            file=record.file,
        )
    before = [DiffPart("subject", "subject", OPENING, record.subject)]
    before += [DiffPart(key, key, OPENING, text) for key, text in record.opening.items()]
    before += [
        DiffPart(it.id, it.facts.get("title", it.title), it.section, _words(it.facts))
        for it in record.items
    ]
    plan = built.issue.plan
    now = [DiffPart("subject", "subject", OPENING, plan.subject)]
    for key, text in (("preheader", plan.preheader), ("introduction", plan.introduction)):
        if key in record.opening:
            now.append(DiffPart(key, key, OPENING, text))
    for section, title, placed in list_in_reading_order(built.issue):
        said = item_facts(placed, section)
        now.append(DiffPart(placed.item.id, placed.title, title, _words(said)))
    return difference(before, now)


def _words(said: Mapping[str, str]) -> str:
    return " ".join(said[part] for part in PARTS if part in said and part not in _APART)


def _since_built(built: Build) -> Iterator[str]:
    from newsletter.build import HTML_FILE
    from newsletter.render.read_back import pieces
    from newsletter.workspace.files.safe_io import UnreadableFile, read_text

    path = built.choice.workspace.issue_folder(built.choice.plan.period) / HTML_FILE
    if not path.exists():
        raise NewsletterError(
            f"there is no {HTML_FILE} yet, so there is nothing to compare with. Write newsletter build first."
        )
    try:
        html = read_text(path)
    except UnreadableFile as why:
        raise NewsletterError(
            f"{why}.", file=f"issues/{built.choice.plan.name}/{HTML_FILE}"
        ) from None
    return difference(pieces(html), pieces(built.email.html))

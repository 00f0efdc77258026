"""What lies close to the edges of the period."""

from datetime import date

from making import event, news, selected_from

from newsletter.core.selection.boundary_report import boundary_report


def test_three_days_on_each_side_of_both_edges() -> None:
    """26 February to 3 March, and 28 April to 3 May."""
    days = ["2022-02-25", "2022-02-26", "2022-02-28", "2022-03-01", "2022-03-03", "2022-03-04",
            "2022-04-27", "2022-04-28", "2022-04-30", "2022-05-01", "2022-05-03", "2022-05-04"]  # fmt: skip
    start, end = boundary_report(
        selected_from(*(news(f"news/{day}", title=day, date=day) for day in days))
    )

    assert [near.day.isoformat() for near in start.before] == ["2022-02-26", "2022-02-28"]
    assert [near.day.isoformat() for near in start.after] == ["2022-03-01", "2022-03-03"]
    assert [near.day.isoformat() for near in end.before] == ["2022-04-28", "2022-04-30"]
    assert [near.day.isoformat() for near in end.after] == ["2022-05-01", "2022-05-03"]


def test_what_would_change_sides_in_utc_is_marked() -> None:
    """23:30 in London on 30 April is still April in UTC; 00:30 on 1 May is not May there."""
    late, early = (
        news("news/late", title="l", date="2022-04-30 23:30"),
        news("news/early", title="e", date="2022-05-01 00:30"),
    )
    show = event("events/show", title="s", starts="2022-03-01 01:00", timezone="Asia/Bangkok")
    start, end = boundary_report(selected_from(late, early, show))

    marks = {
        near.verdict.item.id: near.changes_in_utc
        for edge in (start, end)
        for near in (*edge.before, *edge.after)
    }
    assert marks == {"news/late": False, "news/early": True, "events/show": False}
    assert start.before[0].day == date(2022, 2, 28)

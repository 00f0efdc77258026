"""Bringing news and events up to date from the page: the button, files dropped on it, the report, and undo."""

from pathlib import Path

from conftest_preview import FILES, ISSUE, SETTINGS, Office
from playwright.sync_api import Page, expect
from sourcing import as_json
from wordpress_site import FakeSite, a_post, wordpress

CALENDAR = Path(__file__).parents[1] / "sources/cases/ical/zone-of-its-own.ics"
FORM = Path(__file__).parents[1] / "sources/cases/csv/form.csv"


def sources_page(office: Office) -> Page:
    page = office.page(f"{ISSUE}/sources")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def with_source(office: Office, url: str) -> None:
    office.write(
        "newsletter.toml", f'{SETTINGS}\n[[sources]]\nkind = "wordpress"\naddress = "{url}"\n'
    )


def test_one_press_brings_everything_up_to_date_and_says_what_came_in(office: Office) -> None:
    """From the issue itself: the numbers of each source, what to look at, and each item a press away; undo takes it back."""
    site = FakeSite(
        [
            a_post(1),
            a_post(2, content={"rendered": "", "protected": True}),
            a_post(3, date_gmt=None, date="no date"),
        ]
    )
    with wordpress(site) as running:
        with_source(office, running.url)
        page = office.page()
        page.get_by_role("button", name="Bring up to date").click()
        expect(page.get_by_role("heading", name="What came in")).to_be_visible()
        row = page.get_by_role("row", name=running.url)
        expect(row.get_by_role("cell")).to_have_text(["3", "2", "0", "0", "1", "0"])
        report = page.locator("#report")
        expect(report).to_contain_text("Skipped: 1 behind a password.")
        expect(report).to_contain_text("To decide: its date ‘no date’ cannot be read.")
        expect(page.locator("#importing")).to_have_text("13:00: 2 new items, 0 updated.")

        page.get_by_role("button", name="Bring up to date").click()
        expect(row.get_by_role("cell")).to_have_text(["3", "0", "0", "2", "1", "0"])
    report.get_by_text("new or updated").wait_for(state="detached")
    assert len(list((office.path / "content/news").glob("*post*"))) == 2

    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Undone: Imported from")
    assert not list((office.path / "content/news").glob("*post*"))


def test_undo_takes_all_of_one_press_back_and_the_report_says_so(office: Office) -> None:
    """However many sources it read; redo brings it back."""
    with wordpress(FakeSite([a_post(1)])) as one, wordpress(FakeSite([a_post(2)])) as two:
        sources = "".join(
            f'\n[[sources]]\nkind = "wordpress"\naddress = "{site.url}"\n' for site in (one, two)
        )
        office.write("newsletter.toml", f"{SETTINGS}{sources}")
        page = sources_page(office)
        page.get_by_role("button", name="Bring up to date").click()
        expect(page.locator("#importing")).to_have_text("13:00: 2 new items, 0 updated.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#importing")).to_have_text("The import at 13:00 was undone.")
    expect(page.get_by_role("heading", name="What came in")).to_have_count(0)
    assert not list((office.path / "content/news").glob("*post*"))
    page.get_by_role("button", name="Redo").click()
    expect(page.get_by_role("heading", name="What came in")).to_be_visible()
    assert len(list((office.path / "content/news").glob("*post*"))) == 2


def test_an_item_that_came_in_is_a_press_away(office: Office) -> None:
    """And shows in the issue at once."""
    with wordpress(FakeSite([a_post(1)])) as running:
        with_source(office, running.url)
        page = sources_page(office)
        page.get_by_role("button", name="Bring up to date").click()
        page.get_by_text("1 new or updated").click()
        page.get_by_role("link", name="Post 1").click()
    expect(page.locator(".card", has_text="Post 1").first).to_be_visible()


def test_a_source_that_cannot_be_read_says_why_and_changes_nothing(office: Office) -> None:
    """The others are read all the same; here there is but one."""
    site = FakeSite([a_post(1)], refuses={"/": as_json({"error": "down"}, 500)})
    with wordpress(site) as running:
        with_source(office, running.url)
        page = sources_page(office)
        page.get_by_role("button", name="Bring up to date").click()
        expect(page.locator("#report")).to_contain_text("Nothing was changed: ")
        expect(page.locator("#importing")).to_contain_text("1 source could not be read.")
    assert not list((office.path / "content/news").glob("*post*"))


def drop(page: Page, *files: tuple[str, str]) -> None:
    """Drop files on the page, each with its name and its text."""
    transfer = page.evaluate_handle(
        "(files) => { const data = new DataTransfer(); for (const [name, text] of files) data.items.add(new File([text], name)); return data; }",
        [list(file) for file in files],
    )
    page.dispatch_event("main", "dragover", {"dataTransfer": transfer})
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})


def test_files_dropped_anywhere_come_in_together(office: Office) -> None:
    """On the issue itself; what each is it says itself. One report, with a line for each, and one press takes all of it back."""
    page = office.page()
    page.wait_for_selector("html[data-ready]", state="attached")
    drop(
        page,
        ("calendar.ics", CALENDAR.read_text()),
        ("form.csv", FORM.read_text()),
        ("empty.ics", ""),
    )
    expect(page.get_by_role("heading", name="What came in")).to_be_visible()
    expect(page.get_by_role("row", name="calendar.ics").get_by_role("cell")).to_have_text(
        ["3", "3", "0", "0", "0", "0"]
    )
    expect(page.get_by_role("row", name="form.csv").get_by_role("cell").first).to_have_text("9")
    expect(page.get_by_role("row", name="empty.ics")).to_contain_text(
        "Nothing was changed: The file is empty."
    )
    expect(page.locator("#importing")).to_contain_text("1 source could not be read.")
    assert len(list((office.path / "content/events").glob("2022-0*"))) > 3
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#importing")).to_have_text("The import at 13:00 was undone.")
    assert not list((office.path / "content/events").glob("2022-0*"))


def test_a_file_that_was_chosen_comes_in_and_one_of_no_known_kind_is_refused(
    office: Office,
) -> None:
    """A form's answers; a photograph. The report says of both."""
    page = sources_page(office)
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"}
    form = {"name": "form.csv", "mimeType": "text/csv", "buffer": FORM.read_bytes()}
    page.locator("#import-file").set_input_files([photo, form])
    expect(page.get_by_role("row", name="photo.jpg")).to_contain_text(
        "This kind of file cannot be imported"
    )
    expect(page.get_by_role("row", name="form.csv").get_by_role("cell").first).to_have_text("9")
    assert "never-shown" not in page.content().lower()


def test_a_table_that_is_dropped_is_read_as_the_table_of_the_settings(office: Office) -> None:
    """Whatever it is called: a form's answers are exported under a new name each time."""
    office.write(
        "newsletter.toml",
        f'{SETTINGS}\n[[sources]]\nkind = "csv"\naddress = "answers.csv"\nday_first = "yes"\n',
    )
    page = sources_page(office)
    drop(page, ("answers (2).csv", "title,date\nOur day,04/05/2022\n"))
    expect(page.get_by_role("row", name="answers (2).csv").get_by_role("cell").nth(1)).to_have_text(
        "1"
    )
    assert (office.path / "content/news/2022-05-04-our-day.md").is_file()


def test_an_archive_page_is_brought_in(office: Office) -> None:
    """A pasted archive page of the website becomes items, as newsletter import listing makes them."""
    page = sources_page(office)
    page.get_by_text("From an archive page of your website").click()
    post = "A hearing in Geneva\n\n  • News\n\n14 April, 2022 Members spoke there. Read More »A hearing in Geneva\n"
    page.get_by_label("Open the page in your browser").fill(
        f"Skip to content\nHome » News\n\n\n{post}"
    )
    page.get_by_role("button", name="Bring in").click()
    expect(page.locator("#importing")).to_have_text("13:00: 1 new item, 0 updated.")
    assert (office.path / "content/news/2022-04-14-a-hearing-in-geneva.md").exists()


def test_sources_are_named_on_the_page(office: Office) -> None:
    """A line for each; what else newsletter.toml says of one stays; a slip is refused beside the field."""
    office.write(
        "newsletter.toml",
        f'{SETTINGS}\n[[sources]]\nkind = "csv"\naddress = "a.csv"\ncolumns = {{title = "Headline"}}  # theirs\n',
    )
    page = sources_page(office)
    field = page.get_by_label("News and events")
    expect(field).to_have_value("table = a.csv")
    field.fill("websit = https://example.org\ntable = a.csv")
    page.get_by_role("button", name="Save").click()
    expect(
        page.get_by_role("alert").filter(
            has_text="‘websit’ is not a kind of source. Write what it is before the address, and = between them: website, feed"
        )
    ).to_be_visible()

    field.fill("example.org\ntable = a.csv")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".sources li")).to_have_text(
        [
            "https://example.org a WordPress site, by its REST or its feed",
            "a.csv a table or a form’s answers (CSV)".replace("’", "'"),
        ]
    )
    text = (office.path / "newsletter.toml").read_text()
    assert 'columns = {title = "Headline"}  # theirs' in text


def test_a_page_without_sources_leads_to_naming_them(office: Office) -> None:
    """Nobody presses a button that cannot do anything."""
    page = office.page()
    page.get_by_role("link", name="Bring up to date").click()
    expect(page.get_by_text("Write above where your news is")).to_be_visible()
    assert set(FILES)


def test_old_events_that_nobody_can_date_are_left_out_of_every_issue(office: Office) -> None:
    """With one press, each in its own file; what is new, or says a day that nobody can read, stays to be decided. Undo brings them back."""
    for name, date, more in (
        ("old-1", "2019-04-01", ""), ("old-2", "2020-04-02", ""), ("lately", "2022-02-20", ""), ("hard", "2019-04-03", "starts: some Monday\n"),
    ):  # fmt: skip
        office.write(
            f"content/events/{name}.md", f"---\ntitle: The event {name}\ndate: {date}\n{more}---\n"
        )
    page = office.page()
    expect(page.locator(".card", has_text="The event old-1")).to_contain_text(
        "announced 1 April 2019"
    )
    page.get_by_role("button", name="Leave 2 old ones out of every issue").click()
    expect(page.locator("#toast")).to_contain_text("Left out of every issue: 2 old items")
    expect(page.get_by_role("button", name="out of every issue")).to_have_count(0)
    left = {
        name
        for name in ("old-1", "old-2", "lately", "hard")
        if "leave_out" in office.read(f"content/events/{name}.md")
    }
    assert left == {"old-1", "old-2"}
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Undone")
    assert "leave_out" not in office.read("content/events/old-2.md")


def test_an_import_that_brought_nothing_does_not_stand_in_the_way_of_undo(office: Office) -> None:
    """It only noted how far the site was read."""
    site = FakeSite([a_post(1)])
    with wordpress(site) as running:
        with_source(office, running.url)
        page = sources_page(office)
        page.get_by_role("button", name="Bring up to date").click()
        expect(page.locator("#importing")).to_have_text("13:00: 1 new item, 0 updated.")
        site.posts.append(a_post(2, content={"rendered": "", "protected": True}))
        page.get_by_role("button", name="Bring up to date").click()
        expect(page.locator("#importing")).to_have_text("13:00: 0 new items, 0 updated.")
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#toast")).to_contain_text("Undone: Imported from")
        assert not list((office.path / "content/news").glob("*post*"))
        page.wait_for_selector("html[data-ready]", state="attached")
        page.get_by_role("button", name="Bring up to date").click()
        expect(page.locator("#importing")).to_have_text("13:00: 1 new item, 0 updated.")

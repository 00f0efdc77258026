"""Every check: what it finds, and what it leaves alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import call, event, news, plan, rules

from newsletter.checks import (
    changed_since_approval,
    date_conflicts,
    discretion,
    house_style,
    item_content,
    item_images,
    look,
    tag_rules,
    whole_email,
)
from newsletter.checks.check_table import CHECKS, run_checks
from newsletter.checks.context import Check, CheckContext
from newsletter.core.issue.approval import part_codes
from newsletter.core.issue.compose import compose
from newsletter.core.model.item import Audience, Image, Item
from newsletter.core.model.plan import Amount
from newsletter.core.problems.all_kinds import ALL_KINDS
from newsletter.core.problems.problem import TERMINAL_WORDS, Problem
from newsletter.core.selection.select import select
from newsletter.preview.views.item_form import BY_KEY
from newsletter.render.email import render
from newsletter.settings import Brand, HouseStyle, Settings
from newsletter.workspace.files.shipped_templates import shipped_templates

GOOD: dict[str, Any] = {
    "date": "2022-04-29",
    "title": "A title",
    "summary": "One sentence.",
    "link": "https://example.org/a",
}
SETTINGS = Settings(
    "Our Update",
    "Our Network",
    timezone="Europe/London",
    postal_address="Street 1",
    mailing_tool="mailchimp",
)
SUBJECT = {
    "subject": "A webinar on 25 May, and two calls",
    "preheader": "What networks report, and what was decided in Vienna.",
}


def checked(*items: Item, settings: Settings = SETTINGS, **decided: Any) -> CheckContext:
    the_plan = plan(file="issues/x/issue.md", **{**SUBJECT, **decided})
    selection = select(items, the_plan, (), rules(sections=settings.sections))
    issue = compose(selection, the_plan, settings.sections, settings.regions)
    return CheckContext(issue, render(issue, settings), selection, settings)


def found(check: Check, *items: Item, **values: Any) -> list[str]:
    """The problems that a check finds, in the words of the command line."""
    problems = list(check(checked(*items, **values)))
    for problem in problems:
        assert_complete(problem)
    return [f"{problem.severity}: {problem.message}" for problem in problems]


def assert_complete(problem: Problem) -> None:
    """A problem has the facts for the page's words too, a known code, and a field of the item."""
    assert "{" not in TERMINAL_WORDS.say(problem.kind.on_page, problem.all_facts()).replace(
        problem.value or "-", ""
    )
    assert ALL_KINDS[problem.code] is problem.kind
    if problem.item:
        assert problem.field in {*BY_KEY, "image/width"}


def test_a_good_issue_has_nothing_to_mend() -> None:
    """No check complains about what is right."""
    image = Image("https://example.org/p.jpg", "A room", "", consent=True, width=1200, height=800)
    items = (
        news(**GOOD, image=image),
        event(starts="2022-05-25", **{**GOOD, "date": None}),
        call(deadline="2022-06-01", **GOOD),
    )
    one = checked(*items, lead="news/x")

    assert run_checks(one.issue, one.email, one.selection, one.settings) == ()


ITEMS: list[tuple[Check, dict[str, Any], str]] = [
    (item_content.missing_summary, {"summary": ""}, "warning: it has no summary and no text"),
    (item_content.missing_link, {"link": ""}, "warning: it has no link"),
    (item_images.image_description, {"image": Image("https://x.org/p.jpg", "", consent=True)}, "error: the picture has no description"),
    (item_images.image_consent, {"image": Image("https://x.org/p.jpg", "A room")}, "error: nothing says whether the people"),
    (item_images.image_consent, {"image": Image("https://x.org/p.jpg", "People", consent=False)}, "error: the people in the picture did not agree"),
    (item_images.image_consent, {"image": Image("https://x.org/p.jpg", "People", people=True)}, "error: the people in the picture did not agree"),
    (item_images.image_address, {"image": Image("images/p.jpg", "A room", people=False)}, "warning: its picture is only on this computer"),
    (item_images.images_in_text, {"summary": "![x](https://x.org/p.png) Words."}, "note: pictures within the text"),
    (item_content.unfinished_words, {"summary": "TODO write this."}, "error: 'TODO' is left in the summary."),
    (item_content.unfinished_words, {"title": "Lorem ipsum dolor"}, "error: 'Lorem ipsum' is left in the title."),
    (item_content.unfinished_words, {"summary": "Numbers TK."}, "error: 'TK' is left"),
    (item_content.relative_links, {"summary": "[Here](/page)."}, "error: the summary links to '/page'"),
    (item_content.missing_language, {"title": "Новости сети"}, "warning: its title is written in Cyrillic letters"),
    (date_conflicts.wrong_weekday, {"summary": "We meet on Tuesday 25 May 2022."}, "warning: its text says 'Tuesday 25 May 2022', but 25 May 2022 is a Wednesday"),
    (date_conflicts.wrong_weekday, {"summary": "It was Monday 29 April."}, "warning: its text says 'Monday 29 April', but its own day is Friday 29 April 2022"),
    (date_conflicts.wrong_weekday, {"date": "Monday 29 April 2022"}, "warning: date says 'Monday 29 April 2022', but 29 April 2022 is a Friday"),
    (tag_rules.tags_in_content, {"title": "Hello *|FNAME|*"}, "note: Mailchimp would read '*|' as a command, so it is sent as plain words"),
]  # fmt: skip

PLACES: list[tuple[Check, dict[str, Any], str, str]] = [
    (item_content.missing_summary, {"summary": ""}, "missing-summary", "summary"),
    (item_content.missing_link, {"link": ""}, "missing-link", "link"),
    (item_content.missing_language, {"title": "Новости сети"}, "missing-language", "language"),
    (item_content.unfinished_words, {"title": "TODO"}, "unfinished-words", "title"),
    (item_content.unfinished_words, {"location": "TBC"}, "unfinished-words", "location"),
    (item_content.relative_links, {"summary": "", "body": "[x](/y)"}, "relative-link", "body"),
    (item_images.image_description, {"image": Image("https://x.org/p.jpg")}, "image-without-description", "image/alt"),
    (item_images.image_consent, {"image": Image("https://x.org/p.jpg")}, "image-consent-unknown", "image/consent"),
    (item_images.image_address, {"image": Image("http://x.org/p.jpg")}, "image-not-https", "image/src"),
    (date_conflicts.wrong_weekday, {"date": "Monday 29 April 2022"}, "wrong-weekday", "date"),
    (date_conflicts.wrong_weekday, {"title": "On Monday 29 April 2022"}, "wrong-weekday-in-text", "title"),
    (tag_rules.tags_in_content, {"location": "Hello *|FNAME|*"}, "tag-in-text", "location"),
    (discretion.tracked_redirects, {"register": "https://l.facebook.com/l.php?u=x"}, "tracked-redirect", "register"),
]  # fmt: skip

FINE: list[tuple[Check, dict[str, Any]]] = [
    (item_content.missing_summary, {"summary": "", "body": "Words in the body."}),
    (item_images.image_consent, {"image": Image("https://x.org/p.jpg", "A room", people=False)}),
    (item_content.unfinished_words, {"summary": "Todos somos; the tk office of Turkmenistan; a lorembrand."}),
    (item_content.missing_language, {"title": "Новости сети", "language": "ru"}),
    (item_content.missing_language, {"title": "12 – 13"}),
    (date_conflicts.wrong_weekday, {"summary": "On Wednesday 25 May 2022 and Friday 29 April; 29 April 2021 was a Thursday."}),
    (tag_rules.tags_in_content, {"title": "[Video] 100% {sure}"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check", "values", "told"), ITEMS, ids=[f"{c.__name__}: {told[:50]}" for c, _, told in ITEMS]
)
def test_a_fault_in_an_item_is_told(check: Check, values: dict[str, Any], told: str) -> None:
    """Once, with what to write."""
    (problem,) = found(check, news(**{**GOOD, **values}))

    assert problem.startswith(told)


@pytest.mark.parametrize(("check", "values", "code", "field"), PLACES)
def test_a_problem_has_its_code_and_the_field_where_it_is_fixed(
    check: Check, values: dict[str, Any], code: str, field: str
) -> None:
    """The page goes to that field, so it is the one with the words or the gap."""
    (problem,) = check(checked(news(**{**GOOD, **values})))

    assert (problem.code, problem.field, problem.item) == (code, field, "news/x")


def test_a_problem_of_the_opening_has_the_field_where_it_is_fixed() -> None:
    """Subject, preview text and introduction are fields of the same form."""
    one = checked(news(**GOOD), subject="TODO", preheader="", introduction="[x](/y)")
    found_at = {
        problem.code: problem.field
        for problem in run_checks(one.issue, one.email, one.selection, one.settings)
    }

    assert found_at["unfinished-words"] == "subject"
    assert found_at["missing-preheader"] == "preheader"
    assert found_at["relative-link"] == "introduction"


@pytest.mark.parametrize(
    ("check", "values"), FINE, ids=[f"{c.__name__}: {values}" for c, values in FINE]
)
def test_what_is_right_is_left_alone(check: Check, values: dict[str, Any]) -> None:
    """No false alarm."""
    assert found(check, news(**{**GOOD, **values})) == []


def test_an_included_item_without_a_date_is_told() -> None:
    """Members would not see when."""
    assert found(item_content.missing_date, news(title="x"), include=("news/x",))[0].startswith(
        "warning: it has no date"
    )


def test_a_call_needs_a_link() -> None:
    """An error: members cannot act."""
    assert found(item_content.missing_link, call(deadline="2022-06-01"))[0].startswith(
        "error: this call has no link"
    )


@pytest.mark.parametrize(
    ("deadline", "told"), [("2022-05-11", True), ("2022-05-15", True), ("2022-05-16", False)]
)
def test_fewer_than_five_days_are_short_notice(deadline: str, told: bool) -> None:
    """Counted from the day of sending."""
    assert (
        bool(found(item_content.short_notice, call(deadline=deadline, link="https://x.org")))
        is told
    )


@pytest.mark.parametrize(
    ("values", "told"),
    [({"starts": "2022-04-13", "ends": "2022-04-12"}, True), ({"starts": "2022-04-13 14:00", "ends": "2022-04-13 13:00"}, True),
     ({"starts": "2022-04-13", "ends": "2022-04-13"}, False), ({"starts": "2022-04-13 14:00", "ends": "2022-04-13"}, False)],
)  # fmt: skip
def test_an_event_does_not_end_before_it_starts(values: dict[str, Any], told: bool) -> None:
    """Days and times."""
    assert bool(found(date_conflicts.ends_before_start, event(**values))) is told


@pytest.mark.parametrize(
    ("subject", "told"),
    [("", "there is no subject"), ("x" * 61, "61 characters"), ("Our Update: March – April 2022", "only name and period"),
     ("Our Network update March and April", "only name and period"), ("A webinar on 25 May", None)],
)  # fmt: skip
def test_a_subject_says_something_in_few_words(subject: str, told: str | None) -> None:
    """Name and period alone say nothing."""
    problems = found(whole_email.subject_line, news(**GOOD), subject=subject)

    assert (told in problems[0]) if told else (problems == [])


@pytest.mark.parametrize(
    ("preheader", "told"),
    [("", "there is no preheader"), ("x" * 111, "111 characters"), ("Short", "only 5 characters"),
     (SUBJECT["subject"], "repeats the subject"), ("Our Update, Our Update, March – April 2022", "only name and period"),
     (SUBJECT["preheader"], None)],
)  # fmt: skip
def test_a_preheader_goes_on_where_the_subject_stops(preheader: str, told: str | None) -> None:
    """Neither missing, nor too long, nor the same again."""
    problems = found(whole_email.preview_text, news(**GOOD), preheader=preheader)

    assert (told in problems[0]) if told else (problems == [])


def test_a_long_issue_names_its_longest_items() -> None:
    """So that the editor knows where to cut."""
    items = [
        news(f"news/{n}", **{**GOOD, "title": f"Title {n}", "summary": "word " * (n * 100)})
        for n in (1, 2, 3, 4)
    ]
    (problem,) = found(whole_email.issue_length, *items)

    assert "1,008 words" in problem
    assert problem.index("'Title 4' (400 words)") < problem.index("'Title 3' (300 words)")


def test_introduction_and_lead_have_their_lengths() -> None:
    """80 and 90 words."""
    told = found(
        whole_email.issue_length,
        news(**{**GOOD, "summary": "word " * 91}),
        introduction="word " * 81,
        lead="news/x",
    )

    assert ["introduction has 81 words" in told[0], "lead has 91 words" in told[1]] == [True, True]


def test_a_heavy_email_is_an_error_that_names_the_heaviest() -> None:
    """Gmail would cut it, the unsubscribe link first."""
    items = [
        news(f"news/{n}", **{**GOOD, "title": f"Title {n}", "body": "words " * 9000})
        for n in (1, 2)
    ]
    (problem,) = found(
        whole_email.email_size, *items, amounts={"news/1": Amount.FULL, "news/2": Amount.FULL}
    )

    assert problem.startswith("error: the email has ")
    assert "'Title 1' (" in problem
    assert found(whole_email.email_size, news(**GOOD)) == []


def test_the_tags_a_tool_asks_for_stand_in_both_parts() -> None:
    """A template without the unsubscribe link is an error."""
    one = checked(news(**GOOD))
    broken = replace(one, email=replace(one.email, text=one.email.text.replace("*|UNSUB|*", "")))

    assert list(tag_rules.required_tags(one)) == []
    assert [problem.message for problem in tag_rules.required_tags(broken)] == [
        "email.txt lacks *|UNSUB|*, which Mailchimp asks for; compare your templates with the shipped ones."
    ]


def test_a_missing_postal_address_is_told_where_the_tool_does_not_fill_it_in() -> None:
    """Mailchimp and CiviCRM do."""
    bare = replace(SETTINGS, postal_address="")
    at_brevo = replace(bare, mailing_tool="brevo")

    assert found(tag_rules.postal_address, news(**GOOD), settings=bare) == []
    assert "postal address" in found(tag_rules.postal_address, news(**GOOD), settings=at_brevo)[0]


STYLE = HouseStyle(
    {"addict": "person who uses drugs", "drug abuse": "drug use"},
    ("National Institute on Drug Abuse",),
)


@pytest.mark.parametrize(
    ("summary", "told"),
    [("Addicts speak.", ["Addict"]), ("An addict and DRUG ABUSE.", ["addict", "DRUG ABUSE"]), ("They said “addicts” again.", []),
     ("The 'addict' label.", []), ("The National Institute on Drug Abuse pays.", []), ("Addiction is addictive.", [])],
)  # fmt: skip
def test_words_the_network_does_not_use_are_notes(summary: str, told: list[str]) -> None:
    """With what to write instead; never within quotation marks, names to keep or other words."""
    notes = found(
        house_style.avoided_words,
        news(**{**GOOD, "summary": summary}),
        settings=replace(SETTINGS, house_style=STYLE),
    )

    assert [note.split("'")[1] for note in notes] == told
    assert all(note.startswith("note: house style") and " write '" in note for note in notes)


def test_every_check_has_its_sentence_and_is_in_the_table() -> None:
    """The docstring is its line in the docs, and no check is forgotten."""
    functions = {
        function
        for module in (
            changed_since_approval,
            date_conflicts,
            discretion,
            house_style,
            item_content,
            item_images,
            look,
            tag_rules,
            whole_email,
        )
        for name, function in vars(module).items()
        if callable(function)
        and not name.startswith("_")
        and getattr(function, "__module__", "") == module.__name__
    }

    assert functions == set(CHECKS)
    assert all(check.__doc__ for check in CHECKS)


def test_problems_come_errors_first_and_once() -> None:
    """Severity, then file, then line; the same leftover in two places of an item is one problem."""
    one = checked(news(**{**GOOD, "summary": "TODO and TODO", "link": ""}), subject="")
    problems = run_checks(one.issue, one.email, one.selection, one.settings)

    assert [str(problem.severity) for problem in problems] == ["error", "warning", "warning"]


def test_a_lead_that_is_not_in_the_issue_or_is_a_call_is_an_error() -> None:
    """Else it would be passed over in silence, or lose its button."""
    old = news("news/old", **{**GOOD, "date": "2021-01-01"})

    assert found(whole_email.lead_item, old, lead="news/old")[0].startswith(
        "error: lead names 'news/old', which is not in this issue"
    )
    assert found(whole_email.lead_item, call(deadline="2022-06-01"), lead="calls/x")[0].startswith(
        "error: lead names a call"
    )
    assert found(whole_email.lead_item, news(**GOOD), lead="news/x") == []


def test_an_issue_with_nothing_in_it_is_an_error() -> None:
    """A misnamed folder must not give an empty email."""
    assert found(whole_email.empty_issue)[0].startswith("error: nothing is in this issue")


@pytest.mark.parametrize("mark", ["{{ braces }}", "[[x", "[UNSUBSCRIBE]"])
def test_without_a_tool_what_any_of_them_reads_is_told(mark: str) -> None:
    """Nobody knows yet where the email will be pasted; with a tool the marks of others are words like any."""
    told = found(
        tag_rules.tags_in_content,
        news(**GOOD | {"summary": mark}),
        settings=replace(SETTINGS, mailing_tool="none"),
    )
    assert "is read as a command by some mailing tools" in told[0]
    assert found(tag_rules.tags_in_content, news(**GOOD | {"summary": mark})) == []


def templates_with(folder: Path, words: str) -> Path:
    """A folder of own templates whose footer says something more."""
    own = folder / "templates/parts"
    own.mkdir(parents=True)
    shipped = (shipped_templates() / "parts/footer.mjml.j2").read_text("utf-8")
    (own / "footer.mjml.j2").write_text(
        shipped.replace("{{ email.why }}", f"{{{{ email.why }}}} {{% raw %}}{words}{{% endraw %}}"),
        "utf-8",
    )
    return folder / "templates"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            '<a href="*|UNSUBSCRIBE|*">x</a>',
            [
                "email.html would contain '*|UNSUBSCRIBE|*', which Mailchimp reads as a command, but which is not one of its known tags."
            ],
        ),
        (
            '<a href="{{ unsubscribe }}">x</a>',
            ["email.html contains '{{ unsubscribe }}', which is how Brevo writes unsubscribe."],
        ),
        (
            "<unsubscribe>x</unsubscribe>",
            [
                "email.html contains '<unsubscribe>', which is how Campaign Monitor writes unsubscribe."
            ],
        ),
    ],
)
def test_a_template_that_writes_a_tag_itself(words: str, told: list[str], tmp_path: Path) -> None:
    """Its own tool's, wrongly spelt, would be broken; another tool's would reach members as it stands."""
    one = checked(news(**GOOD))
    rendered = render(one.issue, SETTINGS, templates_with(tmp_path, words))
    both = (
        *tag_rules.tags_of_other_tools(replace(one, email=rendered)),
        *tag_rules.unknown_tags(replace(one, email=rendered)),
    )
    assert [problem.message.split(" Write ")[0] for problem in both] == told
    assert not list(tag_rules.required_tags(replace(one, email=rendered)))


def test_an_editor_that_the_tool_does_not_have_is_told() -> None:
    """And which ones it has."""
    told = found(
        tag_rules.mailing_editor, news(**GOOD), settings=replace(SETTINGS, mailing_editor="blocks")
    )
    assert (
        "'blocks', which Mailchimp does not have; code is used instead. Write code, code-block or text-block."
        in told[0]
    )
    assert (
        found(
            tag_rules.mailing_editor,
            news(**GOOD),
            settings=replace(SETTINGS, mailing_editor="code-block"),
        )
        == []
    )


def test_what_a_tool_does_not_take_is_told() -> None:
    """A subject that CiviCRM's field cannot hold."""
    civicrm = replace(SETTINGS, mailing_tool="civicrm")
    assert (
        "takes 128"
        in found(tag_rules.tool_limits, news(**GOOD), settings=civicrm, subject="x" * 129)[0]
    )
    assert found(tag_rules.tool_limits, news(**GOOD), settings=civicrm, subject="x" * 128) == []


def test_a_date_that_members_would_read_in_two_ways_is_told() -> None:
    """Although it makes no difference to the selection."""
    assert (
        "deadline is '04/05/2027', which can mean two days"
        in found(item_content.ambiguous_date, call(deadline="04/05/2027", link="https://x.org"))[0]
    )


def test_a_country_without_region_is_told() -> None:
    """Where a section is grouped by region."""
    from newsletter.core.model.sections import Section

    grouped = replace(
        SETTINGS,
        sections=(Section("n", "News", otherwise=True, group_by="region"),),
        regions={"Africa": ("Kenya",)},
    )
    pool = (
        news("news/a", **GOOD, country="kenya"),
        news("news/b", **{**GOOD, "title": "B"}, country="Peru"),
    )

    assert [
        problem.split("'")[1]
        for problem in found(whole_email.missing_regions, *pool, settings=grouped)
    ] == ["Peru"]


def test_nobody_can_leave_the_list_is_told() -> None:
    """Without a mailing tool and without an address to write to."""
    bare = replace(SETTINGS, mailing_tool="none")
    with_contact = replace(bare, contact="a@example.org")
    check = tag_rules.way_to_unsubscribe

    assert "how to leave the list" in found(check, news(**GOOD), settings=bare)[0]
    assert found(check, news(**GOOD), settings=with_contact) == []


def test_links_and_pictures_of_the_introduction_are_checked() -> None:
    """They are content too."""
    told = found(
        item_content.introduction_links_and_images,
        news(**GOOD),
        introduction="[x](/page) ![y](z.png)",
    )

    assert [line.split(":")[0] for line in told] == ["error", "note"]


def test_letters_that_only_resemble_a_word_are_no_fault() -> None:
    """The Turkish dotless i matches i without regard to capitals."""
    turkish = HouseStyle({"junkie": "person who uses drugs"})

    assert (
        found(
            house_style.avoided_words,
            news(**{**GOOD, "summary": "junkıe"}),
            settings=replace(SETTINGS, house_style=turkish),
        )
        == []
    )


def test_a_long_summary_is_noted() -> None:
    """About 45 words are usual."""
    assert (
        "its text has 91 words"
        in found(item_content.long_summary, news(**{**GOOD, "summary": "word " * 91}))[0]
    )
    assert (
        found(
            item_content.long_summary,
            news(**{**GOOD, "summary": "word " * 91}),
            amounts={"news/x": Amount.LINE},
        )
        == []
    )


def test_words_that_give_members_away_stay_off_the_locked_screen() -> None:
    """Whole words of the house list, in the subject and the preheader, in whatever case."""
    house = replace(SETTINGS, house_style=HouseStyle(indiscreet=("HIV", "sex work")))
    told = found(
        discretion.indiscreet_words,
        news(**GOOD),
        settings=house,
        subject="On hiv in Kenya",
        preheader="What sex work is",
    )
    assert [message.split(", which")[0] for message in told] == [
        "warning: the subject contains 'HIV'",
        "warning: the preheader contains 'sex work'",
    ]
    assert (
        found(
            discretion.indiscreet_words,
            news(**GOOD),
            settings=house,
            subject="Archives",
            preheader="Shivering",
        )
        == []
    )


def test_the_page_that_view_in_browser_opens_is_public() -> None:
    """That is told when the issue holds something for members only and the tool has such a page."""
    secret = news(**GOOD | {"audience": Audience.MEMBERS})
    assert "can be read by anyone" in found(discretion.members_only_in_browser, secret)[0]
    assert found(discretion.members_only_in_browser, news(**GOOD)) == []
    assert (
        found(
            discretion.members_only_in_browser,
            secret,
            settings=replace(SETTINGS, mailing_tool="getresponse"),
        )
        == []
    )


def test_links_that_watch_members_are_offered_clean() -> None:
    """With all else that the address says."""
    watching = news(
        **GOOD
        | {
            "link": "https://example.org/a?x=1&utm_source=n&fbclid=z#part",
            "summary": "See [it](https://example.org/b?utm_medium=m).",
        }
    )
    told = found(discretion.tracking_marks, watching)
    assert "the same page as https://example.org/a?x=1#part without them" in told[0]
    assert "write https://example.org/b instead" in told[1]
    assert (
        found(discretion.tracking_marks, news(**GOOD | {"link": "https://example.org/?utmost=1"}))
        == []
    )


def test_colours_of_a_theme_of_ones_own_can_be_read(tmp_path: Path) -> None:
    """Each pair that the templates set, in light and in dark; the shipped theme is fine."""
    assert found(look.colour_contrast, news(**GOOD)) == []
    own = tmp_path / "templates"
    own.mkdir()
    shipped = (shipped_templates() / "theme.toml").read_text("utf-8")
    (own / "theme.toml").write_text(
        shipped.replace('muted = "#526066"', 'muted = "#c0c8cc"').replace(
            'card = "#182124"', 'card = "#808a8d"'
        ),
        "utf-8",
    )
    one = checked(news(**GOOD))
    told = [
        problem.message
        for problem in look.colour_contrast(replace(one, email=render(one.issue, SETTINGS, own)))
    ]
    assert any("in light colours muted on card" in message for message in told)
    assert any("in dark colours text on card" in message for message in told)


def test_a_logo_without_a_transparent_ground_is_told() -> None:
    """It would stand in a box."""
    boxed = replace(SETTINGS, brand=Brand(logo="https://example.org/logo.JPG?x=1"))
    assert "shows as a box" in found(look.logo_background, news(**GOOD), settings=boxed)[0]
    assert (
        found(
            look.logo_background,
            news(**GOOD),
            settings=replace(SETTINGS, brand=Brand(logo="https://example.org/logo.png")),
        )
        == []
    )


def test_what_changed_since_it_was_approved_is_named() -> None:
    """A part of the opening, an item's words, one that came and one that went; what nobody approved is not told."""
    pool = (
        news("news/a", **GOOD | {"title": "A"}),
        news("news/b", **GOOD | {"title": "B", "link": "https://example.org/b"}),
    )
    approved = part_codes(checked(*pool, subject="One").issue, SETTINGS.look)
    said = {"approved_by": "A. Colleague", "approved_on": date(2022, 5, 10), "approved": approved}
    assert found(changed_since_approval.changes_since_approval, *pool, subject="One", **said) == []
    later = (
        news("news/a", **GOOD | {"title": "A", "summary": "Other words."}),
        news("news/c", **GOOD | {"title": "C", "link": "https://example.org/c"}),
    )
    (told,) = found(changed_since_approval.changes_since_approval, *later, subject="Two", **said)
    assert told.startswith(
        "warning: since A. Colleague approved it on 10 May 2022, this changed: the subject; edited: ‘A’; added: ‘C’; removed: ‘news/b’."
    )
    assert found(changed_since_approval.changes_since_approval, *later, subject="Two") == []


def test_an_approval_sees_the_order_and_the_look_of_all() -> None:
    """Another order, another name or colour in newsletter.toml: neither is a change of an item."""
    pool = [
        news(f"news/{name}", **GOOD | {"title": name, "link": f"https://example.org/{name}"})
        for name in "ab"
    ]
    approved = part_codes(checked(*pool).issue, SETTINGS.look)
    said = {"approved_by": "A. Colleague", "approved": approved}
    assert found(changed_since_approval.changes_since_approval, *pool, **said) == []
    (order,) = found(
        changed_since_approval.changes_since_approval, *pool, order=("news/b",), **said
    )
    assert "this changed: the order of the items. " in order
    for other in (replace(SETTINGS, name="Another"), replace(SETTINGS, brand=Brand("#123456"))):
        (look,) = found(
            changed_since_approval.changes_since_approval, *pool, settings=other, **said
        )
        assert "this changed: the name, look, headings or addresses in the settings. " in look


def test_a_preheader_may_end_in_brackets() -> None:
    """What follows it there has no width, and is no word of anybody's template."""
    for tool in ("phplist", "campaign-monitor", "brevo"):
        settings = replace(SETTINGS, mailing_tool=tool)
        assert (
            found(
                tag_rules.unknown_tags,
                news(**GOOD),
                settings=settings,
                preheader="From networks [EN]",
            )
            == []
        )


def test_a_tag_in_the_introduction_is_told_whatever_tool_it_is_of() -> None:
    """Members would read it as it stands; in an item it is a word like others."""
    settings = replace(SETTINGS, mailing_tool="mailchimp")
    for tag in ("*|FNAME|*", "{{ contact.FIRSTNAME }}"):
        (told,) = found(
            tag_rules.tags_in_content, news(**GOOD), settings=settings, introduction=f"Dear {tag},"
        )
        assert "as it is written" in told
        assert (
            "{{" not in tag
            or found(
                tag_rules.tags_in_content,
                news(**GOOD | {"summary": f"Dear {tag},"}),
                settings=settings,
            )
            == []
        )


@pytest.mark.parametrize(
    "link",
    ["https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.org&data=ann%40example.org", "https://example.us1.list-manage.com/track/click?u=1",
     "https://l.facebook.com/l.php?u=https%3A%2F%2Fx.org", "https://www.google.com/url?q=https://x.org"],
)  # fmt: skip
def test_a_link_that_was_copied_from_an_email_is_told(link: str) -> None:
    """It goes over somebody's computer that notes who follows it."""
    assert (
        "notes who follows it"
        in found(discretion.tracked_redirects, news(**GOOD | {"link": link}))[0]
    )
    assert (
        "notes who follows it"
        in found(discretion.tracked_redirects, news(**GOOD), introduction=f"[x]({link})")[0]
    )
    assert (
        found(
            discretion.tracked_redirects, news(**GOOD | {"link": "https://www.google.com/maps?q=x"})
        )
        == []
    )


@pytest.mark.parametrize(
    "values",
    [{"network": "AIVL [Sydney]", "country": "Australia"}, {"title": "[Note: bring tea] {x}"}],
)
def test_brackets_of_content_stand_in_nobodys_way(values: dict[str, str]) -> None:
    """Wherever they come out: in a label with others, in a title."""
    for tool in ("phplist", "campaign-monitor", "civicrm", "mailpoet"):
        assert (
            found(
                tag_rules.unknown_tags,
                news(**GOOD | values),
                settings=replace(SETTINGS, mailing_tool=tool, name="Update [INPUD]"),
            )
            == []
        )


def test_an_approval_sees_what_becomes_public() -> None:
    """And who made a picture, in which language, and when it is sent."""
    before = part_codes(checked(news(**GOOD | {"audience": Audience.MEMBERS})).issue, "")
    assert before != part_codes(checked(news(**GOOD)).issue, "")
    assert before != part_codes(
        checked(news(**GOOD | {"audience": Audience.MEMBERS, "language": "fr"})).issue, ""
    )
    assert before != part_codes(
        checked(
            news(**GOOD | {"audience": Audience.MEMBERS}),
            also_in=(("es", "https://example.org/es"),),
        ).issue,
        "",
    )


def test_a_picture_without_its_size_is_told_where_it_is_shown() -> None:
    """One that says it, or is not shown, is not."""
    picture = Image("https://example.org/p.jpg", "A room", people=False)
    item = news(**GOOD | {"image": picture})
    assert "how large its picture is" in found(item_images.image_size, item, lead="news/x")[0]
    assert found(item_images.image_size, item) == []
    sized = news(**GOOD | {"image": replace(picture, width=800, height=600)})
    assert found(item_images.image_size, sized, lead="news/x") == []

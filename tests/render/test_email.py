"""The whole email: the same items in both parts, hostile content harmless, the size of forty items, templates of one's own."""

import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from making import call, event, news, plan, rules

from newsletter.core.issue.compose import Issue, compose
from newsletter.core.model.item import Image, Item
from newsletter.core.model.plan import Amount
from newsletter.core.model.sections import DEFAULT_SECTIONS, Section
from newsletter.core.selection.select import select
from newsletter.core.values.text import harmless, one_line
from newsletter.errors import NewsletterError
from newsletter.render.email import Email, render
from newsletter.render.tags.dialects import DIALECTS, TEXT
from newsletter.render.tags.merge_tags import collisions
from newsletter.settings import Settings
from newsletter.workspace.files.shipped_templates import shipped_templates

SETTINGS = Settings("Our Update", "Our Network", "https://example.org", "news@example.org", timezone="Europe/London",
                    postal_address="Street 1", mailing_tool="mailchimp")  # fmt: skip
IN = {"date": "2022-04-29", "link": "https://example.org/a", "summary": "A sentence."}


def issue(*items: Item, sections: tuple[Section, ...] = DEFAULT_SECTIONS, **decided: Any) -> Issue:
    the_plan = plan(**decided)
    return compose(
        select(items, the_plan, (), rules(sections=sections)),
        the_plan,
        sections,
        {"Africa": ("Kenya",)},
    )


def email(*items: Item, settings: Settings = SETTINGS, **values: Any) -> Email:
    return render(issue(*items, **values), settings)


def words_of(html: str) -> str:
    """What a reader sees of an HTML part."""
    page = lxml.html.document_fromstring(html)
    for hidden in page.xpath("//style | //title | //*[contains(@class, 'preheader')]"):
        hidden.drop_tree()
    return " ".join(page.text_content().split())


SAMPLE = (
    news("news/a", **{**IN, "title": "First news", "network": "AIVL", "country": "Australia"}),
    news("news/b", **{**IN, "title": "Новости", "language": "ru", "date": "2022-04-02"}),
    news("news/c", **{**IN, "title": "أخبار", "language": "ar", "date": "2022-04-03"}),
    event(
        "events/d",
        title="Webinar",
        starts="2022-05-25 13:00 CEST",
        link="https://example.org/d?x=1&y=2",
    ),
    call(
        "calls/e",
        title="Survey",
        deadline="2022-06-01",
        link="https://example.org/e",
        summary="See [the terms](https://example.org/terms).",
    ),
)


def test_both_parts_hold_the_same_items_in_the_same_order() -> None:
    """Titles, and every link."""
    both = email(*SAMPLE, lead="news/a")
    order = ["Survey", "First news", "Webinar", "أخبار", "Новости"]
    html = words_of(both.html)

    for part in (html, both.text):
        positions = [part.index(title) for title in order]
        assert positions == sorted(positions)
    for link in (
        "https://example.org/a",
        "https://example.org/d?x=1&y=2",
        "https://example.org/e",
        "https://example.org/terms",
    ):
        assert link in both.text.split("\n")
        assert link in lxml.html.document_fromstring(both.html).xpath("//a/@href")


def test_lines_of_the_text_part_are_at_most_72_columns() -> None:
    """Save for addresses."""
    import wcwidth

    for line in email(*SAMPLE, introduction="Long words " * 40).text.split("\n"):
        assert "://" in line or wcwidth.wcswidth(line) <= 72
        assert line == line.rstrip()


def test_the_order_of_the_email_is_that_of_the_design() -> None:
    """Header, introduction, act now, lead, contents, sections, closing box, foot."""
    both = email(
        *SAMPLE,
        lead="news/a",
        introduction="Dear members.",
        also_in=(("es", "https://example.org/es"),),
    )
    html = words_of(both.html)
    parts = ["Our Update", "March – April 2022", "Español", "Dear members.", "Time to act", "Survey", "See the call, open until 1 June",
             "In focus", "First news", "In this update", "Coming up (1)", "Webinar", "Send us your news", "30 June 2022", "news@example.org",
             "You get this update", "View in browser", "Unsubscribe"]  # fmt: skip

    position = 0
    for part in parts:
        position = html.index(part, position)


def test_items_carry_their_language_and_direction() -> None:
    """On their own words; the label and the link stay in the newsletter's language."""
    page = lxml.html.document_fromstring(email(*SAMPLE).html)
    (arabic,) = page.xpath("//h3[@lang='ar']")

    assert (arabic.get("dir"), "text-align:right" in arabic.get("style")) == ("rtl", True)
    assert page.xpath("//h3[@lang='ru']/@dir") == ["ltr"]
    assert "in العربية" in words_of(email(*SAMPLE).html)
    assert page.xpath("/html/@lang") == ["en"]
    assert page.xpath("//body/div/@lang") == ["en"]


def test_a_newsletter_in_arabic_is_right_to_left_throughout(tmp_path: Path) -> None:
    """Rows, texts and lists; and an English item among the others is left to right."""
    from dataclasses import replace

    (tmp_path / "words").mkdir()
    (tmp_path / "words/ar.toml").write_text(
        (shipped_templates() / "words/en.toml").read_text("utf-8"), "utf-8"
    )
    english = news(
        "news/e", **{**IN, "title": "English", "language": "en", "summary": "- one\n- two"}
    )
    html = render(issue(*SAMPLE, english), replace(SETTINGS, language="ar"), tmp_path).html
    page = lxml.html.document_fromstring(html)

    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert "direction:ltr" not in html
    assert 'align="left"' not in html
    assert page.xpath("//h3[@lang='en']/@dir") == ["ltr"]
    assert "text-align:left" in page.xpath("//h3[@lang='en']/@style")[0]
    assert "padding:0 0 0 24px" in page.xpath("//*[@lang='en']//ul/@style")[0]
    assert "padding:0 24px 0 0" in page.xpath("//div[@class='contents']//ul/@style")[0]
    assert page.xpath("//h3[text()='أخبار']/@dir") == []


def test_every_item_has_a_stable_anchor_and_a_known_weight() -> None:
    """The weights are the bytes between where an item begins and ends."""
    both = email(*SAMPLE, lead="news/a")
    again = email(*reversed(SAMPLE))

    assert set(both.weights) == {one.id for one in SAMPLE}
    assert all(200 < weight < 3000 for weight in both.weights.values())
    assert sum(both.weights.values()) < both.size
    anchors = set(re.findall(r'id="(i-[0-9a-f]{8})"', both.html))
    assert len(anchors) == 5
    assert anchors == set(re.findall(r'id="(i-[0-9a-f]{8})"', again.html))


@pytest.mark.parametrize("name", sorted(DIALECTS))
def test_each_mailing_tool_gets_its_tags(name: str) -> None:
    """In hrefs, unharmed, in both parts; and nothing that another tool would read."""
    from dataclasses import replace

    both = email(*SAMPLE, settings=replace(SETTINGS, mailing_tool=name))
    dialect = DIALECTS[name]
    for neutral in set(dialect.tags) - {
        "first_name"
    }:  # which a template of one's own may greet with
        tag = dialect.tag(neutral)
        assert dialect.tag(neutral, TEXT) in both.text
        assert (
            tag[:-1]
            if tag.startswith("<")
            else tag
            if neutral == "postal_address"
            else f'href="{tag}"'
        ) in both.html
    bare = re.sub(r"<style.*?</style>|<!--.*?-->", "", both.html, flags=re.S) + both.text
    for tag in (*dialect.tags.values(), *dialect.text_tags.values()):
        bare = (
            re.sub(rf"</?{tag.strip('<>')}\b[^>]*>", "", bare)
            if tag.startswith("<")
            else bare.replace(tag, "")
        )
    assert collisions(bare, dialect.reads) == []
    if name == "none":
        assert "To leave the list, write to news@example.org." in both.text


def test_without_a_mailing_tool_nothing_is_left_to_fill_in() -> None:
    """The links that only a tool can give are left out."""
    from dataclasses import replace

    both = email(*SAMPLE, settings=replace(SETTINGS, mailing_tool="none"))

    assert "Unsubscribe" not in both.text
    assert 'href=""' not in both.html


def forty(**values: str) -> tuple[Item, ...]:
    text = "This sentence has nine words and says very little. " * 5
    return tuple(
        news(f"news/{n:02}", title=f"Item {n}: a headline of the usual length, some sixty letters", date=f"2022-04-{n % 28 + 1:02}",
             link=f"https://example.org/2022/04/a-headline-of-the-usual-length-{n}/", summary=text, network="A Network", country="Kenya", **values)
        for n in range(40)
    )  # fmt: skip


def test_forty_items_as_summary_stay_under_80_kb() -> None:
    """So that Gmail, which cuts at 102 KB, shows the foot with the unsubscribe link whatever the mailing tool adds."""
    assert email(*forty()).size < 80_000


def test_the_same_issue_gives_the_same_bytes() -> None:
    """Also after other issues were rendered."""
    first = email(*SAMPLE)
    email(*forty())

    assert email(*SAMPLE) == first


HOSTILE = [
    "</mj-text></mj-column><mj-raw><script>alert(1)</script></mj-raw>", "{{ 7*7 }}{% for x in y %}", "{{ config.__class__ }}",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><a href="javascript:alert(1)">x</a>', "]]><![CDATA[x", "<!--", "-->",
    "<!-- end -->", "<!--item i-00000000-->", "a < b && c > d", "&lt;b&gt; &amp; &copy;", "' onmouseover='x", "\u202etxet desrever",
    "mergetag0xunsubscribe", "<mj-include path='/etc/passwd'/>", "</style><style>*{display:none}</style>", "\\u{a0}", "\x00\x07",
]  # fmt: skip


def everywhere(text: str) -> Email:
    """An issue that says the text in a title, a summary, a body, a label, a picture's description, a subject and so on."""
    from newsletter.workspace.content.content_file import read_content

    quoted = (
        text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\x00", "")
        .replace("\x07", "\\u0007")
    )
    source = (f'---\ntitle: "T {quoted}"\ndate: 2022-04-29\nsummary: "S {quoted}"\nnetwork: "N {quoted}"\ncountry: "C {quoted}"\n'
              f'image: {{src: "https://x.org/p.png", alt: "A {quoted}", credit: "P {quoted}", consent: yes}}\n---\n')  # fmt: skip
    item, _ = read_content("news/a", "content/news/a.md", source)
    assert isinstance(item, Item)
    clean = harmless(text)  # as the readers of content files and plans hand it on
    full = news("news/b", title="Full", date="2022-04-28", body=f"B {clean}\n\nmore {clean}")
    amounts = {"news/b": Amount.FULL, "news/a": Amount.FULL}
    return email(
        item,
        full,
        introduction=f"I {clean}",
        subject=f"J {clean}",
        preheader=f"K {clean}",
        amounts=amounts,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_out_as_words(text: str) -> None:
    """Wherever they stand, the page has the elements that it has with harmless words, and nothing runs or leads astray."""
    both = everywhere(text)
    page, plain = (
        lxml.html.document_fromstring(html) for html in (both.html, everywhere("plain").html)
    )

    assert not page.xpath(
        "//script | //iframe | //form | //object | //*[@onerror or @onmouseover or @onclick]"
    )
    assert not [
        href for href in page.xpath("//@href") if not re.match(r"https://|mailto:|#|\*\|", href)
    ]
    for tag in ("style", "table", "h3", "img"):
        assert len(page.xpath(f"//{tag}")) == len(plain.xpath(f"//{tag}"))
    assert "<mj-" not in both.html
    assert "49" not in words_of(both.html)
    assert "\u202e" not in both.html + both.text
    assert both.html.count("*|UNSUB|*") == 1
    assert words_of(both.html).startswith("Our Update March – April 2022")


@hypothesis_settings(max_examples=25)
@given(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=80),
    st.sampled_from(["title", "network", "summary", "body"]),
)
def test_any_words_survive_the_chain(text: str, field: str) -> None:
    """Nothing an item can say breaks the MJML; its title is read back as it was, however it was written."""
    clean = harmless(text) if field in ("summary", "body") else one_line(text)
    both = email(news("news/a", **{"title": "T", "date": "2022-04-29", field: clean or "x"}))

    if field == "title":
        (title,) = lxml.html.document_fromstring(both.html).xpath("//h3")
        assert " ".join(title.text_content().split()) == " ".join((clean or "x").split())


def test_an_item_as_line_is_a_title_and_a_link() -> None:
    """And what is past a section's limit becomes one; nothing is hidden."""
    limited = (Section("news", "News", otherwise=True, limit=1),)
    both = email(*SAMPLE[:3], sections=limited)

    assert both.html.count('class="line next"') == 2
    assert all(one.title in both.text for one in SAMPLE[:3])


def test_an_empty_section_shows_its_sentence_or_is_gone() -> None:
    """A section without a sentence for it is not shown."""
    sections = (Section("a", "Events held", kind=("event",), empty="No events this time."), Section("b", "Calls", kind=("call",)),
                Section("c", "News", otherwise=True))  # fmt: skip
    both = email(SAMPLE[0], sections=sections)

    for part in (words_of(both.html), both.text):
        assert "No events this time." in part
        assert "Calls" not in part
        assert "CALLS" not in part


def test_items_are_grouped_by_region_where_asked() -> None:
    """Regions in the order of newsletter.toml, what belongs to none under a heading of its own at the end."""
    sections = (Section("n", "News", otherwise=True, group_by="region"),)
    both = email(
        news("news/a", title="Somewhere", date="2022-04-29"), news("news/b", title="Kenyan", country="kenya", date="2022-04-01"),
        sections=sections,
    )  # fmt: skip
    html = words_of(both.html)

    assert (
        html.index("Africa")
        < html.index("Kenyan")
        < html.index("Worldwide")
        < html.index("Somewhere")
    )
    assert both.text.index("AFRICA") < both.text.index("Kenyan")


def test_the_lead_shows_its_picture_and_only_https_ones() -> None:
    """With its description; a local file cannot be seen by members."""
    image = Image("https://example.org/p.jpg", "A room", "Someone", True)
    both = email(news("news/a", **{**IN, "image": image}), lead="news/a")
    local = email(
        news("news/a", **{**IN, "image": Image("images/p.jpg", "A room", "", True)}), lead="news/a"
    )

    assert lxml.html.document_fromstring(both.html).xpath("//img/@alt") == ["A room"]
    assert "Picture: Someone" in words_of(both.html)
    assert "<img" not in local.html


def test_no_tracking_no_script_no_remote_font() -> None:
    """The email asks nothing of the network but the pictures that editors put in."""
    html = email(*SAMPLE).html

    assert not re.search(r"<script|<link|@import|@font-face|url\(|<img|<iframe", html)


def test_a_workspaces_own_template_wins(tmp_path: Path) -> None:
    """One part can be replaced; the others stay the shipped ones."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/header.mjml.j2").write_text(
        "<mj-section><mj-column><mj-text>Own {{ email.name }}</mj-text></mj-column></mj-section>"
    )

    assert "Own Our Update" in words_of(render(issue(*SAMPLE), SETTINGS, tmp_path).html)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("email.txt.j2", "one\n{% for x in %}", "templates/email.txt.j2:2: "),
        ("email.txt.j2", "one\n\n{{ email.nothing }}", "templates/email.txt.j2:3: "),
        (
            "parts/header.mjml.j2",
            "{{ words('nothing') }}",
            "templates/words/en.toml: the word nothing is missing",
        ),
        ("parts/header.mjml.j2", "<mj-section><mj-text>", "the MJML templates do not fit together"),
        ("words/en.toml", "months = [", "templates/words/en.toml: it cannot be read"),
        ("words/en.toml", "months = []", "templates/words/en.toml: "),
        ("email.txt.j2", "one\n{{ 1/0 }}", "templates/email.txt.j2:2: division by zero"),
        ("email.txt.j2", "one\n{{ email.name + 1 }}", "templates/email.txt.j2:2: "),
    ],
)
def test_a_broken_template_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    """File and line, and no traceback."""
    own = tmp_path / "templates"
    (own / name).parent.mkdir(parents=True)
    (own / name).write_text(text)

    with pytest.raises(NewsletterError) as fault:
        render(issue(*SAMPLE), SETTINGS, own)
    assert str(fault.value).startswith(told)


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    """No fixed word stands in a template, and templates/words/en.toml holds none that nobody asks for."""
    import tomllib

    folder = shipped_templates()
    package = Path(__file__).parents[2] / "newsletter"
    words = set(tomllib.loads((folder / "words/en.toml").read_text("utf-8")))
    sources = "".join(
        path.read_text("utf-8")
        for path in [
            *folder.rglob("*.j2"),
            *package.glob("render/**/*.py"),
            *package.glob("mailing/*.py"),
        ]
    )
    asked = {word for word in words if re.search(rf"[\"']{word}[\"']", sources)}

    assert words == asked
    for template in folder.rglob("*.j2"):
        spoken = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", template.read_text("utf-8"), flags=re.S)
        spoken = re.sub(r"<!--.*?-->|<[^>]*>|\w+=\"[^\"]*\"", " ", spoken, flags=re.S)
        if template.name.endswith(("mjml.j2", "txt.j2")):
            assert not re.search(r"[A-Za-z]{3,}", re.sub(r"&\w+;", "", spoken)), template


@pytest.mark.parametrize(
    "opening",
    ["<ul><li>x", "<blockquote>x", "<b>x", "> x ", "<ol><li>x", "<a href='https://x.org'>x"],
)
def test_deep_nesting_loses_nothing(opening: str) -> None:
    """libxml2 drops what nests beyond 256 elements, and deeper still the process dies: texts are written flat long before."""
    deep = news("news/a", **{**IN, "title": "Deep", "summary": opening * 3000 + " the end of it"})
    both = email(deep, news("news/b", **{**IN, "title": "After it", "date": "2022-04-02"}))

    for part in (words_of(both.html), both.text):
        assert "After it" in part
        assert "Unsubscribe" in part
    assert "the end of it" in both.text


def test_a_mark_cannot_be_spelt_by_markup() -> None:
    """Neither entities nor emphasis in the middle of a word make a merge tag; the seal is a hash of all that is said."""
    for text in ("mergetag&#48;xunsubscribe", "mergetag**0**xunsubscribe", "m&#97;unsubscribe"):
        assert email(news("news/a", **{**IN, "summary": text})).html.count("*|UNSUB|*") == 1


def test_the_items_of_a_workspaces_own_part_are_escaped_too(tmp_path: Path) -> None:
    """Whatever the part is called."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/header.mjml.j2").write_text('{% include "parts/own.j2" %}')
    (tmp_path / "parts/own.j2").write_text(
        "<mj-section><mj-column><mj-text>{{ email.subject }}</mj-text></mj-column></mj-section>"
    )

    html = render(issue(*SAMPLE, subject="<b>bold</b>"), SETTINGS, tmp_path).html
    assert "&lt;b&gt;bold&lt;/b&gt;</div>" in html


def test_a_picture_counts_to_its_own_item_and_keeps_its_width() -> None:
    """A small one is not blown up, and its bytes are its item's."""
    image = Image("https://example.org/" + "p" * 500 + ".jpg", "A room", "", True, None, 120, 80)
    pool = (
        news("news/a", **{**IN, "title": "First"}),
        news("news/b", **{**IN, "title": "Second", "date": "2022-04-02", "image": image}),
    )
    both = email(*pool, amounts={"news/b": Amount.FULL})

    assert lxml.html.document_fromstring(both.html).xpath("//img/@width") == ["120"]
    assert both.weights["news/b"] > 900 > both.weights["news/a"]


def test_of_a_series_that_is_announced_only_the_days_to_come_are_named() -> None:
    """What is over when members read of it is nothing they can go to; one that is reported names all its days."""
    days = ["2022-04-04", "2022-04-25", "2022-05-16", "2022-05-23"]
    text = email(event("events/circle", dates=days, link="https://example.org/c")).text
    assert "Mondays 16 and 23 May 2022" in text
    past = email(event("events/circle", dates=days[:2], link="https://example.org/c")).text
    assert "Mondays 4 and 25 April 2022" in past

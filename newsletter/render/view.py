"""What the templates get: every text worded, every address chosen, nothing left to decide. Both parts are made from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlsplit

from newsletter.core.issue.compose import ELSEWHERE, Issue, IssueSection, Placed
from newsletter.core.issue.local_images import ready_address
from newsletter.core.model.item import Image, Item, Kind
from newsletter.core.model.plan import Amount
from newsletter.core.model.verdict import Role
from newsletter.core.values.period import day_after
from newsletter.render.tags.merge_tags import NAMES, Marks
from newsletter.render.wording.prose import Link, Prose, as_markdown, first_paragraph, prose
from newsletter.render.wording.when import deadline_line, event_lines, say_day, say_when
from newsletter.render.wording.words import Words, direction, language_name
from newsletter.settings import Settings

_FORMATS = {"pdf": "PDF", "doc": "Word", "docx": "Word", "odt": "ODT", "ppt": "PowerPoint", "pptx": "PowerPoint",
            "xls": "Excel", "xlsx": "Excel", "mp3": "MP3", "mp4": "MP4", "zip": "ZIP", "epub": "EPUB"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item as both parts show it."""

    id: str
    anchor: str
    title: str
    label: str
    """Where and when it is from, in one line."""
    when: tuple[str, ...]
    """An event's or a deadline's lines."""
    prose: Prose
    """Its text in this issue's form; empty for a line."""
    links: tuple[Link, ...]
    """Its own links, each with words that say what opens."""
    is_line: bool
    act: bool
    """Whether its first link is a button."""
    lang: str
    dir: str
    image: Image | None

    @property
    def href(self) -> str:
        """Its first link; empty when it has none."""
        return self.links[0].href if self.links else ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """Items under a small heading."""

    title: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as both parts show it."""

    anchor: str
    title: str
    groups: tuple[GroupView, ...]
    empty: str
    count: int


@dataclass(frozen=True, slots=True)
class EmailView:
    """The whole issue as both parts show it."""

    name: str
    organisation: str
    website: str
    contact: str
    period: str
    subject: str
    preheader: str
    language: str
    direction: str
    also_in: tuple[Link, ...]
    introduction: Prose
    act_now: tuple[SectionView, ...]
    lead: ItemView | None
    sections: tuple[SectionView, ...]
    news_text: str
    why: str
    leave: str
    """How to leave the list when the mailing tool has no tag for it."""
    postal_address: str
    seal: str
    """What the marks of this issue begin with; it occurs nowhere in its words."""
    tags: Mapping[str, str]
    """By neutral name the opaque mark of each merge tag; empty for one that the mailing tool does not have."""

    @property
    def contents(self) -> tuple[SectionView, ...]:
        """The sections that hold items, for the list of contents."""
        return tuple(section for section in (*self.act_now, *self.sections) if section.count)

    @property
    def items(self) -> Iterator[ItemView]:
        """Every item in reading order."""
        for section in self.act_now:
            for group in section.groups:
                yield from group.items
        if self.lead:
            yield self.lead
        for section in self.sections:
            for group in section.groups:
                yield from group.items


def email_view(issue: Issue, settings: Settings, words: Words, marks: Marks) -> EmailView:
    """Word the whole issue."""
    plan = issue.plan
    viewer = _Viewer(settings, words, plan.send_on)
    return EmailView(
        name=settings.name,
        organisation=settings.organisation,
        website=settings.website,
        contact=settings.contact,
        period=words.period(plan.period),
        subject=plan.subject or f"{settings.name}: {words.period(plan.period)}",
        preheader=plan.preheader,
        language=settings.language,
        direction=direction(settings.language),
        also_in=tuple(Link(language_name(code), href) for code, href in plan.also_in),
        introduction=prose(_introduction(issue, words)),
        act_now=tuple(viewer.section(section, act=True) for section in issue.act_now),
        lead=viewer.item(issue.lead, act=False, lead=True) if issue.lead else None,
        sections=tuple(viewer.section(section, act=False) for section in issue.sections),
        news_text=words(
            "send_us_news_text", period=words.period(issue.next_period),
            date=say_day(day_after(issue.next_period.end, -1), words),
        ) if settings.contact else "",
        why=words("why_you_get_this", organisation=settings.organisation),
        leave="" if "unsubscribe" in marks.marks or not settings.contact else words("leave_by_mail", contact=settings.contact),
        postal_address=settings.postal_address,
        seal=marks.seal,
        tags={name: marks.marks.get(name, "") for name in NAMES},
    )  # fmt: skip


def _introduction(issue: Issue, words: Words) -> str:
    """The editor's words, and under them what this issue puts right of earlier ones; Markdown."""
    lines = [
        words("correction_to", issue=words.period(each.period), text=" ".join(each.text.split()))
        for each in issue.corrections
    ]
    return "\n\n".join(filter(None, (issue.plan.introduction, *map(as_markdown, lines))))


@dataclass(frozen=True, slots=True)
class _Viewer:
    settings: Settings
    words: Words
    send_on: date

    def section(self, section: IssueSection, act: bool) -> SectionView:
        many = len(section.groups) > 1 or any(group.title for group in section.groups)
        groups = tuple(
            GroupView(
                (self.words("elsewhere") if group.title == ELSEWHERE else group.title)
                if many
                else "",
                tuple(self.item(placed, act) for placed in group.items),
            )
            for group in section.groups
        )
        return SectionView(
            f"s-{section.section.id}",
            section.section.title,
            groups,
            section.section.empty,
            len(section.items),
        )

    def item(self, placed: Placed, act: bool, lead: bool = False) -> ItemView:
        item = placed.item
        lang = item.language if item.language and item.language != self.settings.language else ""
        return ItemView(
            id=item.id,
            anchor=placed.anchor,
            title=placed.title,
            label=self._label(placed),
            when=tuple(self._when(placed)),
            prose=shown_prose(placed),
            links=tuple(self._links(placed)),
            is_line=placed.amount is Amount.LINE,
            act=act and placed.amount is not Amount.LINE,
            lang=lang,
            dir=direction(lang) if lang else "",
            image=self._picture(item) if lead or placed.amount is Amount.FULL else None,
        )

    def _picture(self, item: Item) -> Image | None:
        """Its picture; one of the workspace by the address it will have."""
        address = ready_address(item, self.settings.image_base_url)
        return (
            replace(item.image, src=address, width=None, height=None)
            if item.image and address
            else item.image
        )

    def _label(self, placed: Placed) -> str:
        """``AIVL · Australia · 29 April 2022``; events and calls have their dates on lines of their own."""
        item, parts = placed.item, []
        parts += [item.network, item.country]
        if item.kind is Kind.NEWS and item.date:
            parts.append(say_when(item.date, self.settings.zone, self.words))
        if item.kind is Kind.EVENT:
            parts += [
                item.location,
                self.words("online")
                if item.online and "online" not in item.location.lower()
                else "",
            ]
        return " · ".join(dict.fromkeys(part for part in parts if part))

    def _when(self, placed: Placed) -> Iterator[str]:
        item, settings = placed.item, self.settings
        if item.kind is Kind.EVENT:
            yield from event_lines(
                self._still_to_come(placed), settings.zone, settings.cities, self.words
            )
        if item.deadline:
            yield from deadline_line(
                item.deadline, item, settings.zone, settings.cities, self.words
            )

    def _still_to_come(self, placed: Placed) -> Item:
        """The event; of a series that is announced only the days that are not over when members read of it."""
        item = placed.item
        coming = tuple(
            when
            for when in item.dates
            if max(reading.last.day for reading in when.readings) >= self.send_on
        )
        return replace(item, dates=coming) if placed.role is Role.ANNOUNCED and coming else item

    def _links(self, placed: Placed) -> Iterator[Link]:
        item = placed.item
        if item.register and placed.role is Role.ANNOUNCED:
            yield Link(self._worded(self.words("register"), item.register, ""), item.register)
        if item.online.startswith("http") and placed.role is Role.ANNOUNCED:
            yield Link(self.words("join_online"), item.online)
        if item.link:
            yield Link(self._read_on(placed), item.link)
        for code, href in item.also_in:
            yield Link(self.words("also_read_in", language=language_name(code)), href)

    def _read_on(self, placed: Placed) -> str:
        item, link = placed.item, placed.item.link
        if item.kind is Kind.CALL:
            until = item.deadline.certain_day if item.deadline else None
            said = (
                self.words("see_call_until", date=_short_day(until, self.words))
                if until
                else self.words("see_call")
            )
            return self._worded(said, link, item.language)
        file_format = _format(link)
        key, values = ("document_on", {"format": file_format}) if file_format else ("read_on", {})
        return self._worded(self.words(key, site=_site(link), **values), link, item.language)

    def _worded(self, text: str, link: str, language: str) -> str:
        if link.lower().startswith("mailto:"):
            return self.words("write_to", address=link[7:].split("?")[0])
        if language and language != self.settings.language:
            return f"{text} ({self.words('in_language', language=language_name(language))})"
        return text


def shown_prose(placed: Placed) -> Prose:
    """The item's text in this issue's form: all of it, its summary, or nothing."""
    if placed.amount is Amount.LINE:
        return Prose()
    if placed.amount is Amount.FULL and placed.item.body:
        return prose(placed.item.body)
    return prose(placed.summary) if placed.summary else first_paragraph(placed.item.body)


def _short_day(day: date, words: Words) -> str:
    """The day without its year, which stands beside the deadline already: buttons are narrow on a phone."""
    return words("day_in_year", day=day.day, month=words.month(day.month)).replace(" ", "\u00a0")


def _site(link: str) -> str:
    return urlsplit(link).netloc.lower().removeprefix("www.")


def _format(link: str) -> str:
    ending = urlsplit(link).path.rsplit(".", 1)
    return _FORMATS.get(ending[-1].lower(), "") if len(ending) == 2 else ""

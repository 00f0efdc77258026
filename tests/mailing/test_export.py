"""Exports: golden files for the tools whose HTML is altered in depth, the message in a file, the command."""

import email
import re
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import lxml.html
import pytest
from click.testing import CliRunner
from conftest_preview import FILES
from conftest_preview import SETTINGS as TOML
from golden_files import FOLDER, WANTED, made
from making import workspace
from sample import SETTINGS, issue

from newsletter.cli.commands.export import command
from newsletter.errors import NewsletterError
from newsletter.mailing.eml_message import make_message
from newsletter.render.email import render
from newsletter.render.tags.dialects import DIALECTS

DAY = date(2022, 5, 11)
JPEG = b"\xff\xd8\xff\xe0 a picture"


@pytest.mark.parametrize(("tool", "editor"), WANTED)
def test_an_export_is_what_it_was(tool: str, editor: str) -> None:
    """To the byte; ``tools/golden.py`` writes them anew when a change is meant."""
    there = {path.name: path.read_bytes() for path in (FOLDER / f"{tool}-{editor}").iterdir()}
    assert made(tool, editor) == there


@pytest.mark.parametrize("tool", sorted(DIALECTS))
def test_every_export_says_where_it_goes_and_how_nobody_is_watched(tool: str) -> None:
    """The words of the item, the steps in the tool, subject and preheader."""
    files = {name: data.decode() for name, data in made(tool, "").items()}
    assert set(files) == {"email.html", "email.txt", "subject.txt", "preheader.txt", "steps.txt"}
    assert DIALECTS[tool].tracking in files["steps.txt"]
    assert DIALECTS[tool].editors[0].paste in files["steps.txt"]
    words = lxml.html.fromstring(files["email.html"]).text_content()
    assert "Small grants {{ for }} networks" in words
    assert "What members [all] decided" in words
    assert re.search(r"http[^\"]*utm_|<script|@import|<link", files["email.html"]) is None


def parsed(data: bytes) -> EmailMessage:
    """A message as a mail program reads it, which finds no fault with it."""
    found = email.message_from_bytes(data, policy=default)
    assert isinstance(found, EmailMessage)
    assert not [defect for part in found.walk() for defect in part.defects]
    return found


def test_the_message_holds_both_parts_to_the_byte() -> None:
    """Text first, quoted-printable, short lines; the same issue gives the same bytes."""
    settings = replace(SETTINGS, mailing_tool="mailchimp")
    both = render(issue(), settings)
    data = make_message(both, settings, DAY, "2022-03-march-april")
    found = parsed(data)
    text, html = found.iter_parts()
    contents = [
        part.get_content().replace("\r\n", "\n") for part in (text, html)
    ]  # lines end so on their way (RFC 5322, 2.1)
    assert contents == [both.text, both.html]
    assert [part["Content-Transfer-Encoding"] for part in (text, html)] == ["quoted-printable"] * 2
    assert found["Date"].datetime.isoformat() == "2022-05-11T09:00:00+01:00"
    assert found["Subject"] == both.subject
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert make_message(both, settings, DAY, "2022-03-march-april") == data


def test_no_words_can_add_a_header() -> None:
    """Line ends in a subject or a name, in whichever way they are written, stay within their header."""
    settings = replace(SETTINGS, organisation="Us\r\nBcc: all@example.org", mailing_tool="none")
    both = replace(render(issue(), settings), subject="One\nBcc: all@example.org\u2028X: y")
    found = parsed(make_message(both, settings, DAY, "n"))
    assert found["Bcc"] is None
    assert found["X"] is None


def test_pictures_are_within_the_message_when_that_is_wanted() -> None:
    """Each once, by the id that the HTML names; what is no picture is refused."""
    both = render(issue(), SETTINGS)
    asked: list[str] = []

    def picture(address: str) -> bytes:
        asked.append(address)
        return JPEG

    found = parsed(make_message(both, SETTINGS, DAY, "n", picture))
    (image,) = [part for part in found.walk() if part.get_content_maintype() == "image"]
    html = next(
        part for part in found.walk() if part.get_content_type() == "text/html"
    ).get_content()
    assert asked == ["https://example.org/p.jpg"]
    assert f'src="cid:{image["Content-ID"].strip("<>")}"' in html
    assert image.get_content() == JPEG
    with pytest.raises(NewsletterError, match="is not a picture"):
        make_message(both, SETTINGS, DAY, "n", lambda _: b"<html>")


def ready(folder: Path) -> Path:
    """A workspace whose issue can be exported."""
    workspace(folder, FILES, TOML)
    (folder / "content/news/undated.md").unlink()
    return folder


def run(folder: Path, *args: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["2022-03", "--workspace", str(folder), *args])
    return done.exit_code, done.output


def test_an_export_lies_in_its_issue_and_stays_out_of_git(tmp_path: Path) -> None:
    """A folder for each tool; the message, the page and the file for review beside them."""
    folder = ready(tmp_path)
    assert (
        run(folder)[0]
        == run(folder, "--for", "listmonk")[0]
        == run(folder, "--eml", "--web", "--review")[0]
        == 0
    )
    place = folder / "issues/2022-03-march-april/export"
    assert {path.name for path in place.iterdir()} == {
        ".gitignore", "mailchimp", "listmonk", "web.html", "review.html", "2022-03-march-april.eml",
    }  # fmt: skip
    assert "<!--" not in (place / "listmonk/email.html").read_text("utf-8")


def test_what_is_not_ready_is_not_exported_but_may_be_reviewed(tmp_path: Path) -> None:
    """Nothing is written; the file for review is made of an issue in work too."""
    workspace(tmp_path, FILES, TOML)
    code, said = run(tmp_path, "--for", "brevo")
    assert code == 1
    assert "Not exported: " in said
    assert not (tmp_path / "issues/2022-03-march-april/export").exists()
    assert run(tmp_path, "--review")[0] == 0


@pytest.mark.parametrize(
    ("args", "says"),
    [(("--for", "mailchmp"), "Did you mean mailchimp?"), (("--for", "brevo", "--editor", "x"), "is no editor of Brevo. Write code or text.")],
)  # fmt: skip
def test_a_slip_is_told(args: tuple[str, ...], says: str, tmp_path: Path) -> None:
    """With what to write instead."""
    code, said = run(ready(tmp_path), *args)
    assert code == 2
    assert says in said


@pytest.mark.parametrize(
    ("contact", "written"),
    [("news@bücher.example", "news@xn--bcher-kva.example"), ("jürgen@example.org", "newsletter@example.org"), ("a..b@example.org", "newsletter@example.org"), ("", "newsletter@example.org")],
)  # fmt: skip
def test_who_it_is_from_is_an_address_that_mail_programs_read(contact: str, written: str) -> None:
    """International domains in their ASCII form (RFC 5891); other local parts would need an extension (RFC 6531)."""
    settings = replace(SETTINGS, contact=contact)
    found = parsed(make_message(render(issue(), settings), settings, DAY, "n"))
    assert [str(address.addr_spec) for address in found["From"].addresses] == [written]


def test_files_that_are_no_longer_part_of_it_go(tmp_path: Path) -> None:
    """A preheader that was taken away is not pasted from an earlier export."""
    folder = ready(tmp_path)
    place = folder / "issues/2022-03-march-april/export/mailchimp/preheader.txt"
    run(folder)
    assert place.exists()
    plan = folder / "issues/2022-03-march-april/issue.md"
    plan.write_text(re.sub(r"preheader:.*\n", "", plan.read_text("utf-8")), "utf-8")
    run(folder)
    assert not place.exists()
    assert "preheader" not in (place.parent / "steps.txt").read_text("utf-8")
    assert run(folder, "--embed")[0] == 2
    assert run(folder, "--out", "")[0] == 2


def test_the_message_is_a_whole_document_whichever_editor_is_set(tmp_path: Path) -> None:
    """A proof without a head would show neither dark mode nor a phone's rules."""
    folder = ready(tmp_path)
    assert run(folder, "--eml", "--editor", "code-block")[0] == 0
    data = next((folder / "issues/2022-03-march-april/export").glob("*.eml")).read_bytes()
    html = next(
        part for part in parsed(data).walk() if part.get_content_type() == "text/html"
    ).get_content()
    assert html.startswith("<!DOCTYPE html>")

"""Pictures of the workspace, ready for members: upright, small, and with nothing that a camera wrote into them."""

import io
from dataclasses import replace
from email import policy
from email.parser import BytesParser
from pathlib import Path

import click.testing
import pytest
from making import SETTINGS, content, news, plan, rules, workspace
from PIL import Image

from newsletter.build import build, choose
from newsletter.cli.main import group
from newsletter.core.issue.compose import Issue, compose
from newsletter.core.issue.local_images import local_picture, ready_address, ready_name
from newsletter.core.model.item import Image as Picture
from newsletter.core.model.sections import DEFAULT_SECTIONS
from newsletter.core.selection.select import select
from newsletter.errors import NewsletterError
from newsletter.mailing.image_files import (
    LONGEST_SIDE,
    MOST_BYTES,
    ready,
    ready_picture,
    ready_pictures,
    write_pictures,
)
from newsletter.workspace.workspace import open_workspace

PHONE = (Path(__file__).parent / "pictures/phone.heic").read_bytes()


def photo(
    size: tuple[int, int] = (3000, 2000),
    form: str = "JPEG",
    noise: bool = False,
    orientation: int = 6,
) -> bytes:
    """A picture as a phone writes it: turned, with a place, a camera's name and a comment."""
    picture = (
        Image.effect_noise(size, 90).convert("RGB")
        if noise
        else Image.linear_gradient("L").resize(size).convert("RGB")
    )
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "CAMERA-NAME"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    out = io.BytesIO()
    picture.save(
        out, form, exif=exif.tobytes(), **({"comment": b"SECRET-PLACE"} if form == "JPEG" else {})
    )
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [photo(), photo(form="PNG"), photo(form="WEBP"), PHONE],
    ids=["jpeg", "png", "webp", "heic"],
)
def test_nothing_of_the_camera_stays(data: bytes) -> None:
    """Neither place nor name nor comment nor profile; a JPEG that stands upright."""
    made = ready(data)
    for trace in (
        b"CAMERA-NAME",
        b"SECRET-PLACE",
        b"Exif",
        b"GPS",
        b"ICC_PROFILE",
        b"http://ns.adobe.com",
    ):
        assert trace not in made
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.format == "JPEG"
        assert not picture.getexif()
        assert picture.height > picture.width  # it lay on its side
        assert set(picture.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


def test_it_is_small_whatever_it_shows() -> None:
    """At most 1,200 pixels and 150 KB, also of what compresses badly."""
    for data in (photo((4000, 3000)), photo((3000, 3000), noise=True), photo((200, 100))):
        made = ready(data)
        with Image.open(io.BytesIO(made)) as picture:
            assert max(picture.size) <= LONGEST_SIDE
        assert len(made) <= MOST_BYTES
    with Image.open(io.BytesIO(ready(photo((200, 100), orientation=1)))) as small:
        assert small.size == (200, 100)  # never made larger


def test_what_is_transparent_becomes_white() -> None:
    """As on the email's card."""
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(ready(out.getvalue()))) as picture:
        assert min(picture.getpixel((5, 5))) > 250  # type: ignore[type-var,arg-type]


@pytest.mark.parametrize(
    "data", [b"", b"<svg/>", b"\xff\xd8\xff\xe0 cut", photo()[:2000], b"%PDF-1.4", PHONE[:500]]
)
def test_what_is_no_picture_is_told(data: bytes) -> None:
    """In one sentence with what to do."""
    with pytest.raises(NewsletterError, match="save it as a JPEG or a PNG"):
        ready(data)


def test_a_picture_that_unpacks_to_more_than_any_is_refused() -> None:
    """A bomb of a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (60_000, 5_000)).save(out, "PNG")
    with pytest.raises(NewsletterError, match="million pixels"):
        ready(out.getvalue())


@pytest.mark.parametrize(
    ("src", "file"),
    [
        ("images/a.jpg", "content/images/a.jpg"), ("a.heic", "content/images/a.heic"), ("content/images/b c.png", "content/images/b c.png"),
        ("images\\a.jpg", "content/images/a.jpg"), ("https://example.org/a.jpg", ""), ("//example.org/a.jpg", ""), ("../../etc/passwd", ""),
        ("/etc/passwd", ""), ("file:///etc/passwd", ""), ("data:image/png;base64,x", ""),
    ],
)  # fmt: skip
def test_only_files_of_the_workspaces_folder_are_its_pictures(src: str, file: str) -> None:
    """Whatever a content file says."""
    assert local_picture(news("news/x", image=Picture(src))) == file


def test_its_name_is_that_of_its_item_and_safe_anywhere() -> None:
    """So its address is known before it is uploaded."""
    item = news("news/2022-04-29-¿Qué pasó", image=Picture("images/IMG 1.heic"))
    assert ready_name(item) == "2022-04-29-que-paso-350024e6.jpg"
    assert (
        ready_address(item, "https://example.org/u/")
        == "https://example.org/u/2022-04-29-que-paso-350024e6.jpg"
    )


def an_issue(**decided: str) -> Issue:
    picture = Picture("images/p.heic", "People", people=False)
    item = news(
        "news/x",
        title="A",
        date="2022-04-29",
        link="https://example.org/a",
        summary="Words.",
        image=picture,
    )
    the_plan = plan(**decided)
    return compose(
        select([item], the_plan, (), rules(sections=DEFAULT_SECTIONS)),
        the_plan,
        DEFAULT_SECTIONS,
        {},
    )


def test_only_pictures_that_are_shown_are_written(tmp_path: Path) -> None:
    """Those of the lead and of items in full, into the issue's folder; one that is not there is told with its item."""
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/images/p.heic").write_bytes(PHONE)
    assert write_pictures(an_issue(), tmp_path, tmp_path / "i") == []
    (path,) = write_pictures(an_issue(lead="news/x"), tmp_path, tmp_path / "i")
    assert path == tmp_path / "i/pictures/x-11643341.jpg"
    assert path.read_bytes()[:3] == b"\xff\xd8\xff"
    (tmp_path / "content/images/p.heic").unlink()
    with pytest.raises(NewsletterError, match=r"the picture 'content/images/p\.heic'"):
        ready_pictures(an_issue(lead="news/x"), tmp_path)


def test_the_email_shows_it_from_where_it_will_be(tmp_path: Path) -> None:
    """With ``image_base_url``; without, it is not shown, and what to upload is told."""
    item = content(
        "A",
        date="2022-04-29",
        link="https://example.org/a",
        summary="Words.",
        image="{src: images/p.heic, alt: A room, people: no}",
    )
    folder = workspace(
        tmp_path,
        {
            "content/news/x.md": item,
            "issues/2022-03-march-april/issue.md": "---\nlead: news/x\n---\n",
        },
    )
    one = open_workspace(folder)
    told = build(choose(one, "2022-03", plan().send_on))
    assert "Upload x-11643341.jpg from the issue's folder pictures" in " ".join(
        problem.message for problem in told.problems
    )
    assert "<img" not in told.email.html
    based = replace(one, settings=replace(one.settings, image_base_url="https://example.org/u"))
    assert (
        'src="https://example.org/u/x-11643341.jpg"'
        in build(choose(based, "2022-03", plan().send_on)).email.html
    )


def test_a_picture_that_is_missing_or_is_none_stops_the_issue(tmp_path: Path) -> None:
    """Also where its future address is known: the email would show a hole."""
    item = content(
        "A",
        date="2022-04-29",
        link="https://example.org/a",
        summary="Words.",
        image="{src: images/p.jpg, alt: A room, people: no}",
    )
    folder = workspace(
        tmp_path,
        {
            "content/news/x.md": item,
            "issues/2022-03-march-april/issue.md": "---\nlead: news/x\n---\n",
        },
        f'image_base_url = "https://example.org/u"\n{SETTINGS}',
    )
    one = open_workspace(folder)

    def errors() -> list[str]:
        return [
            problem.message
            for problem in build(choose(one, "2022-03", plan().send_on)).problems
            if problem.severity == "error"
        ]

    assert errors() == [
        "there is no file content/images/p.jpg. Put the picture there, or remove image:."
    ]
    (tmp_path / "content/images").mkdir()
    (tmp_path / "content/images/p.jpg").write_bytes(b"words")
    assert "it is not a picture that can be read" in errors()[0]
    (tmp_path / "content/images/p.jpg").write_bytes(PHONE)
    assert errors() == []


@pytest.mark.parametrize("base", ["", 'image_base_url = "https://example.org/u"\n'])
def test_a_message_holds_the_pictures_of_the_workspace(tmp_path: Path, base: str) -> None:
    """Whether or not it is known where they will be; nobody is asked for them. Those to upload are written beside."""
    item = content(
        "A",
        date="2022-04-29",
        link="https://example.org/a",
        summary="Words.",
        image="{src: images/p.heic, alt: A room, people: no}",
    )
    workspace(
        tmp_path,
        {
            "content/news/x.md": item,
            "issues/2022-03-march-april/issue.md": "---\nlead: news/x\n---\n",
        },
        base + SETTINGS,
    )
    (tmp_path / "content/images").mkdir()
    (tmp_path / "content/images/p.heic").write_bytes(PHONE)
    done = click.testing.CliRunner().invoke(
        group, ["--workspace", str(tmp_path), "export", "2022-03", "--eml", "--embed"]
    )
    assert done.exit_code == 0, done.output
    issue = tmp_path / "issues/2022-03-march-april"
    found = BytesParser(policy=policy.default).parsebytes(
        (issue / "export/2022-03-march-april.eml").read_bytes()
    )
    (image,) = [part for part in found.walk() if part.get_content_maintype() == "image"]
    assert image.get_content() == (issue / "pictures/x-11643341.jpg").read_bytes()


def test_no_two_items_share_the_name_of_a_picture() -> None:
    """Whatever letters their names have: a public page must not show the picture of what is for members only."""
    names = {
        ready_name(news(name, image=Picture("a.jpg")))
        for name in ("news/новости", "news/العربية", "events/новости", "news/x", "events/x")
    }
    assert len(names) == 5


def test_more_colours_than_screens_show_are_refused() -> None:
    """Cut to eight bits they would be a white rectangle."""
    out = io.BytesIO()
    Image.new("I;16", (10, 10), 40_000).save(out, "PNG")
    with pytest.raises(NewsletterError, match="16 bits"):
        ready(out.getvalue())


def test_a_link_leads_to_no_picture_elsewhere(tmp_path: Path) -> None:
    """Neither a file's nor a folder's."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/p.heic").write_bytes(PHONE)
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/images/sub").symlink_to(tmp_path / "elsewhere")
    item = news("news/x", image=Picture("images/sub/p.heic"))
    with pytest.raises(NewsletterError, match="outside the folder for pictures"):
        ready_picture(item, tmp_path)

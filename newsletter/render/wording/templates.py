"""Where templates and words come from: the workspace's own first, then the shipped ones."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from newsletter.errors import NewsletterError
from newsletter.workspace.files.shipped_templates import shipped_templates


def attribute(value: object) -> str:
    """A text for an attribute in MJML, every delicate character as a number.

    mjml-python writes attribute values in an escape of its own, so a no-break space or an Arabic vowel sign comes out
    as ``\\u{a0}``. Characters above U+007E, tab, line end, backslash and the marks of markup go in as ``&#N;``.
    """
    return "".join(
        char if " " <= char <= "~" and char not in "\\\"'<>&" else f"&#{ord(char)};" for char in str(value)
    )  # fmt: skip


def headings(html: str, level: str) -> str:
    """A text of ``render/prose.py`` whose headings (``h4``, beneath an item's title) are of another level: none is skipped where a text stands higher."""
    return html.replace("<h4", f"<{level}").replace("</h4>", f"</{level}>")


def environment(own: Path | None) -> jinja2.Environment:
    """A Jinja environment for both parts: values from content are escaped, and a missing one is an error.

    ``own`` is the workspace's templates folder, whose files win. The environment is kept, since compiling the templates
    takes longer than rendering them; a template that changes on disk is read anew.
    """
    return _environment(own, _names(own))


def _names(own: Path | None) -> tuple[str, ...]:
    """The workspace's own templates: when one comes or goes, another file wins, which Jinja alone would not notice."""
    if own is None or not own.is_dir():
        return ()
    return tuple(sorted(path.relative_to(own).as_posix() for path in own.rglob("*.j2")))


@lru_cache(maxsize=8)
def _environment(own: Path | None, _own_names: tuple[str, ...]) -> jinja2.Environment:
    folders = [str(folder) for folder in (own, shipped_templates()) if folder]
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=jinja2.select_autoescape(disabled_extensions=("txt.j2", "css.j2"), default=True),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["attribute"] = lambda value: Markup(attribute(value))
    env.filters["headings"] = headings
    return env


def render_template(env: jinja2.Environment, name: str, values: Mapping[str, Any]) -> str:
    """Render a template. Raises NewsletterError that names the template's file and line."""
    try:
        return env.get_template(name).render(values)
    except jinja2.TemplateSyntaxError as fault:
        raise NewsletterError(
            f"{fault.message}.", file=_shown(fault.filename or name), line=fault.lineno
        ) from None
    except jinja2.TemplateNotFound as fault:
        raise NewsletterError(f"there is no template {fault.name} in templates/.") from None
    except NewsletterError:
        raise
    except UnicodeDecodeError:
        raise NewsletterError(
            f"a template is not UTF-8 text ({name} or one that it includes); save it again as UTF-8."
        ) from None
    except Exception as fault:  # whatever a template of one's own computes: it is a mistake in the template, so it gets its place
        file, line = _place(fault, name)
        raise NewsletterError(f"{fault}.", file=file, line=line) from None


def _place(fault: Exception, name: str) -> tuple[str, int | None]:
    """The template's file and line an error came from: the innermost frame that is a template."""
    place, step = (name, None), fault.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.endswith(".j2"):
            place = (_shown(step.tb_frame.f_code.co_filename), step.tb_lineno)  # type: ignore[assignment]
        step = step.tb_next
    return place


def _shown(path: str) -> str:
    """The template's name as people know it, from templates/ on."""
    parts = Path(path).parts
    return "/".join(parts[parts.index("templates") :]) if "templates" in parts else Path(path).name


def load_toml(name: str, own: Path | None) -> dict[str, Any]:
    """A TOML file of the templates folder, the workspace's own first. Raises NewsletterError when there is none."""
    for folder in (own, shipped_templates()):
        path = folder / name if folder else None
        if path and path.is_file():
            return _read_toml(path, path.stat().st_mtime_ns)
    raise NewsletterError(
        f"there is no templates/{name}; copy templates/words/en.toml to it and translate what stands in quotes"
    )


@lru_cache(maxsize=8)
def _read_toml(path: Path, _changed: int) -> dict[str, Any]:
    """The file as it was changed last, read once."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise NewsletterError(f"it cannot be read ({fault}).", file=_shown(str(path))) from None

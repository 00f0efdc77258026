"""The application: which address shows what, and which request changes what.

GET shows a Snapshot in a State. POST carries out an action, and answers with what that changed on the page.
"""

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from newsletter.core.issue.compose import anchor_of
from newsletter.core.values.period import read_period
from newsletter.core.values.text import listed, one_line
from newsletter.errors import NewsletterError
from newsletter.preview.actions.action_table import ACTIONS
from newsletter.preview.actions.create_workspace import begin_workspace
from newsletter.preview.actions.request import item_of, text_of
from newsletter.preview.desk.desk import Desk, Snapshot
from newsletter.preview.desk.import_jobs import ImportJobs
from newsletter.preview.desk.page_state import State
from newsletter.preview.views.period_list import latest_over
from newsletter.preview.web import email_frames as frames
from newsletter.preview.web import screens
from newsletter.preview.web.copies import (
    download_response,
    links_part,
    picture_response,
    pieces_response,
)
from newsletter.preview.web.error_pages import HANDLERS, read_json
from newsletter.preview.web.event_stream import Stream
from newsletter.preview.web.parts import email_hashes, parts
from newsletter.sources.documents.pasted import markdown_from
from newsletter.workspace.workspace import open_workspace, plan_for


def application(desk: Desk, first: str) -> Starlette:
    """The page of one workspace. ``first`` is the issue to show first; empty for the latest that is over and not sent."""
    return _App(desk, first).starlette()


def first_issue(desk: Desk) -> str:
    """The issue that is most probably wanted: the latest that is over and not sent. Raises NewsletterError."""
    workspace = open_workspace(desk.path)
    return latest_over(workspace, desk.today(workspace.settings)).slug


class _App:
    """The handlers; each is a few lines around ``screens``, ``parts`` and ``actions``."""

    def __init__(self, desk: Desk, first: str) -> None:
        self.desk = desk
        self.first = first
        self.stream = Stream(desk)
        self.imports = ImportJobs(desk)

    def starlette(self) -> Starlette:
        issue = "/issue/{name}"
        routes = [
            Route("/", self.home),
            Route("/begin", self.begin, methods=["GET", "POST"]),
            Route("/issues", self.periods),
            Route("/year", self.year),
            Route("/events", self.stream.events),
            Route("/clean", self.clean, methods=["POST"]),
            Route("/import/{what:str}", self.bring, methods=["POST"]),
            Route("/import/state", self.import_state),
            Route("/undo", self.turn, methods=["POST"]),
            Route("/redo", self.turn, methods=["POST"]),
            Route(issue, self.issue),
            Route(f"{issue}/parts", self.parts),
            Route(f"{issue}/do", self.do, methods=["POST"]),
            Route(f"{issue}/built", self.built, methods=["POST"]),
            Route(f"{issue}/item", self.item),
            Route(f"{issue}/add", self.add),
            Route(f"{issue}/settings", self.settings),
            Route(f"{issue}/words", self.words),
            Route(f"{issue}/file", self.file),
            Route(f"{issue}/sources", self.sources),
            Route(f"{issue}/report", self.report),
            Route(f"{issue}/email.html", self.html),
            Route(f"{issue}/email.txt", self.text),
            Route(f"{issue}/pieces", self.pieces),
            Route(f"{issue}/links", self.links, methods=["POST"]),
            Route(f"{issue}/picture", self.picture),
            Route(f"{issue}/keep/{{what:str}}", self.keep),
            Mount("/static", StaticFiles(directory=Path(__file__).parents[1] / "static")),
        ]
        return Starlette(routes=routes, exception_handlers=HANDLERS)

    # ---- showing

    def home(self, _request: Request) -> Response:
        """The way to the issue that is most probably wanted."""
        if not self.desk.begun:
            return RedirectResponse("/begin", 303)
        if self.first:
            return RedirectResponse(f"/issue/{quote(self.first)}", 303)
        try:
            return RedirectResponse(f"/issue/{first_issue(self.desk)}", 303)
        except NewsletterError as fault:
            return HTMLResponse(screens.fault_page(fault))

    def periods(self, _request: Request) -> Response:
        """The issues to choose from."""
        return (
            HTMLResponse(screens.periods_page(self.desk))
            if self.desk.begun
            else RedirectResponse("/begin", 303)
        )

    def year(self, request: Request) -> Response:
        """A year at a glance."""
        if not self.desk.begun:
            return RedirectResponse("/begin", 303)
        return HTMLResponse(screens.year_page(self.desk, request.query_params.get("year", "")[:4]))

    def _shot(self, request: Request, anew: bool = False) -> Snapshot:
        """The issue the address names. With ``anew`` the whole disk is looked at, should watching have missed anything."""
        name = request.path_params["name"]
        try:
            slug = read_period(name).slug
        except NewsletterError:
            raise HTTPException(404) from None
        if anew:
            self.desk.look_anew()
        return self.desk.snapshot(slug)

    def issue(self, request: Request) -> Response:
        """The issue in one of its rooms."""
        if not self.desk.begun:
            return RedirectResponse("/begin", 303)
        if re.fullmatch(
            r"\d{4}-\d{2}", request.path_params["name"]
        ):  # any month names the issue that holds it
            return RedirectResponse(f"/issue/{self._holding(request.path_params['name'])}", 303)
        return HTMLResponse(
            screens.issue_page(
                self.desk, self._shot(request, anew=True), State.of(request.query_params)
            )
        )

    def _holding(self, month: str) -> str:
        workspace = open_workspace(self.desk.path)
        return plan_for(workspace, month, self.desk.today(workspace.settings))[0].name

    def parts(self, request: Request) -> Response:
        """What changed since the page was last told."""
        shot = self._shot(request, anew=request.query_params.get("anew") == "yes")
        return JSONResponse(
            self._changed(
                shot, State.of(request.query_params), request.query_params.get("known", "")
            )
        )

    def _changed(self, shot: Snapshot, state: State, known: str) -> dict[str, Any]:
        there = set(known.split(","))
        made = parts(self.desk, shot, state)
        html, text = email_hashes(shot.email) if shot.email else ("", "")
        return {
            "generation": shot.generation,
            "parts": {
                name: [part.hash, part.html]
                for name, part in made.items()
                if f"{name}.{part.hash}" not in there
            },
            "html": html,
            "text": text,
            "policy": frames.policy_hash(shot.email),
            "blocked": shot.built is None or shot.built.blocked,
        }

    def item(self, request: Request) -> Response:
        """The form with every field of an item."""
        shot = self._shot(request)
        return HTMLResponse(
            screens.item_form(self.desk, shot, item_of(shot, request.query_params.get("id", "")))
        )

    def add(self, request: Request) -> Response:
        """The form for a new item."""
        return HTMLResponse(
            screens.add_page(self._shot(request), request.query_params.get("kind", "news"))
        )

    def settings(self, request: Request) -> Response:
        """The settings."""
        return HTMLResponse(screens.settings_page(self._shot(request)))

    def words(self, request: Request) -> Response:
        """The fixed words of the email."""
        return HTMLResponse(screens.words_page(self.desk, self._shot(request)))

    def file(self, request: Request) -> Response:
        """A whole file as text."""
        query = request.query_params
        return HTMLResponse(
            screens.file_page(
                self.desk, self._shot(request), query.get("name", ""), query.get("line", "")
            )
        )

    def sources(self, request: Request) -> Response:
        """Where news comes from, the button that brings it in, and what came in last."""
        return HTMLResponse(screens.sources_page(self._shot(request), self.imports.job))

    def report(self, request: Request) -> Response:
        """What came in last."""
        return HTMLResponse(screens.report_part(self._shot(request), self.imports.job))

    def import_state(self, _request: Request) -> Response:
        """How far the import at hand is."""
        return JSONResponse(self.imports.state())

    def html(self, request: Request) -> Response:
        """The HTML part, byte for byte as it is copied."""
        return frames.html_response(self._shot(request), request.query_params)

    def text(self, request: Request) -> Response:
        """The text part, byte for byte as it is copied."""
        return frames.text_response(self._shot(request), request.query_params)

    def pieces(self, request: Request) -> Response:
        """The issue for other places, to be copied."""
        return pieces_response(self._shot(request))

    def picture(self, request: Request) -> Response:
        """A picture of the workspace, ready to be uploaded."""
        shot = self._shot(request)
        return picture_response(shot, item_of(shot, request.query_params.get("item", "")))

    def keep(self, request: Request) -> Response:
        """The issue as a file for another place."""
        return download_response(self._shot(request), request.path_params["what"])

    # ---- changing

    async def do(self, request: Request) -> Response:
        """Carry out an action."""
        answer = await run_in_threadpool(self._do, request, await read_json(request))
        # The page will ask for the issue as it is now: it is made while the answer is on its way.
        asyncio.get_running_loop().run_in_executor(None, self._shot, request)
        return answer

    def _do(self, request: Request, given: Mapping[str, Any]) -> Response:
        action = ACTIONS.get(text_of(given, "do"))
        if action is None:
            raise NewsletterError("Something went wrong. Reload the page.")
        name = self._shot(request).name
        change = self.desk.perform(name, lambda shot: action(self.desk, shot, given))
        return JSONResponse(
            {"said": change.said, "anchor": anchor_of(change.item) if change.item else ""}
        )

    async def built(self, request: Request) -> Response:
        """The email was copied: write both parts as ``build`` does, if it still is the one that was copied."""
        given = await read_json(request)
        return await run_in_threadpool(self._built, request, given)

    def _built(self, request: Request, given: Mapping[str, Any]) -> Response:
        with self.desk.lock:
            shot = self._shot(request)
            return JSONResponse({"said": frames.write_built(shot, text_of(given, "html"))})

    async def links(self, request: Request) -> Response:
        """Ask every address of the issue; the only thing here that goes out to the network besides bringing in."""
        await read_json(request)
        return HTMLResponse(await run_in_threadpool(links_part, self._shot(request)))

    async def turn(self, request: Request) -> Response:
        """Undo, or do again."""
        await read_json(request)
        back = request.url.path == "/undo"
        turned = await run_in_threadpool(self.desk.undo if back else self.desk.redo)
        self.imports.note_undo(turned.step, back)
        stayed = [*turned.stayed[:3], *(["more"] if turned.stayed[3:] else [])]
        since = (
            f". Changed in the same place since, and left as it is: {listed(stayed)}"
            if stayed
            else ""
        )
        return JSONResponse(
            {"said": f"{'Undone' if back else 'Done again'}: {turned.step.label}{since}"}
        )

    async def bring(self, request: Request) -> Response:
        """Begin to bring in: all sources, the files that were handed over one by one, or an archive page that was pasted."""
        what = request.path_params["what"]
        if what == "file":
            if request.headers.get("content-type") != "application/octet-stream":
                raise NewsletterError("Something went wrong. Reload the page.")
            name = one_line(request.query_params.get("name", ""))[:200] or "a file"
            batch = request.query_params.get("batch", "")[:100]
            await run_in_threadpool(self.imports.add_file, batch, name, await request.body())
        elif what == "files":
            await run_in_threadpool(
                self.imports.start_files, text_of(await read_json(request), "batch")
            )
        elif what == "pasted":
            await run_in_threadpool(
                self.imports.start_pasted, text_of(await read_json(request), "value")
            )
        elif what == "all":
            await read_json(request)
            await run_in_threadpool(self.imports.start_all)
        else:
            raise HTTPException(404)
        return JSONResponse(self.imports.state())

    async def clean(self, request: Request) -> Response:
        """What was pasted, as the text that content files hold."""
        given = await read_json(request)
        return JSONResponse(
            {"text": await run_in_threadpool(markdown_from, text_of(given, "html"))}
        )

    async def begin(self, request: Request) -> Response:
        """Ask what a new workspace needs, and make it."""
        if self.desk.begun:
            return RedirectResponse("/", 303)
        if request.method == "GET":
            return HTMLResponse(await run_in_threadpool(screens.begin_page, self.desk))
        given = await read_json(request)
        name = await run_in_threadpool(begin_workspace, self.desk, given)
        return JSONResponse({"go": f"/issue/{name}"})

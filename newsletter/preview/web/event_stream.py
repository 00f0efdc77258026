"""The stream that tells pages when something has changed: the number of the generation, and nothing else.

Server-sent events (HTML Standard, 9.2).
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from newsletter.preview.desk.desk import Desk

KEEP_ALIVE = 15
"""Seconds between signs of life."""


class Stream:
    """Everyone who listens to one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.waiting: set[asyncio.Queue[int]] = set()
        self.loop: asyncio.AbstractEventLoop | None = None
        desk.on_change = self.tell

    def tell(self, generation: int) -> None:
        """Tell all who listen; may be called from any thread."""
        if self.loop is not None:
            with contextlib.suppress(
                RuntimeError
            ):  # the page is being closed, and nobody listens any more
                self.loop.call_soon_threadsafe(self._put, generation)

    def _put(self, generation: int) -> None:
        for queue in self.waiting:
            queue.put_nowait(generation)

    async def events(self, _request: Request) -> Response:
        """The answer that goes on until the page is closed."""
        self.loop = asyncio.get_running_loop()
        return StreamingResponse(self._listening(), media_type="text/event-stream")

    async def _listening(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[int] = asyncio.Queue()
        self.waiting.add(queue)
        try:
            yield f"retry: 700\ndata: {self.desk.generation}\n\n"
            while True:
                try:
                    generation = await asyncio.wait_for(queue.get(), KEEP_ALIVE)
                except TimeoutError:
                    yield ": alive\n\n"
                    await run_in_threadpool(self.desk.beat)
                    continue
                while not queue.empty():
                    generation = queue.get_nowait()
                yield f"data: {generation}\n\n"
        finally:
            self.waiting.discard(queue)

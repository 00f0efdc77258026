"""Foreign bytes are read in a process of their own: whatever they do to a parser, it ends with that process.

bytes + Guide -> child -> Gathered, or a NewsletterError in words. Bounded in time, and in memory where the system can do that.
"""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection

from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportContext, SourceContent
from newsletter.sources.base.registry import load_reader

SECONDS = 90
MEMORY = 3_000_000_000
"""Bytes of address space for the child."""


def read_apart(
    kind: str, data: bytes, guide: ImportContext, seconds: float = SECONDS
) -> SourceContent:
    """What the importer of that kind finds in the bytes. Raises NewsletterError, also when it takes too long or breaks down."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_read, args=(there, kind, data, guide), daemon=True)
    child.start()
    there.close()
    try:
        if not here.poll(seconds):
            raise NewsletterError(
                f"it takes longer than {seconds:g} seconds to read, so it was given up. Nothing was changed"
            )
        outcome = here.recv()
    except EOFError:
        raise NewsletterError(
            "it cannot be read: it needs more memory than it may have, or breaks what reads it. Nothing was changed"
        ) from None
    finally:
        child.kill()
        child.join()
        here.close()
    if isinstance(outcome, SourceContent):
        return outcome
    raise NewsletterError(str(outcome))


def _read(there: Connection, kind: str, data: bytes, guide: ImportContext) -> None:
    """In the child: read, and send what was found or the sentence that says why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the child
    os.dup2(
        os.open(os.devnull, os.O_WRONLY), 2
    )  # what a library says to itself is nothing for people
    _bound_memory()
    try:
        there.send(load_reader(SOURCE_KINDS[kind])(data, guide))
    except NewsletterError as fault:
        there.send(fault.message)
    except (RecursionError, MemoryError):
        there.send("it is nested too deeply or too large to be read. Nothing was changed")
    except Exception as fault:  # a parser's mistake is a sentence too; its kind says where to look
        there.send(
            f"it cannot be read ({type(fault).__name__} in the reader of {kind}). Nothing was changed"
        )
    finally:
        there.close()


def _bound_memory() -> None:
    if os.name != "posix":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    if soft == resource.RLIM_INFINITY or soft > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))

"""Read foreign bytes in a process of their own, so that whatever they do to a parser ends with it.

bytes + ImportContext -> child process -> SourceContent, or a NewsletterError in words

The process is bounded in time, and in memory where the system can do that.
"""

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection

from newsletter.core.model.source_kinds import SOURCE_KINDS
from newsletter.errors import NewsletterError
from newsletter.sources.base.import_item import ImportContext, SourceContent
from newsletter.sources.base.registry import load_reader

MAX_SECONDS = 90
MAX_MEMORY = 3_000_000_000
"""Bytes of address space for the child."""


def read_in_sandbox(
    kind: str, data: bytes, context: ImportContext, seconds: float = MAX_SECONDS
) -> SourceContent:
    """Read bytes with the reader of a kind.

    Raises NewsletterError, also when the reader takes longer than ``seconds`` or crashes.
    """
    system = multiprocessing.get_context("spawn")
    here, there = system.Pipe(duplex=False)
    child = system.Process(target=_read, args=(there, kind, data, context), daemon=True)
    child.start()
    there.close()
    try:
        if not here.poll(seconds):
            raise NewsletterError(
                f"reading it takes longer than {seconds:g} seconds. Nothing was changed"
            )
        outcome = here.recv()
    except EOFError:
        raise NewsletterError(
            "it cannot be read: it needs too much memory, or crashes its reader. "
            "Nothing was changed"
        ) from None
    finally:
        child.kill()
        child.join()
        here.close()
    if isinstance(outcome, SourceContent):
        return outcome
    raise NewsletterError(str(outcome))


def _read(there: Connection, kind: str, data: bytes, context: ImportContext) -> None:
    """In the child: send what was read, or the sentence that says why it was not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the child
    _silence_errors()
    _limit_memory()
    try:
        there.send(load_reader(SOURCE_KINDS[kind])(data, context))
    except NewsletterError as fault:
        there.send(fault.message)
    except (RecursionError, MemoryError):
        there.send("it is too large, or nested too deeply, to be read. Nothing was changed")
    except Exception as fault:  # a parser's bug is a sentence too; its type says where to look
        there.send(
            f"it cannot be read ({type(fault).__name__} in the reader of {kind}). "
            "Nothing was changed"
        )
    finally:
        there.close()


def _silence_errors() -> None:
    """Drop what libraries print about the bytes: it means nothing to people."""
    standard_error = 2
    os.dup2(os.open(os.devnull, os.O_WRONLY), standard_error)


def _limit_memory() -> None:
    if os.name != "posix":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MAX_MEMORY
    if hard != resource.RLIM_INFINITY:
        limit = min(MAX_MEMORY, hard)
    if soft == resource.RLIM_INFINITY or soft > limit:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))

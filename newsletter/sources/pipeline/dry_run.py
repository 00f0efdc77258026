"""A dry run: keep what an import would write, so that the next source meets it as if it were there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from newsletter.core.model.item import PoolFile
from newsletter.workspace.content.content_file import read_content
from newsletter.workspace.content.import_memory import FOLDER, Memories, memory_from
from newsletter.workspace.files.safe_io import SourceText, decode

_CONTENT = "content/"


@dataclass(slots=True)
class DryRun:
    """The files that would be written so far."""

    contents: dict[str, bytes] = field(default_factory=dict)
    """By name relative to the workspace."""

    def pool(self, files: Iterable[PoolFile]) -> tuple[PoolFile, ...]:
        """The content files as they would be."""
        by_name = {file.file: file for file in files}
        for name, data in self.contents.items():
            if name.endswith(".md"):
                item_id = name.removeprefix(_CONTENT).removesuffix(".md")
                by_name[name], _ = read_content(item_id, name, decode(data))
        return tuple(sorted(by_name.values(), key=lambda file: file.id))

    def memories(self, memories: Memories) -> Memories:
        """The memories as they would be."""
        by_key = dict(memories.by_key)
        for name, data in self.contents.items():
            memory = memory_from(data.decode()) if name.startswith(FOLDER) else None
            if memory is not None:
                by_key[memory.key] = memory
        return Memories(by_key, memories.damaged)

    def read(self, name: str) -> SourceText | None:
        """A content file as it would be; None when it would not change."""
        data = self.contents.get(name)
        if data is None:
            return None
        return SourceText(decode(data), data)

    def keep(self, contents: Mapping[str, bytes]) -> None:
        """Keep what would be written."""
        self.contents.update(contents)

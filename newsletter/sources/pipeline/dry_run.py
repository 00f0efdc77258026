"""A dry run: what its sources would have written so far, laid over the pool, so that each meets what the earlier ones brought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from newsletter.core.model.item import PoolFile
from newsletter.workspace.content.content_file import read_content
from newsletter.workspace.content.import_memory import FOLDER, Memories, memory_from
from newsletter.workspace.files.safe_io import SourceText, decode

_CONTENT = "content/"


@dataclass(slots=True)
class Trial:
    """What would stand in files, by name relative to the workspace."""

    contents: dict[str, bytes] = field(default_factory=dict)

    def pool(self, files: Iterable[PoolFile]) -> tuple[PoolFile, ...]:
        """The content files as they would be."""
        by_name = {file.file: file for file in files}
        for name, data in self.contents.items():
            if name.endswith(".md"):
                item_id = name.removeprefix(_CONTENT).removesuffix(".md")
                by_name[name], _ = read_content(item_id, name, decode(data))
        return tuple(sorted(by_name.values(), key=lambda file: file.id))

    def memories(self, memories: Memories) -> Memories:
        """What would be remembered."""
        texts = (data for name, data in self.contents.items() if name.startswith(FOLDER))
        added = (memory for data in texts if (memory := memory_from(data.decode())))
        return Memories(
            {**memories.by_key, **{memory.key: memory for memory in added}}, memories.damaged
        )

    def read(self, name: str) -> SourceText | None:
        """A content file as it would be; None when it would not change."""
        data = self.contents.get(name)
        return None if data is None else SourceText(decode(data), data)

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Write nothing, and know it."""
        self.contents.update(contents)

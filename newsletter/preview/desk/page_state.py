"""How the editor looks at the issue: kept in the page's address, so that it survives every update and can be sent to a colleague."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

ROOMS = {"choose": "Choose", "look": "Look", "send": "Send"}
FRAMES = ("desktop", "phone", "text")
DARK = ("", "own", "forced")


@dataclass(frozen=True, slots=True)
class State:
    """What the address says; whatever it says otherwise is passed over."""

    room: str = "choose"
    frame: str = "desktop"
    """The one frame beside the cards."""
    frames: tuple[str, ...] = FRAMES
    """Those that stand side by side in the look room."""
    images: bool = True
    dark: str = ""
    source: bool = False
    find: str = ""
    """What is looked for among the items left out."""
    more: int = 0
    """How many further items left out are shown."""
    show: str = ""
    """The anchor of an item left out that is shown although it is not among the nearest."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "State":
        """The state that the address gives."""
        usual = cls()
        frames = tuple(
            frame for frame in FRAMES if frame in query.get("frames", ",".join(FRAMES)).split(",")
        )
        more = query.get("more", "")
        return cls(
            room=query["room"] if query.get("room") in ROOMS else usual.room,
            frame=query["frame"] if query.get("frame") in FRAMES else usual.frame,
            frames=frames or FRAMES,
            images=query.get("images") != "off",
            dark=query["dark"] if query.get("dark") in DARK else usual.dark,
            source=query.get("source") == "yes",
            find=query.get("find", "")[:100],
            show=query.get("show", "")[:20],
            more=min(int(more), 100_000)
            if more.isascii() and more.isdigit() and len(more) < 7
            else 0,
        )

    def toggled(self, frame: str) -> tuple[str, ...]:
        """The frames with that one shown when it is not, and not shown when it is; one at least stays."""
        shown = tuple(name for name in FRAMES if (name in self.frames) != (name == frame))
        return shown or self.frames

    def address(self, **changes: object) -> str:
        """The query of this state with some things changed; what is as usual is not named."""
        usual = State()
        now = {name: changes.get(name, getattr(self, name)) for name in State.__slots__}
        said = {name: _word(value) for name, value in now.items() if value != getattr(usual, name)}
        return f"?{urlencode(said)}" if said else "?"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "off"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)

// Where the page starts. Each module takes care of one thing and listens for it on the whole document.
// Imports go one way: page, then cards, forms, fields, copy, sources, timeline, then live, frames, then say, morph, forced.
// A module that has news for one above it dispatches an event on the document: "applied", "framed", "key-in-email".
import "./cards.js";
import "./fields.js";
import "./forms.js";
import "./copy.js";
import "./sources.js";
import "./timeline.js";
import { listen } from "./live.js";
import { show } from "./frames.js";

show();
listen();
document.documentElement.dataset.ready = "yes";

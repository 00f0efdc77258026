// Where the page begins: each module takes care of one thing and listens for it on the whole document.
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

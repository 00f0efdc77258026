// The frames with the email: the very bytes that are copied, at the width of a computer and of a phone, and the text part.
// Variants come by headers (no pictures) or are put on the finished document from here (dark); the bytes are always the same.
import { force } from "./forced.js";
import { say } from "./say.js";

const WIDTHS = { desktop: 680, phone: 375, text: 632, source: 900 };
const GAP = 18;
const scrolled = {};

const body = document.body;
const base = body.dataset.base;
const stage = document.querySelector("[data-stage]");
const stages = document.querySelector("[data-stages]");

function wanted() {
  const query = new URLSearchParams(location.search);
  const names = stage ? [query.get("frame") ?? "desktop"] : (query.get("frames") ?? "desktop,phone,text").split(",");
  if (stages && query.get("source") === "yes") names.push("source");
  return { names: names.filter((name) => WIDTHS[name]), images: query.get("images") !== "off", dark: query.get("dark") ?? "" };
}

export function show() {
  const home = stage ?? stages;
  if (!home || !base) return;
  const { names, images, dark } = wanted();
  const panes = new Map([...home.children].map((pane) => [pane.dataset.frame, pane]));
  for (const [name, pane] of panes) if (!names.includes(name)) pane.remove();
  for (const name of names) {
    const pane = panes.get(name) ?? made(name);
    if (!pane.isConnected) home.append(pane);
    pane.classList.toggle("dark", dark === "own" && name !== "source");
    const version = name === "text" ? body.dataset.text : `${body.dataset.html} ${name === "source" ? "" : `${images} ${dark}`}`;
    if (pane.dataset.version === version) continue;
    const before = pane.dataset.version?.split(" ") ?? [];
    pane.dataset.version = version;
    if (name === "text" || name === "source") write(pane, name);
    else if (before[1] === String(images) && before[2] === dark) renew(pane, images, dark);
    else load(pane, images, dark);
  }
  fit();
}

// The email as it is now, fetched once however many frames show it.
let latest = { hash: "", html: "", policy: "" };

// Something has changed: the email is what is looked at, so it is fetched first. Gives what shows it.
export async function ahead() {
  if (!(stage ?? stages) || !document.querySelector(".pane iframe")) return () => {};
  const answer = await fetch(`${base}/email.html?known=${body.dataset.html}`);
  if (answer.status !== 200) return () => {};
  latest = { hash: answer.headers.get("x-newsletter-hash"), policy: answer.headers.get("x-newsletter-policy"), html: await answer.text() };
  body.dataset.html = latest.hash;
  return show;
}

// New bytes into the document that stands there: quicker than a new one, and the place that was scrolled to stays. The rules of
// the first answer (no script, which pictures) go on holding for it; when those have changed too, a new document is loaded.
function renew(pane, images, dark) {
  const frame = pane.querySelector("iframe:not(.coming)");
  if (!frame || latest.hash !== body.dataset.html || (images && pane.dataset.policy !== latest.policy)) {
    load(pane, images, dark);
    return;
  }
  pane.querySelector("iframe.coming")?.remove();
  const at = frame.contentWindow.scrollY;
  const inside = frame.contentDocument;
  inside.open();
  inside.write(latest.html);
  inside.close();
  dress(frame, dark);
  frame.contentWindow.scrollTo(0, at);
  attend(frame, pane);
  pane.dataset.loaded = latest.hash;
  document.dispatchEvent(new CustomEvent("framed", { detail: pane.dataset.frame }));
}

function made(name) {
  const pane = document.createElement("div");
  pane.className = "pane";
  pane.dataset.frame = name;
  return pane;
}

async function write(pane, name) {
  const version = pane.dataset.version;
  const answer = await fetch(`${base}/email.${name === "text" ? "txt" : "html"}`);
  const text = answer.ok ? await answer.text() : "";
  if (pane.dataset.version !== version) return;
  let pre = pane.querySelector("pre");
  if (!pre) {
    pre = document.createElement("pre");
    pre.tabIndex = 0;
    pre.setAttribute("role", "region");
    pre.setAttribute("aria-label", name === "text" ? "The text part of the email" : "The HTML code of the email");
    pane.append(pre);
    fit();
  }
  pre.textContent = text;
}

// The new document is loaded behind the one that is shown and takes its place when it stands, scrolled to the same place.
function load(pane, images, dark) {
  pane.querySelector("iframe.coming")?.remove();
  pane.dataset.policy = latest.policy || body.dataset.policy;
  const before = pane.querySelector("iframe");
  const frame = document.createElement("iframe");
  frame.className = "coming";
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.title = pane.dataset.frame === "phone" ? "The email on a phone" : "The email on a computer";
  frame.addEventListener("load", () => {
    if (!frame.contentDocument) { frame.remove(); return; } // there is no email to be shown: the browser's own page says so, and nobody can read it
    const at = before?.contentWindow?.scrollY ?? scrolled[pane.dataset.frame] ?? 0;
    dress(frame, dark);
    frame.contentWindow.scrollTo(0, at);
    frame.classList.remove("coming");
    before?.remove();
    attend(frame, pane);
    pane.dataset.loaded = body.dataset.html;
    document.dispatchEvent(new CustomEvent("framed", { detail: pane.dataset.frame }));
  }, { once: true }); // a document that is written anew loads too
  frame.src = `${base}/email.html?of=${body.dataset.html}${images ? "" : "&images=off"}`;
  pane.append(frame);
  size(pane);
}

// The email's own dark rules are switched on or off here, whatever this computer is set to.
function dress(frame, dark) {
  const inside = frame.contentDocument;
  frame.style.colorScheme = dark === "own" ? "dark" : "light";
  for (const sheet of inside.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule.media?.mediaText.includes("prefers-color-scheme")) rule.media.mediaText = dark === "own" ? "all" : "not all";
    }
  }
  inside.documentElement.style.colorScheme = dark === "own" ? "dark" : "light";
  if (dark === "forced") force(inside);
}

function attend(frame, pane) {
  const inside = frame.contentDocument;
  inside.addEventListener("scroll", () => { scrolled[pane.dataset.frame] = frame.contentWindow.scrollY; }, { passive: true });
  // Keys work in the email too. This module does not know the cards: it passes the key on, and cards.js listens.
  inside.addEventListener("keydown", (event) => {
    document.dispatchEvent(new CustomEvent("key-in-email", { detail: event }));
  });
  inside.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    const address = link.getAttribute("href");
    if (address.startsWith("#")) inside.getElementById(address.slice(1))?.scrollIntoView();
    else say(`This link leads to ${address}`);
  });
}

// Shows an item's place in the frames, for a moment with a line around it.
let marked = [];
export function reveal(anchor) {
  if (!anchor) return;
  for (const place of marked) { place.style.outline = ""; place.style.outlineOffset = ""; }
  marked = [];
  for (const frame of document.querySelectorAll(".pane iframe:not(.coming)")) {
    const place = frame.contentDocument?.getElementById(anchor);
    if (!place) continue;
    // Scrolls the frame alone: scrollIntoView would scroll the page around it too.
    const inside = frame.contentWindow;
    const box = place.getBoundingClientRect();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    inside.scrollTo({ top: inside.scrollY + box.top - Math.max(24, (inside.innerHeight - box.height) / 2), behavior: calm ? "instant" : "smooth" });
    place.style.outline = "3px solid #d08a00";
    place.style.outlineOffset = "4px";
    marked.push(place);
  }
  const now = marked;
  setTimeout(() => { for (const place of now) { place.style.outline = ""; place.style.outlineOffset = ""; } }, 1600);
}

function fit() {
  const home = stage ?? stages;
  if (!home) return;
  const panes = [...home.children];
  const stacked = getComputedStyle(home).flexDirection === "column" && !stage;
  const room = home.clientWidth - (stages && !stacked ? GAP * (panes.length - 1) : 0);
  const needed = stacked || stage ? 0 : panes.reduce((sum, pane) => sum + WIDTHS[pane.dataset.frame], 0);
  for (const pane of panes) {
    const width = WIDTHS[pane.dataset.frame];
    const scale = Math.min(1, room / (needed || width));
    pane.dataset.scale = scale;
    pane.style.width = `${width * scale}px`;
    pane.style.margin = stacked || stage ? "0 auto" : "0";
    pane.style.flex = "none";
    size(pane);
  }
}

function size(pane) {
  const width = WIDTHS[pane.dataset.frame];
  const scale = Number(pane.dataset.scale || 1);
  for (const inner of pane.querySelectorAll("iframe, pre")) {
    inner.style.width = `${width}px`;
    inner.style.height = `${pane.clientHeight / scale}px`;
    inner.style.transform = scale === 1 ? "" : `scale(${scale})`;
    inner.style.transformOrigin = "0 0";
  }
}

if (stage ?? stages) new ResizeObserver(fit).observe(stage ?? stages);

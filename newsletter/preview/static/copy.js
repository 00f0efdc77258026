// Copying: the source as text, or both parts with a copy event. ClipboardItem is never used: it rewrites merge tags in links.
import { base, post } from "./live.js";
import { ask, element, say } from "./say.js";

// The bytes are at hand before the button is pressed, since a browser lets a page copy only at once.
const ready = { html: null, text: null, hash: "", pieces: {} };

async function fetchParts() {
  if (!document.querySelector("[data-copy]")) return;
  const [html, text] = await Promise.all(["html", "txt"].map((part) => fetch(`${base}/email.${part}`)));
  const pieces = await fetch(`${base}/pieces`);
  if (!html.ok || !text.ok || !pieces.ok) return;
  Object.assign(ready, { html: await html.text(), text: await text.text(), hash: html.headers.get("x-newsletter-hash"), pieces: await pieces.json() });
  document.body.dataset.copyable = ready.hash;
}
document.addEventListener("applied", (event) => { if (event.detail.html !== ready.hash || !event.detail.blocked) fetchParts(); });
if (document.querySelector("[data-copying], .part-copying")) fetchParts();

const WHAT = { html: "the HTML", text: "the text", formatted: "the formatted email", review: "the review", website: "what the website shows", messengers: "what messengers show", correction: "the correction", "correction-text": "the correction’s text", "correction-subject": "the correction’s subject", subject: "the subject", preheader: "the preview text" };

const PIECES = { formatted: true, website: true, messengers: true, review: true, correction: true, "correction-text": true, "correction-subject": true };
const EMAIL = ["html", "text", "formatted"]; // what goes to members: both parts are written beside the issue then

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const what = button.dataset.copy;
  const piece = what in PIECES ? ready.pieces[what] ?? { text: null } : null;
  const text = piece ? piece.text : what in ready ? ready[what] : document.querySelector(`[data-value="${what}"]`).textContent;
  if (text === null) { say("The email is not at hand yet. Try again in a moment.", true); return; }
  const done = piece?.html ? copyBoth(piece.html, piece.text) : await copyText(text);
  if (!done) { await byHand(text); return; }
  await confirm(button, what, text);
});

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyWith((data) => data.setData("text/plain", text));
  }
}

function copyBoth(html, text) {
  return copyWith((data) => { data.setData("text/html", html); data.setData("text/plain", text); });
}

function copyWith(fill) {
  let filled = false;
  const on = (event) => { fill(event.clipboardData); event.preventDefault(); filled = true; };
  document.addEventListener("copy", on, { once: true, capture: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", on, { capture: true });
  return done && filled;
}

async function byHand(text) {
  const area = element("textarea", { value: text, rows: 12, readOnly: true });
  const asked = ask("Copy it by hand", [element("p", { textContent: "The browser does not let this page copy. All of it is selected: press Ctrl and C (on a Mac, Cmd and C)." }), area], [["", "Done"]]);
  area.focus();
  area.select();
  await asked;
}

async function confirm(button, what, text) {
  const size = new TextEncoder().encode(text).length.toLocaleString("en");
  let told = EMAIL.includes(what) ? `Copied: ${WHAT[what]}, ${size} bytes.` : `Copied: ${WHAT[what]}.`;
  if (EMAIL.includes(what)) {
    const answer = await post(`${base}/built`, { html: ready.hash }, { quiet: true });
    if (answer.failed) { say(answer.error, true); document.getElementById("copied").textContent = answer.error; return; }
    told += ` ${button.closest(".copy").querySelector("p").textContent} ${document.querySelector(".tracking").textContent}`;
  } else if (what in PIECES) told += ` ${button.closest(".copy").querySelector("p").textContent}`;
  document.getElementById("copied").textContent = told;
  say(`Copied: ${WHAT[what]}.`);
}

// ---- asking every address

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-links]");
  if (!button || button.disabled) return;
  const place = document.getElementById("links");
  button.disabled = true;
  place.textContent = "Asking …";
  const answer = await fetch(`${base}/links`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }).catch(() => null);
  button.disabled = false;
  if (!answer) { place.textContent = "The program does not answer."; return; }
  const text = await answer.text();
  if (answer.ok) place.innerHTML = text; // made by the program, which escapes whatever comes from elsewhere
  else place.textContent = text.startsWith("{") ? JSON.parse(text).error : text;
});

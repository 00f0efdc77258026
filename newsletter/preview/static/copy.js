// Copying: the source as text, or both parts with a copy event. ClipboardItem is never used: it rewrites merge tags in links.
import { base, post } from "./live.js";
import { ask, element, say } from "./say.js";

// The bytes are at hand before the button is pressed, since a browser lets a page copy only at once.
const ready = { html: null, text: null, hash: "" };

async function fetchParts() {
  if (!document.querySelector("[data-copy]")) return;
  const [html, text] = await Promise.all(["html", "txt"].map((part) => fetch(`${base}/email.${part}`)));
  if (!html.ok || !text.ok) return;
  Object.assign(ready, { html: await html.text(), text: await text.text(), hash: html.headers.get("x-newsletter-hash") });
  document.body.dataset.copyable = ready.hash;
}
document.addEventListener("applied", (event) => { if (event.detail.html !== ready.hash || !event.detail.blocked) fetchParts(); });
if (document.querySelector("[data-copying], .part-copying")) fetchParts();

const WHAT = { html: "the HTML", text: "the text", formatted: "the formatted email", subject: "the subject", preheader: "the preview line" };

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const what = button.dataset.copy;
  const text = what in ready ? ready[what] : what === "formatted" ? ready.html : document.querySelector(`[data-value="${what}"]`).textContent;
  if (text === null) { say("The email is not at hand yet. Try again in a moment.", true); return; }
  const done = what === "formatted" ? copyBoth(ready.html, ready.text) : await copyText(text);
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
  let told = what in ready || what === "formatted" ? `Copied: ${WHAT[what]}, ${size} bytes.` : `Copied: ${WHAT[what]}.`;
  if (what in ready || what === "formatted") {
    const answer = await post(`${base}/built`, { html: ready.hash }, { quiet: true });
    if (answer.failed) { say(answer.error, true); document.getElementById("copied").textContent = answer.error; return; }
    told += ` ${button.closest(".copy").querySelector("p").textContent}`;
  }
  document.getElementById("copied").textContent = told;
  say(`Copied: ${WHAT[what]}.`);
}

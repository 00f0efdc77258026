// What changed on disk or by another page shows by itself: a stream says the number of the generation, the rest is fetched.
import { lost, say } from "./say.js";
import { morph } from "./morph.js";
import { ahead, show } from "./frames.js";

const body = document.body;
export const base = body.dataset.base || "";
const onIssue = "generation" in body.dataset;
let shown = Number(body.dataset.generation || 0);
let heard = 0;
let stream = null;
let fetching = null;
let acting = 0;
let wrote = 0;

export function known() {
  return [...document.querySelectorAll("[data-part]")].map((part) => `${part.dataset.part}.${part.dataset.hash}`).join(",");
}

export function listen() {
  if (!onIssue && !("live" in body.dataset)) return;
  const open = () => {
    stream?.close();
    stream = new EventSource("/events");
    stream.onopen = () => lost(false);
    stream.onerror = () => lost(true);
    stream.onmessage = (event) => heardOf(Number(event.data));
  };
  // A browser keeps few connections to one address: pages that nobody looks at give theirs back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stream?.close();
    else { open(); if (onIssue) refresh(true); }
  });
  window.addEventListener("pagehide", () => stream?.close());
  open();
}

function heardOf(generation) {
  const first = heard === 0;
  heard = generation;
  if (onIssue) { if (generation > shown && !acting) refresh(); return; }
  const own = Date.now() - wrote < 3000; // what this page wrote itself it shows already
  if (first || own || document.querySelector("[data-dirty]")) return;
  const toast = document.getElementById("toast");
  if (!toast.hidden) sessionStorage.setItem("say", toast.textContent); // what was just told is told on
  location.reload();
}

// One request at a time; what comes meanwhile is fetched afterwards, once.
export function refresh(anew = false) {
  if (fetching) { fetching.again = true; return fetching.done; }
  const state = { again: false };
  fetching = state;
  state.done = (async () => {
    try {
      const query = new URLSearchParams(location.search);
      query.set("known", known());
      if (anew) query.set("anew", "yes");
      const showEmail = await ahead();
      const asked = fetch(`${base}/parts?${query}`); // the program makes the rest while the email is being drawn
      showEmail();
      const answer = await asked;
      if (answer.ok) apply(await answer.json());
      else if (answer.status === 403) lost(true);
      else say("The page could not be brought up to date. Load it anew.", true);
    } catch { lost(true); } finally {
      fetching = null;
      if (state.again) await refresh();
    }
  })();
  return state.done;
}

// What is open in a card goes along when the card moves to another part of the page.
function openSlots() {
  return [...document.querySelectorAll(".slot")].filter((slot) => slot.firstElementChild)
    .map((slot) => [slot.parentElement.id, slot, document.activeElement && slot.contains(document.activeElement) ? document.activeElement : null]);
}

function putBack(open) {
  for (const [id, slot, active] of open) {
    if (slot.isConnected) continue;
    const place = id && document.getElementById(id)?.querySelector(":scope > .slot");
    if (!place) continue;
    place.replaceChildren(...slot.childNodes);
    active?.focus({ preventScroll: true });
    place.parentElement.scrollIntoView({ block: "nearest" });
  }
}

export function apply(answer) {
  if (answer.generation < shown) return;
  shown = answer.generation;
  const open = openSlots();
  for (const [name, [hash, html]] of Object.entries(answer.parts)) {
    const part = document.querySelector(`[data-part="${name}"]`);
    if (!part) continue;
    morph(part, html);
    part.dataset.hash = hash;
  }
  putBack(open);
  Object.assign(body.dataset, { html: answer.html, text: answer.text, policy: answer.policy, generation: answer.generation });
  show();
  document.dispatchEvent(new CustomEvent("applied", { detail: answer }));
}

// Sends to the program. Gives its answer; or null after telling what is wrong, unless the caller wants to see for itself.
export async function post(address, values, { quiet = false, keepalive = false } = {}) {
  let answer;
  wrote = Date.now();
  try {
    answer = await fetch(address, { method: "POST", keepalive, headers: { "Content-Type": "application/json" }, body: JSON.stringify(values) });
  } catch {
    lost(true);
    return quiet ? { failed: true, error: "The program does not answer." } : null;
  }
  const found = answer.headers.get("content-type")?.startsWith("application/json") ? await answer.json() : { error: await answer.text() };
  if (answer.ok) return found;
  if (quiet) return { ...found, failed: true, conflict: answer.status === 409 };
  say(found.error, true);
  return null;
}

// Carries out an action on this issue and shows what it changed.
export async function act(name, values, options = {}) {
  acting += 1; // what changed is asked for when the answer is there: the stream, which may be quicker, is not followed meanwhile
  const answer = await post(`${base}/do`, { ...values, do: name }, options);
  acting -= 1;
  if (answer && !answer.failed) {
    await refresh();
    if (!options.silent) say(answer.said);
  } else if (heard > shown && !acting) refresh();
  return answer;
}

export async function turn(way) {
  const answer = await post(`/${way}`, {});
  if (!answer) return;
  if (onIssue) { say(answer.said); await refresh(); return; }
  sessionStorage.setItem("say", answer.said); // the page that is loaded anew tells it
  location.reload();
}

export async function go(address, replace = false) {
  history[replace ? "replaceState" : "pushState"](null, "", address);
  await refresh();
}
window.addEventListener("popstate", () => { if (onIssue) refresh(); });

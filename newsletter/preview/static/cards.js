// Cards: what their buttons, lists and keys do.
import { act, base, go, turn } from "./live.js";
import { reveal } from "./frames.js";
import { say } from "./say.js";
import { morph } from "./morph.js";

const help = document.getElementById("help");
const singleKeys = document.getElementById("single-keys");
if (singleKeys) {
  singleKeys.checked = localStorage.getItem("single-keys") !== "no";
  singleKeys.addEventListener("change", () => localStorage.setItem("single-keys", singleKeys.checked ? "yes" : "no"));
}

const cardOf = (element) => element.closest?.("[data-item]");
const itemOf = (element) => cardOf(element)?.dataset.item ?? "";
const off = (element) => element.getAttribute("aria-disabled") === "true";

async function decide(element, name, values = {}) {
  const card = cardOf(element);
  const after = card && (nextCard(card, 1) ?? nextCard(card, -1))?.id;
  const answer = await act(name, { item: itemOf(element), ...values });
  if (!answer) return;
  // A card that has left its place hands the focus on, so that nobody has to begin at the top again.
  if (card && !card.isConnected) (document.getElementById(`card-${answer.anchor}`) ?? document.getElementById(after))?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("button, a, summary");
  if (!target) {
    const card = event.target.closest(".card");
    if (card && !event.target.closest("input, select, textarea, label") && !String(getSelection())) reveal(card.dataset.anchor);
    return;
  }
  const data = target.dataset;
  if (off(target)) { event.preventDefault(); return; }
  if (target.matches("button[data-do]")) {
    const value = data.value === undefined ? {} : data.do === "section" ? { section: data.value } : { value: data.value };
    decide(target, data.do, { ...(data.how ? { how: data.how } : {}), ...(data.file ? { file: data.file } : {}), ...value });
  } else if ("why" in data) why(cardOf(target));
  else if ("mend" in data) mend(target, data.mend, data.at);
  else if ("close" in data) close(target);
  else if (data.turn) turn(data.turn);
  else if ("help" in data) help?.showModal();
  else if ("state" in data) { event.preventDefault(); go(target.href); }
  else if (target.hash?.startsWith("#card-") && target.pathname === location.pathname && target.search === location.search) {
    event.preventDefault();
    toCard(target.hash.slice(1));
  }
});

document.addEventListener("change", (event) => {
  const select = event.target.closest("select[data-do]");
  if (select) decide(select, select.dataset.do, { [select.dataset.do]: select.value });
  const radio = event.target.closest("input[type=radio][data-do]");
  if (radio) act(radio.dataset.do, { value: radio.value });
  const date = event.target.closest("input[data-now]");
  if (date && date.value) act(date.form.dataset.do, { value: date.value });
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-do]");
  if (!form) return;
  event.preventDefault();
  const values = Object.fromEntries(new FormData(form));
  const card = cardOf(form);
  const slot = form.closest(".slot");
  const after = card && (nextCard(card, 1) ?? nextCard(card, -1))?.id;
  const answer = await act(form.dataset.do, { ...(card ? { item: itemOf(form) } : {}), ...values });
  if (!answer) return;
  slot?.replaceChildren();
  if (card && !card.isConnected) (document.getElementById(`card-${answer.anchor}`) ?? document.getElementById(after))?.focus();
});

let finding = 0;
document.addEventListener("input", (event) => {
  if (event.target.id !== "find") return;
  clearTimeout(finding);
  finding = setTimeout(() => {
    const query = new URLSearchParams(location.search);
    if (event.target.value) query.set("find", event.target.value); else query.delete("find");
    query.delete("more");
    go(`${location.pathname}?${query}`, true);
  }, 200);
});
document.addEventListener("submit", (event) => { if (event.target.matches("[data-find]")) event.preventDefault(); });

// ---- opening and closing what stands in a card

function why(card) {
  const slot = card?.querySelector(":scope > .slot");
  if (!slot) return;
  slot.replaceChildren(document.getElementById("why").content.cloneNode(true));
  slot.querySelector("input").focus();
}

async function mend(button, item, at) {
  const slot = (button.closest(".card") ?? button.closest(".told"))?.querySelector(".slot");
  if (!slot) return;
  if (slot.querySelector(".mending") && !at) { close(slot.firstElementChild); return; }
  const answer = await fetch(`${base}/item?id=${encodeURIComponent(item)}`);
  if (!answer.ok) { say((await answer.json()).error, true); return; }
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  slot.replaceChildren(template.content);
  mark(slot, true);
  reveal(slot.closest(".card")?.dataset.anchor);
  const wanted = at ? slot.querySelector(`[data-write="${CSS.escape(at)}"], [data-write^="${CSS.escape(at)}/"]`) : null;
  wanted?.closest("details")?.setAttribute("open", "");
  (wanted ?? slot.querySelector("input, textarea")).focus();
}

async function close(element) {
  const slot = element.closest(".slot");
  while (slot?.querySelector("[data-saving]")) await new Promise((done) => setTimeout(done, 50)); // the answer may be a refusal
  const refused = slot?.querySelector("[aria-invalid]");
  if (refused && !slot.dataset.told) { // said once; who presses again means it
    slot.dataset.told = "yes";
    say("What is marked here was not saved. Put it right, or press once more to leave it as it was.", true);
    refused.focus();
    return;
  }
  if (slot) delete slot.dataset.told;
  const owner = slot?.closest(".card, .told");
  mark(slot, false);
  slot?.replaceChildren();
  (owner?.matches(".card") ? owner : owner?.querySelector("button, a"))?.focus();
}

function mark(slot, open) {
  slot?.closest(".card")?.querySelector(".tools [data-mend]")?.setAttribute("aria-expanded", open);
}

// What is open for mending is brought up to date too; what is being written in it stays.
document.addEventListener("applied", async () => {
  for (const form of document.querySelectorAll(".mending")) {
    mark(form.closest(".slot"), true);
    const answer = await fetch(`${base}/item?id=${encodeURIComponent(form.dataset.item)}`);
    if (!answer.ok) continue;
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    morph(form, template.content.firstElementChild.innerHTML);
  }
});

// ---- going from card to card

function cards() {
  return [...document.querySelectorAll(".card")];
}

function nextCard(card, step) {
  const all = cards();
  const at = all.indexOf(card);
  return at < 0 ? (step > 0 ? all[0] : null) : all[at + step] ?? null;
}

async function toCard(id) {
  if (!document.getElementById(id)) {
    const query = new URLSearchParams(location.search);
    query.set("show", id.replace("card-", ""));
    await go(`${location.pathname}?${query}`, true);
  }
  const card = document.getElementById(id);
  if (!card) return;
  for (const other of document.querySelectorAll(".here")) other.classList.remove("here");
  card.classList.add("here");
  card.scrollIntoView({ block: "center" });
  card.focus({ preventScroll: true });
  reveal(card.dataset.anchor);
}
addEventListener("load", () => {
  if (location.hash.startsWith("#card-")) toCard(location.hash.slice(1));
  else if (location.hash.startsWith("#opening-")) document.getElementById(location.hash.slice(1))?.focus();
});

const ROOMS = { 1: "choose", 2: "look", 3: "send" };
const AMOUNTS = { 1: "full", 2: "summary", 3: "line" };
const PLAIN = { i: "take-in", n: "next-time", r: "as-rules-say", l: "lead" };

function key(event) {
  if (document.querySelector("dialog[open]")) return;
  const writing = event.target.closest?.("input, textarea, select");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !writing) {
    event.preventDefault();
    turn(event.shiftKey ? "redo" : "undo");
    return;
  }
  if (event.key === "Escape") {
    const slot = event.target.closest?.(".slot");
    if (slot?.firstElementChild) close(slot.firstElementChild);
    return;
  }
  if (event.altKey && ROOMS[event.key]) {
    event.preventDefault();
    document.querySelector(`[data-room="${ROOMS[event.key]}"]`)?.click();
    return;
  }
  const card = document.activeElement?.closest(".card");
  if (event.altKey && card && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    decide(card, "place", { how: event.key === "ArrowUp" ? "up" : "down" });
    return;
  }
  if (writing || event.ctrlKey || event.metaKey || event.altKey || (singleKeys && !singleKeys.checked && event.key !== "?")) return;
  if (event.key === "?") { help?.showModal(); return; }
  if (event.key === "j" || event.key === "k") {
    const next = nextCard(card, event.key === "j" ? 1 : -1);
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    reveal(next?.dataset.anchor);
    return;
  }
  if (!card) return;
  if (PLAIN[event.key]) decide(card, PLAIN[event.key]);
  else if (event.key === "t") decide(card, "place", { how: "top" });
  else if (AMOUNTS[event.key] && card.dataset.anchor) decide(card, "amount", { amount: AMOUNTS[event.key] });
  else if (event.key === "o") why(card);
  else if (event.key === "s") card.querySelector("select[data-do=section]")?.focus();
  else if (event.key === "m") card.querySelector(".tools [data-mend]")?.click();
  else if (event.key === "v") reveal(card.dataset.anchor);
  else return;
  event.preventDefault();
}
document.addEventListener("keydown", key);
document.addEventListener("key-in-email", (event) => key(event.detail)); // from frames.js

// Fields that save themselves: a moment after the last key, when they are left, and when the page is closed.
import { act, base, post } from "./live.js";
import { ask, element, say } from "./say.js";

const PAUSE = 900;
const timers = new WeakMap();
const OWN = "[data-field], [data-write]";

const baseOf = (field) => field.dataset.base ?? (field.matches("select") ? field.querySelector("option[selected]")?.value ?? "" : field.defaultValue);

document.addEventListener("focusin", (event) => {
  const field = event.target.closest?.(OWN);
  if (field && !field.dataset.dirty) field.dataset.base = field.value;
});
document.addEventListener("input", (event) => {
  const field = event.target.closest?.(OWN);
  if (!field) { count(event.target); return; }
  if (field.dataset.base === undefined) field.dataset.base = baseOf(field);
  field.dataset.dirty = "yes";
  count(field);
  clearTimeout(timers.get(field));
  // Half a date is not what was meant: the fields of an item are saved when they are left, running text also in a pause.
  if (field.dataset.field || field.matches("textarea")) timers.set(field, setTimeout(() => save(field), PAUSE));
});
document.addEventListener("change", (event) => {
  const field = event.target.closest?.(OWN);
  if (field) save(field);
  const here = event.target.closest?.("[data-here]");
  if (here) forThisIssue(here);
});
// While a field has the focus and nothing is being written in it, what comes from elsewhere is what it begins with.
document.addEventListener("applied", () => {
  for (const field of document.querySelectorAll(OWN)) if (!field.dataset.dirty) delete field.dataset.base;
  const active = document.activeElement?.closest?.(OWN);
  if (active && !active.dataset.dirty) active.dataset.base = active.value;
  recount();
});
addEventListener("pagehide", () => {
  for (const field of document.querySelectorAll(`:is(${OWN})[data-dirty]`)) {
    const [name, values] = request(field);
    post(`${base}/do`, { ...values, do: name }, { quiet: true, keepalive: true });
  }
});
addEventListener("beforeunload", (event) => {
  // What cannot be sent in passing (browsers take 64 KB), or was refused, is asked about.
  const unsent = [...document.querySelectorAll(`:is(${OWN})[data-dirty]`)].some((field) => field.value.length > 30000 || field.hasAttribute("aria-invalid"));
  if (unsent || document.querySelector("form [data-dirty]:not([data-field], [data-write])")) event.preventDefault();
});

function request(field) {
  const value = field.value, from = baseOf(field);
  if (field.dataset.field) return ["opening", { field: field.dataset.field, base: from, value }];
  const here = field.closest(".field").querySelector("[data-here]")?.checked ? "yes" : "";
  return ["write", { item: field.closest("[data-item]").dataset.item, field: field.dataset.write, base: from, value, here }];
}

async function save(field, from = null) {
  clearTimeout(timers.get(field));
  if (from !== null) field.dataset.base = from;
  if (!field.dataset.dirty && from === null) return;
  if (field.dataset.saving || field.dataset.asking) return; // what was written meanwhile is saved when the answer, or the editor's, is there
  const sent = field.value;
  if (sent === baseOf(field) && from === null) { delete field.dataset.dirty; return; }
  const [name, values] = request(field);
  field.dataset.saving = "yes";
  const answer = await act(name, values, { quiet: true, silent: true });
  delete field.dataset.saving;
  tell(field, "");
  if (answer.conflict) { await conflict(field, answer); return; }
  if (answer.failed) { tell(field, answer.error); return; }
  field.dataset.base = sent;
  if (field.value === sent) {
    delete field.dataset.dirty;
    delete field.dataset.base;
    if (!field.matches("select")) field.defaultValue = sent;
    say(`Saved. ${answer.said}`);
  } else save(field);
}

function tell(field, wrong) {
  const place = field.closest(".field")?.querySelector(".wrong");
  if (place) { place.textContent = wrong; place.hidden = !wrong; }
  else if (wrong) say(wrong, true);
  field.toggleAttribute("aria-invalid", Boolean(wrong));
}

// Two wrote in the same place: both texts are shown, and nothing is lost until the editor has chosen.
async function conflict(field, answer) {
  const yours = element("textarea", { value: answer.yours, rows: 5 });
  const theirs = element("textarea", { value: answer.theirs, rows: 5, readOnly: true });
  const body = [
    element("p", { textContent: `${answer.error} Which words are to stay? You may also put both together on the left.` }),
    element("div", { className: "both" }, element("label", { textContent: "Yours" }, yours), element("label", { textContent: "On disk now" }, theirs)),
  ];
  field.dataset.asking = "yes"; // the dialog takes the focus, and a field that is left would be saved a second time
  const chosen = await ask("Changed in two places", body, [["theirs", "Keep what is on disk"], ["yours", "Keep what stands on the left"]]);
  delete field.dataset.asking;
  if (chosen === "yours") {
    field.value = yours.value;
    field.dataset.dirty = "yes";
    await save(field, answer.theirs);
  } else if (chosen === "theirs") {
    field.value = answer.theirs;
    if (!field.matches("select")) field.defaultValue = answer.theirs;
    delete field.dataset.dirty;
    delete field.dataset.base;
  }
}

// Ticked, what stands in the field counts for this issue only; unticked, what stands in its file counts again.
async function forThisIssue(box) {
  const field = box.closest(".field").querySelector("[data-write]");
  const item = box.closest("[data-item]").dataset.item;
  if (box.checked) {
    await act("write", { item, field: field.dataset.write, base: field.value, value: field.value, here: "yes" });
  } else {
    await act("as-in-file", { item, field: field.dataset.write });
  }
}

// ---- counting

function count(field) {
  const counter = field.id && document.querySelector(`[data-counter="${CSS.escape(field.id)}"]`);
  if (!counter) return;
  const text = field.value.trim();
  const number = "words" in counter.dataset ? (text.match(/\S+/g) ?? []).length : [...text].length;
  const unit = "words" in counter.dataset ? "words" : "characters";
  counter.textContent = `${number} ${unit}, best up to ${counter.dataset.best}`;
  counter.classList.toggle("over", number > Number(counter.dataset.most));
}
function recount() {
  for (const counter of document.querySelectorAll("[data-counter]")) count(document.getElementById(counter.dataset.counter));
}
recount();

// ---- pasting: what comes with a form is turned into the text that content files hold

document.addEventListener("paste", async (event) => {
  const field = event.target.closest?.("textarea[data-paste]");
  const html = event.clipboardData?.getData("text/html");
  if (!field || !html) return;
  event.preventDefault();
  const plain = event.clipboardData.getData("text/plain");
  const answer = await post("/clean", { html }, { quiet: true });
  if (answer.failed) say(answer.error, true);
  field.focus();
  field.setRangeText(answer.failed ? plain : answer.text || plain, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// Forms on pages of their own: settings, sections, words, a new item, a file as text, a new workspace.
import { base, post } from "./live.js";
import { ask, element, say } from "./say.js";
import { bringPasted } from "./sources.js";

const go = (address) => { clean(document); location.assign(address); };

// What was written in and not saved: asked about before the page is left.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-settings], form[data-words], form[data-sections], form[data-add], form[data-file], form[data-bring]");
  if (form && !event.target.matches("[data-colour]")) event.target.dataset.dirty = "yes";
  const colour = event.target.closest("[data-colour]");
  if (colour) {
    const field = document.getElementById(colour.dataset.colour);
    field.value = colour.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
function clean(within) {
  for (const field of within.querySelectorAll("[data-dirty]")) delete field.dataset.dirty;
}

function wrong(form, text) {
  const place = form.querySelector(".wrong");
  place.textContent = text;
  place.hidden = !text;
}

async function send(form, address, values, after) {
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  const answer = await post(address, values, { quiet: true });
  button.disabled = false;
  if (answer.conflict && "theirs" in answer) {
    wrong(form, `${answer.label} was changed elsewhere meanwhile; it says now: ${answer.theirs}. Load the page anew to go on from there.`);
  } else if (answer.failed) wrong(form, answer.error);
  else { wrong(form, ""); after(answer); }
}

const changed = (form) => Object.fromEntries(
  [...form.querySelectorAll("[data-setting]")]
    .map((field) => [field.dataset.setting, { base: field.matches("select") ? field.querySelector("option[selected]")?.value ?? "" : field.defaultValue, value: field.value }])
    .filter(([, { base: from, value }]) => from.trim() !== value.trim()),
);

const SAVED = () => { clean(document); sessionStorage.setItem("say", "Saved."); location.reload(); };

// What was saved is what the form begins with now; the other forms of the page keep what is being written in them.
function settle(form) {
  clean(form);
  for (const field of form.querySelectorAll("[data-setting]")) {
    if (field.matches("select")) for (const option of field.options) option.toggleAttribute("selected", option.value === field.value);
    else field.defaultValue = field.value;
  }
  say("Saved.");
}
const kept = sessionStorage.getItem("say");
if (kept) { sessionStorage.removeItem("say"); say(kept); }

document.addEventListener("submit", (event) => {
  const form = event.target;
  const values = () => Object.fromEntries(new FormData(form));
  const todo = {
    settings: () => send(form, `${base}/do`, { do: "settings", values: changed(form) }, () => ("anew" in form.dataset ? SAVED() : settle(form))),
    words: () => send(form, `${base}/do`, { do: "words", values: changed(form) }, () => settle(form)),
    sections: () => [...document.querySelectorAll("form[data-settings] [data-dirty]")].length
      ? wrong(form, "Save the other boxes of this page first: it is loaded anew when the sections are saved.")
      : send(form, `${base}/do`, { do: "sections", base: JSON.parse(form.dataset.ids), sections: rows(form) }, SAVED),
    begin: () => send(form, "/begin", values(), (answer) => go(answer.go)),
    add: () => send(form, `${base}/do`, { do: "add", ...values() }, (answer) => { sessionStorage.setItem("say", answer.said); go(`${base}?show=${answer.anchor}#card-${answer.anchor}`); }),
    bring: async () => {
      const answer = await bringPasted(values().value);
      wrong(form, answer.failed ? answer.error : "");
      if (!answer.failed) { form.reset(); clean(form); }
    },
    file: () => saveFile(form),
    go: () => go(form.dataset.go + values().period),
  };
  const name = Object.keys(todo).find((key) => key in form.dataset);
  if (!name) return;
  event.preventDefault();
  todo[name]();
});

// ---- a file as text

async function saveFile(form, from = null) {
  const field = form.querySelector("textarea");
  const values = { do: "file", file: form.dataset.file, base: from ?? field.defaultValue, value: field.value };
  const answer = await post(`${base}/do`, values, { quiet: true });
  if (answer.conflict) {
    const theirs = element("textarea", { value: answer.theirs, readOnly: true, rows: 12 });
    const body = [element("p", { textContent: "It was changed on disk in the same lines meanwhile. This is what stands there now:" }), theirs];
    const chosen = await ask("Changed in two places", body, [["theirs", "Keep what is on disk"], ["yours", "Keep mine"]]);
    if (chosen === "yours") await saveFile(form, answer.theirs);
    if (chosen === "theirs") SAVED();
  } else if (answer.failed) wrong(form, (answer.line ? `Line ${answer.line}: ` : "") + answer.error);
  else { clean(document); sessionStorage.setItem("say", answer.said); location.assign(base); }
}
const file = document.querySelector("form[data-file]");
if (file && Number(file.dataset.line)) {
  const area = file.querySelector("textarea");
  const lines = area.value.split("\n");
  const at = Number(file.dataset.line) - 1;
  const start = lines.slice(0, at).join("\n").length + (at ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[at]?.length ?? 0));
  area.scrollTop = Math.max(0, (at - 8) * 19);
}

// ---- the list of sections

function rows(form) {
  return [...form.querySelectorAll(".section-row")].map((row) => {
    const values = Object.fromEntries([...row.querySelectorAll("[name]")].map((field) => [field.name, field.type === "checkbox" ? (field.checked ? "yes" : "") : field.value]));
    return { ...(row.dataset.was === "new" ? {} : { was: Number(row.dataset.was) }), ...values };
  });
}
let added = 0;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-row]");
  if (!button) return;
  const form = button.closest("form");
  const row = button.closest(".section-row");
  const list = form.querySelector(".section-rows");
  if (button.dataset.row === "new") {
    const made = form.querySelector("#new-section").content.firstElementChild.cloneNode(true);
    added += 1;
    for (const part of made.querySelectorAll("[id], [for]")) for (const name of ["id", "for"]) if (part.hasAttribute(name)) part.setAttribute(name, `${part.getAttribute(name)}-${added}`);
    list.append(made);
    made.querySelector("details").open = true;
    made.querySelector("input").focus();
  } else if (button.dataset.row === "away") {
    (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("button")?.focus();
    row.remove();
  } else {
    const other = button.dataset.row === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    other[button.dataset.row === "up" ? "before" : "after"](row);
    button.focus();
    say(`${row.querySelector(".section-title").textContent} is number ${[...list.children].indexOf(row) + 1} now. Save to keep it.`);
  }
  list.dataset.dirty = "yes";
});

// ---- a new workspace: the time zone of this computer is the likeliest
const zone = document.querySelector("[data-zone]");
if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

// ---- a new item: what was written stays when it turns out to be another kind of thing

const adding = document.querySelector("form[data-add]");
if (adding) {
  const before = JSON.parse(sessionStorage.getItem("adding") ?? "{}");
  sessionStorage.removeItem("adding");
  for (const [name, value] of Object.entries(before)) {
    const field = adding.elements[name];
    if (field && name !== "kind" && value) { field.value = value; field.dataset.dirty = "yes"; }
  }
  document.addEventListener("click", (event) => {
    const kind = event.target.closest("nav.seg a");
    if (!kind) return;
    sessionStorage.setItem("adding", JSON.stringify(Object.fromEntries(new FormData(adding))));
    clean(document);
  });
}

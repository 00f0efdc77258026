// Bringing sources in: the button, files that are dropped or chosen, and what came of it.
import { base, post } from "./live.js";
import { lost, say } from "./say.js";

const status = document.getElementById("importing");
const bar = document.getElementById("import-progress");

// Follows an import until it is done, then shows its report.
async function follow() {
  const buttons = document.querySelectorAll("[data-update]");
  for (const button of buttons) button.disabled = true;
  for (;;) {
    const answer = await fetch("/import/state").catch(() => null);
    if (!answer?.ok) { lost(true); break; }
    const state = await answer.json();
    status.textContent = state.said;
    bar.hidden = !state.running;
    if (state.total > 1) bar.value = Math.round((100 * state.done) / state.total);
    else bar.removeAttribute("value");
    if (!state.running) { await show(); break; }
    await new Promise((done) => setTimeout(done, 400));
  }
  for (const button of buttons) button.disabled = false;
}

async function show() {
  const answer = await fetch(`${base}/report`);
  if (!answer.ok) return;
  const place = document.getElementById("report");
  place.innerHTML = await answer.text(); // made by the program, which escapes whatever comes from elsewhere
  document.getElementById("head-report")?.focus();
}

export async function updateAll() {
  const answer = await post("/import/all", {});
  if (answer) await started();
}

// From other pages the report is a page of its own.
async function started() {
  if (status) await follow();
  else location.assign(`${base}/sources`);
}

// Hands files over one by one, then brings them in together: one report, one step to undo.
async function bringFiles(files) {
  const batch = crypto.randomUUID();
  const refused = [];
  let handed = 0;
  for (const file of files) {
    const why = await handOver(batch, file);
    if (why === null) return;
    if (why) refused.push(why);
    else handed += 1;
  }
  if (refused.length) say(refused.join(" "), true);
  if (!handed || !(await post("/import/files", { batch }))) return;
  if (refused.length && !status) sessionStorage.setItem("say", refused.join(" ")); // told on the page with the report
  await started();
}

// Why a file was not taken: "" when it was, null when the program does not answer.
async function handOver(batch, file) {
  try { await file.slice(0, 1).arrayBuffer(); } catch { return `${file.name} cannot be read. If it is a folder, drop the files in it.`; }
  const query = new URLSearchParams({ name: file.name, batch });
  let answer;
  try {
    answer = await fetch(`/import/file?${query}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
  } catch { lost(true); return null; }
  if (answer.ok) return "";
  const text = await answer.text();
  try { return `${file.name}: ${JSON.parse(text).error}`; } catch { return `${file.name}: ${text}`; }
}

export async function bringPasted(text) {
  const answer = await post("/import/pasted", { value: text }, { quiet: true });
  if (!answer.failed) await started();
  return answer;
}

document.addEventListener("click", (event) => { if (event.target.closest("[data-update]")) updateAll(); });
document.getElementById("import-file")?.addEventListener("change", (event) => { bringFiles([...event.target.files]); event.target.value = ""; });

// A file that misses its place must not replace the page.
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  document.body.classList.add("dragging");
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dragging"); });
document.addEventListener("drop", (event) => {
  document.body.classList.remove("dragging");
  if (!carriesFiles(event)) return;
  event.preventDefault();
  bringFiles([...event.dataTransfer.files]);
});
if (status?.textContent.startsWith("Reading")) follow();

// The timeline: arrow keys go from mark to mark, and the reason of the mark at hand stands below.
const marks = () => [...document.querySelectorAll(".mark")];

function tell(mark) {
  const says = document.getElementById("mark-says");
  if (!says) return;
  says.textContent = mark?.getAttribute("aria-label") ?? "";
  says.parentElement.querySelector(".legend").hidden = Boolean(mark);
}

for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => { const mark = event.target.closest?.(".mark"); if (mark) tell(mark); });
}
for (const kind of ["mouseout", "focusout"]) {
  document.addEventListener(kind, (event) => { if (event.target.closest?.(".mark")) tell(document.activeElement?.closest(".mark")); });
}
document.addEventListener("keydown", (event) => {
  const mark = event.target.closest?.(".mark");
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!mark || !step || event.altKey) return;
  event.preventDefault();
  const all = marks();
  const next = all[(all.indexOf(mark) + step + all.length) % all.length];
  mark.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
});

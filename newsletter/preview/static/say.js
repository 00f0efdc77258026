// What the page tells: announced to screen readers, shown for a moment to everyone; and what it asks.
const toast = document.getElementById("toast");
const said = document.getElementById("said");
let timer = 0;

export function say(text, bad = false) {
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = text; });
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  toast.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { toast.hidden = true; }, bad ? 9000 : 4000);
}

export function lost(is) {
  document.getElementById("lost").hidden = !is;
}

// Asks in a dialog and gives the value of the button that was pressed; empty when it was closed.
export function ask(title, body, buttons) {
  const dialog = document.getElementById("ask");
  document.getElementById("ask-title").textContent = title;
  document.getElementById("ask-body").replaceChildren(...body);
  document.getElementById("ask-buttons").replaceChildren(...buttons.map(([value, word], at) => {
    const button = document.createElement("button");
    button.className = at === buttons.length - 1 ? "button" : "button quiet";
    button.value = value;
    button.textContent = word;
    return button;
  }));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue), { once: true }));
}

export function element(tag, values = {}, ...children) {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...children);
  return made;
}

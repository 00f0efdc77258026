// Makes a piece of the page like new HTML and touches only what differs, so that focus, what is open and what is being
// written stay. Whatever carries data-keep is the page's own and is left alone.

export function morph(target, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const active = document.activeElement;
  children(target, template.content);
  if (active && active !== document.activeElement && active.isConnected) active.focus({ preventScroll: true });
}

function children(from, to) {
  const byId = new Map();
  for (const child of from.children) if (child.id) byId.set(child.id, child);
  let at = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    let found = wanted.id ? byId.get(wanted.id) : null;
    if (!wanted.id) {
      let candidate = at;
      while (candidate && candidate.id && candidate.nodeType === 1) candidate = candidate.nextSibling;
      if (candidate && same(candidate, wanted)) found = candidate;
    }
    if (found && same(found, wanted)) {
      if (found === at) at = at.nextSibling;
      else move(from, found, at);
      one(found, wanted);
    } else {
      from.insertBefore(wanted, at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

// moveBefore keeps focus and scroll places where a browser has it.
function move(parent, node, before) {
  if (parent.moveBefore && node.isConnected) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

function same(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");
}

function one(from, to) {
  if (from.nodeType === 3) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (from.nodeType !== 1 || from.hasAttribute("data-keep") || from.isEqualNode(to)) {
    if (from.nodeType === 1 && from.matches("select")) choose(from, to);
    return;
  }
  if (from.dataset?.dirty) return;
  attributes(from, to);
  if (from.matches("input, textarea")) {
    if (from.matches("textarea")) from.defaultValue = to.defaultValue;
    if (from.value !== to.defaultValue && !from.matches("[type=checkbox]")) from.value = to.defaultValue;
    return;
  }
  children(from, to);
  if (from.matches("select")) choose(from, to);
}

// What was chosen by hand counts over the selected attribute, so it has to be set.
function choose(from, to) {
  if (from !== document.activeElement || !from.dataset.dirty) from.value = to.value;
}

const OWN = new Set(["open", "data-base", "data-dirty", "tabindex"]);

function attributes(from, to) {
  for (const { name, value } of [...to.attributes]) {
    if (from.getAttribute(name) !== value && !(OWN.has(name) && from.hasAttribute(name))) from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !OWN.has(name)) from.removeAttribute(name);
  }
}

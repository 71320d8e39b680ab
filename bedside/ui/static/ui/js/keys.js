// Single keys, declared by the page itself. They can be switched off (WCAG 2.1.4) and never fire while one types.
const dialog = document.querySelector("[data-keys-dialog]");
const STORE = "bedside-keys";

const read = () => {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
};
let on = read();

const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const visible = (element) => element.getClientRects().length > 0;

const press = (element) => {
  if (element.matches("textarea, input, select")) element.focus();
  else element.click();
  // A menu opened by its key is used by keys: its first field is next.
  const menu = element.matches("summary") && element.closest("details.menu");
  if (menu) setTimeout(() => menu.open && menu.querySelector(".menu__body :is(select, input:not([type=hidden]), button)")?.focus());
};

const move = (step) => {
  const links = [...document.querySelectorAll("[data-key-rows] .row__link")].filter(visible);
  if (!links.length) return false;
  const here = links.findIndex((link) => link === document.activeElement);
  const current = links.findIndex((link) => link.closest(".row")?.matches("[aria-current], :has([aria-current])"));
  const from = here >= 0 ? here : current;
  const next = links[Math.min(Math.max(from + step, 0), links.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
};

// x chooses the row one stands on, or the one that is open, for what the list does with many.
const choose = () => {
  const row = document.activeElement?.closest("[data-key-rows] .row") ?? document.querySelector("[data-key-rows] .row[aria-current]");
  const box = row?.querySelector(".row > input");
  if (!box) return false;
  box.click();
  return true;
};

const nameOf = (element) => {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.ariaLabel) return element.ariaLabel;
  const copy = element.cloneNode(true);
  for (const key of copy.querySelectorAll("kbd, svg")) key.remove();
  return copy.textContent.trim();
};

const line = (key, words) => {
  const term = document.createElement("dt");
  const cap = document.createElement("kbd");
  cap.textContent = key;
  term.append(cap);
  const text = document.createElement("dd");
  text.textContent = words;
  return [term, text];
};

const open = () => {
  if (!dialog || dialog.open) return;
  const lines = [];
  if (document.querySelector("[data-key-rows]")) {
    lines.push(...line("j", dialog.dataset.wordsNext), ...line("k", dialog.dataset.wordsPrevious));
    lines.push(...line("Enter", dialog.dataset.wordsOpen));
    if (document.querySelector(".row > input")) lines.push(...line("x", dialog.dataset.wordsChoose));
  }
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-key]")) {
    if (seen.has(element.dataset.key) || !visible(element)) continue;
    seen.add(element.dataset.key);
    lines.push(...line(element.dataset.key, nameOf(element)));
  }
  lines.push(...line("?", dialog.dataset.wordsThis));
  dialog.querySelector("[data-keys-list]").replaceChildren(...lines);
  dialog.querySelector("[data-keys-switch]").checked = on;
  dialog.showModal();
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!on || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?" && dialog) {
    event.preventDefault();
    open();
    return;
  }
  if (event.key === "j" || event.key === "k") {
    if (move(event.key === "j" ? 1 : -1)) event.preventDefault();
    return;
  }
  if (event.key === "x" && choose()) {
    event.preventDefault();
    return;
  }
  const wanted = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === event.key && visible(element));
  if (!wanted) return;
  event.preventDefault();
  press(wanted);
});

if (dialog) {
  for (const button of document.querySelectorAll('[data-open-dialog="keys"]')) {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      open();
    });
  }
  dialog.querySelector("[data-keys-switch]").addEventListener("change", (event) => {
    on = event.target.checked;
    try {
      localStorage.setItem(STORE, on ? "on" : "off");
    } catch {
      // Storage closed: the choice holds for this page.
    }
  });
}

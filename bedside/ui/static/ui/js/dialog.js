// Dialogs and menus: opened by a button, closed by Escape, by a click outside, by leaving.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.openDialog);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      if (!dialog.open) dialog.showModal();
    }
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog, details, .toast, .banner")?.[closer.closest("dialog") ? "close" : "remove"]();
  if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
  for (const menu of document.querySelectorAll("details.menu[open], details.menu-more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open], details.menu-more[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("focusin", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open], details.menu-more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A form with words in it asks before it is left.
const kept = new WeakMap();
const words = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken").map(([name, value]) => [name, String(value)]));
for (const form of document.querySelectorAll("form[data-confirm-leave]")) {
  kept.set(form, words(form));
  form.addEventListener("submit", () => kept.delete(form));
}
window.addEventListener("beforeunload", (event) => {
  for (const form of document.querySelectorAll("form[data-confirm-leave]")) {
    if (kept.has(form) && kept.get(form) !== words(form)) event.preventDefault();
  }
});

// Lengths counted as one types; the server's own count is the one that holds.
const count = (area) => {
  const output = document.querySelector(`[data-counter-for="${area.id}"]`);
  if (!output) return;
  const left = Number(area.dataset.counter) - Array.from(area.value).length;
  output.textContent = String(left);
  output.classList.toggle("counter--over", left < 0);
};
document.addEventListener("input", (event) => event.target.dataset?.counter && count(event.target));
for (const area of document.querySelectorAll("[data-counter]")) count(area);

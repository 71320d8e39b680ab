// Light, dark or the system's own, at once; without this the same form does it with a reload.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const chosen = event.submitter.value;
  const root = document.documentElement;
  if (chosen) root.dataset.theme = chosen;
  else delete root.dataset.theme;
  for (const button of document.querySelectorAll("[data-theme-form] button[name=theme]")) {
    button.ariaPressed = String(button.value === chosen);
  }
  fetch(form.action, { method: "POST", body: new URLSearchParams({ theme: chosen }), redirect: "manual" });
});

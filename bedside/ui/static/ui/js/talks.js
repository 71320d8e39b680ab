// Conversations: rows that are chosen, who else is here, and what one types kept on the server.
const BEAT = 25000;
const PAUSE = 1000;

// How many rows are chosen; and while any are, the list holds still, so that nothing moves under a finger.
const chosen = () => document.querySelectorAll(".row > input:checked").length;

const count = () => {
  const said = document.querySelector("[data-bulk-said]");
  if (said) said.textContent = `${chosen()} ${said.dataset.bulkSaid}`;
};

document.addEventListener("change", (event) => {
  if (!event.target.matches?.(".row > input")) return;
  count();
  if (!chosen()) {
    const all = document.querySelector(".bulk input[name=all]");
    if (all) all.checked = false;
  }
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "list" && chosen()) event.preventDefault();
});
// An answer that was on its way when the first row was chosen is not shown either.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "list" && chosen()) event.detail.shouldSwap = false;
});

// One is here, and typing: said to the server now and then; it tells the others.
const answerForm = () => document.querySelector("form[data-present]");
const areaOf = (form) => form.querySelector("[data-check-text]");
let timer = null;
let kept = null;

const say = async (form, { typed = false, leaving = false } = {}) => {
  const data = new URLSearchParams({ csrfmiddlewaretoken: form.querySelector("[name=csrfmiddlewaretoken]").value });
  const area = areaOf(form);
  if (typed && area) {
    kept = area.value;
    data.set("text", kept);
  }
  try {
    const answer = await fetch(form.dataset.present, {
      method: "POST",
      body: data,
      keepalive: leaving,
      headers: typed || leaving ? { "HX-Request": "true" } : { "HX-Request": "true", "X-Bedside-Live": "yes" },
    });
    if (!answer.ok || leaving) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("presence");
    const old = document.getElementById("presence");
    // The same words again would only make a screen reader repeat itself.
    if (fresh && old && fresh.textContent.trim() !== old.textContent.trim()) {
      old.replaceWith(fresh);
      window.htmx?.process(fresh);
    }
  } catch {
    // Offline: the words stay in the box, and are kept with the next key.
  }
};

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-present]");
  if (!form || event.target !== areaOf(form)) return;
  clearTimeout(timer);
  timer = setTimeout(() => say(form, { typed: true }), PAUSE);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches?.("form[data-present]")) clearTimeout(timer);
});

window.addEventListener("pagehide", () => {
  const form = answerForm();
  const area = form && areaOf(form);
  if (area && timer && kept !== area.value && area.value !== area.defaultValue) say(form, { typed: true, leaving: true });
});

const begin = answerForm();
if (begin) {
  say(begin);
  setInterval(() => {
    const form = answerForm();
    if (form && document.visibilityState === "visible") say(form);
  }, BEAT);
}

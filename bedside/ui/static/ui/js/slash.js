// Approved answers in the answer box: "/" opens a list, typing narrows it, arrows choose, Enter puts the words in.
const PAUSE = 120;
const TYPED = /(^|\s)\/([^\s/]{0,40})$/;
let box = null;
let area = null;
let timer = 0;
let asked = null;

const close = () => {
  asked?.abort();
  clearTimeout(timer);
  box?.remove();
  box = null;
  if (area) {
    area.removeAttribute("aria-controls");
    area.removeAttribute("aria-activedescendant");
  }
  area = null;
};

const typed = (element) => TYPED.exec(element.value.slice(0, element.selectionStart));

const options = () => [...(box?.querySelectorAll('[role="option"]') ?? [])];
const chosen = () => options().find((option) => option.ariaSelected === "true");

const choose = (option) => {
  for (const one of options()) one.ariaSelected = String(one === option);
  if (!option) return;
  area.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};

const say = (text) => document.dispatchEvent(new CustomEvent("toast", { detail: { text } }));

// Typed rather than assigned, so that Ctrl+Z takes it out again and the guard reads along.
const write = (element, text) => {
  element.focus();
  if (!document.execCommand("insertText", false, text)) {
    element.setRangeText(text, element.selectionStart, element.selectionEnd, "end");
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

const fetchWords = async (url, form) => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    say(said.detail ?? document.getElementById("toasts")?.dataset.wordsFailed);
    return null;
  }
  return said.text;
};

const insert = async (option) => {
  const element = area;
  const form = element.closest("form");
  const url = option.dataset.insert;
  if (!url) return;
  const found = typed(element);
  const words = await fetchWords(url, form);
  close();
  if (words === null) return;
  if (found) element.setSelectionRange(element.selectionStart - found[2].length - 1, element.selectionStart);
  write(element, words);
};

const open = async (element, words) => {
  asked?.abort();
  asked = new AbortController();
  const form = element.closest("form[data-slash]");
  try {
    const answer = await fetch(`${form.dataset.slash}?q=${encodeURIComponent(words)}`, {
      headers: { "HX-Request": "true" },
      signal: asked.signal,
    });
    if (!answer.ok || !typed(element)) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!box) {
      box = document.createElement("div");
      box.className = "slash";
      element.closest(".composer__sheet").after(box);
    }
    box.replaceChildren(...page.body.childNodes);
    area = element;
    if (options().length) {
      area.setAttribute("aria-controls", "slash-list");
      choose(options().find((option) => option.ariaDisabled !== "true"));
    }
  } catch (error) {
    if (error.name !== "AbortError") close(); // offline: one goes on typing
  }
};

document.addEventListener("input", (event) => {
  const element = event.target;
  if (!element.matches?.("form[data-slash] [data-check-text]")) return;
  const found = typed(element);
  clearTimeout(timer);
  if (!found) {
    if (box) close();
    return;
  }
  timer = setTimeout(() => open(element, found[2]), PAUSE);
});

document.addEventListener("keydown", (event) => {
  if (!box || event.target !== area) return;
  const all = options().filter((option) => option.ariaDisabled !== "true");
  const here = all.indexOf(chosen());
  if (event.key === "Escape") {
    close();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!all.length) return;
    choose(all[(here + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]);
  } else if ((event.key === "Enter" || event.key === "Tab") && !event.altKey && !event.shiftKey && chosen()) {
    insert(chosen());
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
});

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.('.slash [role="option"]');
  if (option && area) {
    event.preventDefault();
    insert(option);
  } else if (box && !event.target.closest?.(".slash")) {
    close();
  }
});

// The same words by a button beside the box, without losing what is typed.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("form[data-slash] button[data-insert]");
  if (!button) return;
  event.preventDefault();
  const form = button.closest("form");
  const element = form.querySelector("[data-check-text]");
  const words = await fetchWords(button.dataset.insert, form);
  if (words === null) return;
  element.focus();
  element.setSelectionRange(element.value.length, element.value.length);
  write(element, element.value.trim() ? `\n\n${words}` : words);
});

// The guard's word on a text while it is being typed: findings below, underlines in the text itself.
const PAUSE = 350;
const state = new WeakMap();

const textOf = (form) => form.querySelector("[data-check-text]") ?? form.querySelector("textarea");
const regionOf = (form) => form.querySelector("[data-findings]") ?? document.querySelector(`[data-findings="${form.id}"]`);

// Offsets count code points, a textarea counts UTF-16 units: go through an array of characters.
const draw = (echo, text, findings) => {
  const characters = Array.from(text);
  const parts = [];
  let at = 0;
  for (const { start, end, severity } of findings) {
    if (start < at || end <= start || end > characters.length) continue;
    parts.push(characters.slice(at, start).join(""));
    const mark = document.createElement("mark");
    mark.className = "finding";
    mark.dataset.severity = severity;
    mark.textContent = characters.slice(start, end).join("");
    parts.push(mark);
    at = end;
  }
  parts.push(characters.slice(at).join(""), "\n");
  echo.replaceChildren(...parts);
};

const echoOf = (area) => {
  const sheet = area.closest(".composer__sheet");
  if (!sheet) return null;
  let echo = sheet.querySelector(".composer__echo");
  if (!echo) {
    echo = document.createElement("div");
    echo.className = "composer__echo";
    echo.ariaHidden = "true";
    sheet.append(echo);
    area.addEventListener("scroll", () => {
      echo.scrollTop = area.scrollTop;
    });
    // The echo follows the text's own width and height when a person drags its corner.
    new ResizeObserver(() => {
      echo.style.width = `${area.offsetWidth}px`;
      echo.style.height = `${area.offsetHeight}px`;
    }).observe(area);
  }
  return echo;
};

const underline = (form) => {
  const area = textOf(form);
  const echo = area && echoOf(area);
  if (!echo) return;
  const found = [...(regionOf(form)?.querySelectorAll("[data-start]") ?? [])].map((item) => ({
    start: Number(item.dataset.start),
    end: Number(item.dataset.end),
    severity: item.dataset.severity,
  }));
  found.sort((one, other) => one.start - other.start);
  draw(echo, area.value, found);
  echo.scrollTop = area.scrollTop;
};

const check = async (form) => {
  const mine = state.get(form);
  mine.request?.abort();
  mine.request = new AbortController();
  const area = textOf(form);
  const asked = area.value;
  try {
    const answer = await fetch(form.dataset.check, {
      method: "POST",
      body: new FormData(form),
      headers: { "HX-Request": "true", "X-Check": "true" },
      signal: mine.request.signal,
    });
    if (!answer.ok || area.value !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const region = regionOf(form);
    // The same words again would only make a screen reader repeat itself.
    if (region && region.textContent.trim() !== page.body.textContent.trim()) region.replaceChildren(...page.body.childNodes);
    else if (region) region.querySelector(".findings")?.replaceWith(page.body.querySelector(".findings") ?? "");
    underline(form);
  } catch (error) {
    if (error.name !== "AbortError") throw error; // offline: the server checks again when it is sent
  }
};

const take = (form) => {
  const safe = regionOf(form)?.querySelector("[data-safe]")?.textContent;
  const area = textOf(form);
  if (!safe || !area) return false;
  area.focus();
  area.select();
  // Typed rather than assigned, so that Ctrl+Z brings the old words back.
  if (!document.execCommand("insertText", false, safe)) {
    area.value = safe;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return true;
};

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-check]");
  if (!form || event.target !== textOf(form)) return;
  if (!state.has(form)) state.set(form, {});
  const mine = state.get(form);
  const echo = echoOf(event.target);
  if (echo) draw(echo, event.target.value, []); // old underlines would sit on the wrong words
  clearTimeout(mine.timer);
  mine.timer = setTimeout(() => check(form), PAUSE);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.altKey) return;
  const form = event.target.closest("form[data-check]");
  if (form && take(form)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take-safe]");
  const form = button?.closest("form[data-check]");
  if (form && take(form)) event.preventDefault();
});

const begin = () => {
  for (const form of document.querySelectorAll("form[data-check]")) {
    if (state.has(form)) continue;
    state.set(form, {});
    underline(form);
  }
};
begin();
document.addEventListener("htmx:afterSettle", begin);

// Live parts: one EventSource a page; the elements that name an event's kind fetch themselves anew.
const host = document.querySelector("[data-live]");
const status = document.querySelector("[data-live-status]");
const waiting = new Map();
const fetched = new WeakMap();
const heard = new Set();
let source = null;
let delay = 1000;
let lost = false;

const say = (on) => {
  if (!status) return;
  status.classList.toggle("live--on", on);
  const words = on ? status.dataset.wordsOn : status.dataset.wordsOff;
  if (status.textContent !== words) {
    const text = document.createElement("span");
    text.textContent = words;
    status.replaceChildren(text);
  }
};

const kindsOf = (element) => element.dataset.liveOn.split(",").map((kind) => kind.trim());

// A burst of events is one refresh; while they keep coming, one a second, and none more often than three times what
// the server took for the last one. Parts are replaced by their fragments, so they are known by their id.
const nameOf = (element) => element.id || element;
const pace = new Map();
const refresh = (element) => {
  const name = nameOf(element);
  if (waiting.has(name)) return;
  const { at = 0, took = 0 } = pace.get(name) ?? {};
  const rest = at ? at + Math.max(1000, 3 * took) - performance.now() : 0;
  waiting.set(name, setTimeout(() => {
    waiting.delete(name);
    const now = element.id ? document.getElementById(element.id) : element;
    if (!now?.isConnected || !window.htmx) return;
    pace.set(name, { at: performance.now(), took });
    window.htmx.trigger(now, "live");
  }, Math.max(250, rest)));
};
document.addEventListener("htmx:beforeRequest", (event) => fetched.set(event.detail.xhr, performance.now()));
document.addEventListener("htmx:afterRequest", (event) => {
  const name = nameOf(event.detail.elt);
  const began = fetched.get(event.detail.xhr);
  if (began && pace.has(name)) pace.set(name, { at: performance.now(), took: performance.now() - began });
});

// A part may name its subject: then only what happened to it concerns it, as far as the event is of its own domain.
const concerns = (element, kind, subject) => {
  if (kind === null) return true;
  if (!kindsOf(element).includes(kind)) return false;
  const own = element.dataset.liveSubject;
  return !own || !kind.startsWith("inbox.") || subject === null || String(subject) === own;
};

const hear = (kind, subject = null) => {
  for (const element of document.querySelectorAll("[data-live-on]")) {
    if (concerns(element, kind, subject)) refresh(element);
  }
};

const subscribe = () => {
  if (!source) return;
  for (const element of document.querySelectorAll("[data-live-on]")) {
    for (const kind of kindsOf(element)) {
      if (heard.has(kind)) continue;
      heard.add(kind);
      source.addEventListener(kind, () => hear(kind));
    }
  }
};

const connect = () => {
  source?.close();
  heard.clear();
  source = new EventSource(host.dataset.live);
  subscribe();
  source.addEventListener("open", () => {
    delay = 1000;
    say(true);
    if (lost) hear(null); // what came while we were away
    lost = false;
  });
  source.addEventListener("message", (event) => {
    try {
      const { kind, subject } = JSON.parse(event.data);
      if (kind) hear(kind, subject ?? null);
    } catch {
      // A heartbeat.
    }
  });
  source.addEventListener("error", () => {
    say(false);
    lost = true;
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    setTimeout(connect, delay * (0.75 + Math.random() / 2));
    delay = Math.min(delay * 2, 30000);
  });
};

if (host && host.dataset.live) {
  connect();
  document.addEventListener("htmx:afterSettle", subscribe);
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => event.persisted && connect());
}

// Live parts: one EventSource a page; the elements that name an event's kind fetch themselves anew.
const host = document.querySelector("[data-live]");
const status = document.querySelector("[data-live-status]");
const waiting = new Map();
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

// A burst of events is one refresh.
const refresh = (element) => {
  clearTimeout(waiting.get(element));
  waiting.set(element, setTimeout(() => {
    waiting.delete(element);
    if (element.isConnected && window.htmx) window.htmx.trigger(element, "live");
  }, 250));
};

const hear = (kind) => {
  for (const element of document.querySelectorAll("[data-live-on]")) {
    if (kind === null || kindsOf(element).includes(kind)) refresh(element);
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
      const { kind } = JSON.parse(event.data);
      if (kind) hear(kind);
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

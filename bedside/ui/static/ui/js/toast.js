// Short words about what just happened; errors stay until they are closed.
const place = document.getElementById("toasts");

const toast = (words, lasting = false) => {
  if (!place || !words) return;
  const box = document.createElement("div");
  box.className = "toast";
  const text = document.createElement("span");
  text.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--small";
  close.textContent = place.dataset.wordsClose;
  close.addEventListener("click", () => box.remove());
  box.append(text, close);
  place.append(box);
  if (!lasting) setTimeout(() => box.matches(":hover, :focus-within") || box.remove(), 8000);
};

document.addEventListener("toast", (event) => toast(event.detail?.text, event.detail?.lasting));
document.addEventListener("htmx:responseError", () => toast(place?.dataset.wordsFailed, true));
document.addEventListener("htmx:sendError", () => toast(place?.dataset.wordsOffline, true));
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  toast(document.querySelector("[data-words-passkey]")?.dataset.wordsPasskey, true);
});

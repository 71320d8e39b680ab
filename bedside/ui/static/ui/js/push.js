// "Show notices in this browser": asks the browser, subscribes, and tells the page's own address.
const form = document.querySelector("[data-push]");

const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const nameOf = () => {
  const said = navigator.userAgentData?.brands?.find((one) => !one.brand.startsWith("Not"))?.brand;
  const system = navigator.userAgentData?.platform || navigator.platform || "";
  return `${said || "Browser"}${system ? `, ${system}` : ""}`;
};

const subscribe = async () => {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const worker = await navigator.serviceWorker.register(form.dataset.pushWorker, { scope: "/" });
  await navigator.serviceWorker.ready;
  const key = bytes(form.dataset.pushKey);
  const standing = await worker.pushManager.getSubscription();
  const same = standing && standing.options.applicationServerKey && letters(standing.options.applicationServerKey) === form.dataset.pushKey;
  if (standing && !same) await standing.unsubscribe();
  return same ? standing : worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
};

if (form) {
  const said = form.querySelector("[data-push-said]");
  const button = form.querySelector("[data-push-start]");
  if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const made = await subscribe();
        if (!made) {
          said.textContent = form.dataset.wordsRefused;
          return;
        }
        const body = new FormData(form);
        body.set("endpoint", made.endpoint);
        body.set("p256dh", letters(made.getKey("p256dh")));
        body.set("auth", letters(made.getKey("auth")));
        body.set("name", nameOf());
        const answer = await fetch(form.action, { method: "POST", body });
        if (answer.ok) location.reload();
        else said.textContent = await answer.text();
      } catch {
        said.textContent = form.dataset.wordsRefused;
      } finally {
        button.disabled = false;
      }
    });
  } else {
    said.textContent = form.dataset.wordsUnable;
  }
}

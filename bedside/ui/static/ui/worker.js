// Shows notices while no page is open. A notice says where to look, and nothing more.
self.addEventListener("push", (event) => {
  let notice = {};
  try {
    notice = event.data ? event.data.json() : {};
  } catch {
    // Not ours: a notice must be shown all the same, or the browser ends the subscription.
  }
  const shown = { body: notice.body || "", tag: notice.tag || "bedside", renotify: true, requireInteraction: true, icon: "/ui/mark.svg", data: { url: notice.url || "/" } };
  event.waitUntil(self.registration.showNotification(notice.title || "Bedside", shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.url, self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((open) => {
      const same = open.find((page) => page.url === address.href);
      return same ? same.focus() : self.clients.openWindow(address.href);
    }),
  );
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

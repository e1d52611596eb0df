// The service worker: what the pages are drawn with, and a page for when there is no connection. Nothing of a person is
// ever put into its cache: pages come from the network or not at all.
"use strict";

const CACHE = "kunci-{{ version }}";
const OFFLINE = "{{ offline }}";
const SHELL = {{ shell }};

self.addEventListener("install", (event) => {
  // Without cookies: the page for no connection is nobody's.
  const requests = [OFFLINE, ...SHELL].map((path) => new Request(path, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = caches.keys().then((names) => Promise.all(names.filter((one) => one !== CACHE).map((one) => caches.delete(one))));
  event.waitUntil(tidy.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (SHELL.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreVary: true })));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE, { ignoreVary: true })));
  }
});

// A push carries nothing, for whoever holds this device may be somebody else: all it says is that there is something.
self.addEventListener("push", (event) => {
  const body = self.navigator.language.startsWith("en")
    ? "Something waits for you in Kunci."
    : "Ada yang menunggu Anda di Kunci.";
  event.waitUntil(self.registration.showNotification("Kunci", { body, icon: "{{ icon }}", tag: "kunci" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const opened = self.clients.matchAll({ type: "window" }).then((all) => {
    const here = all.find((one) => "focus" in one);
    return here ? here.focus() : self.clients.openWindow("{{ start }}");
  });
  event.waitUntil(opened);
});

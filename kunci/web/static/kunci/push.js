// Word to this browser that something waits. Only a script can ask for it; to turn it off, the page's button is enough.
"use strict";

const form = document.querySelector("form[data-push]");
const bytesOf = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

if (form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  form.hidden = false;
  document.querySelector("[data-push-missing]").hidden = true;
}

document.addEventListener("submit", async (event) => {
  const { target } = event;
  if (target === document.querySelector("form[data-push-off]")) {
    // The server forgets it either way; this spares the push service.
    const subscription = navigator.serviceWorker?.getRegistration().then((one) => one?.pushManager?.getSubscription());
    subscription?.then((one) => one?.unsubscribe()).catch(() => {});
    return;
  }
  if (target !== form || form.elements.endpoint.value) return;
  event.preventDefault();
  const wrong = form.querySelector("[data-push-wrong]");
  wrong.hidden = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
    const registration = await navigator.serviceWorker.ready;
    // One made with another key of this installation, or for somebody else, makes room.
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    const options = { userVisibleOnly: true, applicationServerKey: bytesOf(form.dataset.push) };
    form.elements.endpoint.value = (await registration.pushManager.subscribe(options)).endpoint;
    // Not before this submission is over: a form that is being submitted is not submitted again.
    setTimeout(() => {
      delete form.dataset.sent;
      form.requestSubmit();
    });
  } catch {
    delete form.dataset.sent;
    form.querySelector("button").removeAttribute("aria-disabled");
    wrong.hidden = false;
    wrong.focus();
  }
});

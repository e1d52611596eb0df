// Passkeys: the browser makes and uses them, so there is no way without a script; everything else works without.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// The server speaks JSON, the browser bytes; not every browser of today translates by itself.
function asked(options) {
  const one = options.publicKey;
  one.challenge = bytes(one.challenge);
  if (one.user) one.user.id = bytes(one.user.id);
  for (const list of [one.excludeCredentials, one.allowCredentials])
    for (const credential of list ?? []) credential.id = bytes(credential.id);
  return { publicKey: one };
}

function answered(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[part]) response[part] = text(credential.response[part]);
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const { passkey, begin } = form.dataset;
  if (!passkey || event.defaultPrevented) return;
  event.preventDefault();
  const wrong = form.querySelector("[data-passkey-wrong]");
  wrong.hidden = true;
  try {
    const answer = await fetch(begin, { method: "POST", body: new FormData(form) });
    // Signed in too long ago: sent without a passkey the form leads to the page that asks who is there.
    if (answer.status === 403 && passkey === "create") return form.submit();
    if (!answer.ok) throw new Error(answer.status);
    const options = asked(await answer.json());
    const credential = await navigator.credentials[passkey](options);
    form.elements.credential.value = answered(credential);
    form.submit();
  } catch {
    wrong.hidden = false;
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

function offer() {
  if (!window.PublicKeyCredential) return;
  for (const one of document.querySelectorAll("[data-passkey-offer]")) one.hidden = false;
  for (const one of document.querySelectorAll("[data-passkey-none]")) one.hidden = true;
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", offer);
else offer();

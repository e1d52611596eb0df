// Small comforts on top of pages that already work without this file.
"use strict";

// On a home screen Kunci opens without a connection as well, to say so; nothing of a person is kept for it.
const worker = document.currentScript?.dataset.worker;
if (worker && "serviceWorker" in navigator && document.body?.classList.contains("inside")) {
  navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => {});
}

// A link that has to be sent on can be copied in one touch where the browser allows it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.value);
    button.textContent = button.dataset.copied;
  } catch {
    source.focus();
    source.select();
  }
});

// A file beyond the limit is told before any of it is sent; the server says the same without this.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.dataset?.most) return;
  const over = [...field.files].some((file) => file.size > Number(field.dataset.most));
  field.setCustomValidity(over ? field.dataset.tooBig : "");
  field.reportValidity();
});

// An invitation that is opened in WhatsApp is noted as sent, while the conversation opens beside. (An attribute of htmx
// on the link would keep it from opening.)
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-noted]");
  if (!link || !window.htmx) return;
  const row = link.closest("li");
  const values = { do: "whatsapp", once: link.dataset.once };
  window.htmx.ajax("POST", link.dataset.noted, { source: row, target: row, swap: "outerHTML", values });
});

// The server ignores a second sending (idempotency key); this only shows that the first one is under way.
// The button stays enabled, because a disabled one would not be sent along with its value.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "file" in form.dataset) return; // a file may be fetched twice; the page stays
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});

// Coming back with the browser's own button must find the form usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// htmx notes the page's address in session storage, search words and all; nothing of a keyring stays in a browser.
function forget() {
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch {
    // A browser that keeps no storage has nothing to forget.
  }
}
forget();
document.addEventListener("htmx:replacedInHistory", forget);

function unfold() {
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
  // A message about what just happened is read out first, wherever the page was scrolled to.
  document.querySelector("[data-attention]")?.focus();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", unfold);
else unfold();

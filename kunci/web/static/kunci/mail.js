// Of a mail archive only dates and addresses leave this computer: its heads are taken apart here, and what is sent is an
// archive of these few lines alone. Without this file the whole archive is sent, read, and not kept.
"use strict";

const KEPT = /^(date|from|to|cc|precedence|auto-submitted)[ \t]*:/i;
const NOTED = /^(list-id|list-unsubscribe|list-post)[ \t]*:/i; // that it is there, not what it says
const LONGEST_HEAD = 262144;
const NEWLINE = 10;
const decoder = new TextDecoder("latin1");
const encoder = new TextEncoder();

// Where the next mail begins, or -1: its line begins with "From " behind a line break.
function nextMail(bytes, from) {
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if (bytes[at + 1] === 70 && bytes[at + 2] === 114 && bytes[at + 3] === 111 && bytes[at + 4] === 109 && bytes[at + 5] === 32)
      return at + 1;
  }
  return -1;
}

// Where a head ends, at its empty line, or -1.
function headEnds(bytes, from) {
  for (let at = bytes.indexOf(NEWLINE, from); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if (bytes[at + 1] === NEWLINE || (bytes[at + 1] === 13 && bytes[at + 2] === NEWLINE)) return at;
  }
  return -1;
}

// The lines of a head that are sent, as bytes, so that no letter is lost.
function kept(head, parts) {
  const begins = parts.length;
  parts.push(encoder.encode("From x\n"));
  let takes = false;
  let first = true;
  for (let at = 0; at < head.length; ) {
    let end = head.indexOf(NEWLINE, at);
    if (end < 0) end = head.length;
    const line = head.subarray(at, end);
    const start = decoder.decode(line.subarray(0, 40));
    if (!first) {
      if (start[0] !== " " && start[0] !== "\t") takes = KEPT.test(start);
      if (takes) parts.push(line.slice(), encoder.encode("\n"));
      else if (NOTED.test(start)) parts.push(encoder.encode(`${start.split(":")[0]}: x\n`));
    }
    first = false;
    at = end + 1;
  }
  parts.push(encoder.encode("\n"));
  if (parts.length === begins + 2) parts.length = begins; // a line of a text that begins like a mail
}

async function reduced(file, progress) {
  const parts = [];
  let rest = new Uint8Array([NEWLINE]); // so that the first mail begins as each does
  let inHead = false;
  let read = 0;
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    const bytes = new Uint8Array(rest.length + (value?.length ?? 0));
    bytes.set(rest);
    if (value) bytes.set(value, rest.length);
    let at = 0;
    for (;;) {
      if (inHead) {
        let end = headEnds(bytes, at);
        if (end < 0 && (done || bytes.length - at > LONGEST_HEAD)) end = Math.min(bytes.length, at + LONGEST_HEAD);
        if (end < 0) break;
        kept(bytes.subarray(at, end), parts);
        at = end;
        inHead = false;
      } else {
        const begins = nextMail(bytes, at);
        if (begins < 0) {
          at = Math.max(at, bytes.length - 5);
          break;
        }
        at = begins;
        inHead = true;
      }
    }
    if (done) return parts;
    rest = bytes.slice(at);
    read += value.length;
    progress(read / file.size);
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const most = Number(form.dataset?.mail);
  const field = most ? form.querySelector("input[type=file]") : null;
  const file = field?.files[0];
  if (!file || form.dataset.reduced) return;
  event.preventDefault();
  const shown = form.querySelector("[data-progress]");
  shown.hidden = false;
  const wrong = (words) => {
    shown.hidden = true;
    delete form.dataset.sent; // kunci.js marks a form that was sent
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    field.setCustomValidity(words);
    field.reportValidity();
  };
  const opens = decoder.decode(await file.slice(0, 200).arrayBuffer()).replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
  if (!opens.startsWith("From ")) return wrong(form.dataset.noArchive);
  const parts = await reduced(file, (share) => {
    shown.querySelector("progress").value = Math.round(100 * share);
  });
  const small = new File(parts.length ? parts : ["From x\n\n"], "surat.mbox", { type: "application/mbox" });
  if (small.size > most) return wrong(form.dataset.tooBig);
  const carried = new DataTransfer();
  carried.items.add(small);
  field.files = carried.files;
  form.dataset.reduced = "yes";
  form.submit();
});

document.addEventListener("change", (event) => {
  if (event.target.form?.dataset.mail) {
    event.target.setCustomValidity("");
    delete event.target.form.dataset.reduced;
  }
});

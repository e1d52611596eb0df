"""The surfaces of calendars and mail: see surfaces.py. The files name everybody there is, by name and by address."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.secrecy.surfaces import Ask, Known, case, get, post

NAMES = ("Sari Wulandari", "Budi Santoso", "Ratna Dewi", "Joko Susilo", "Maya Lestari", "Lia Kusuma", "Eko")
# Of accounts there are, may be, and were; and of contacts on somebody's keyring.
ADDRESSES = (
    *(f"{name}@kunci.test" for name in ("sari", "budi", "ratna", "joko", "maya", "baru", "lain", "dina")),
    "satu@contoh.example",
    "dua@contoh.example",
    "hendra@rs.example",
)
WHO = [f"ATTENDEE;CN={name}:mailto:x@contoh.example" for name in NAMES]
WHO += [f"ATTENDEE:mailto:{address}" for address in ADDRESSES]
CALENDAR = "BEGIN:VCALENDAR\n{}END:VCALENDAR\n".format(
    "".join(
        f"BEGIN:VEVENT\nUID:{number}\nDTSTART:202611{number + 1:02}T030000Z\nSUMMARY:Kopi\n{who}\nEND:VEVENT\n"
        for number, who in enumerate(WHO)
    )
).encode()
MAIL = "".join(
    f"From x\nFrom: {who}\nTo: saya@contoh.example\nDate: 20 Oct 2026 10:00:00 +0700\n\nHalo\n"
    for who in (*ADDRESSES, *(f"{name} <x@contoh.example>" for name in NAMES))
).encode()
SECRET = "https://kalender.example/rahasia/basic.ics"


@case("calendar")
def _calendar(known: Known, _: UUID) -> list[Ask]:
    files = (SimpleUploadedFile(f"{len(data)}.ics", data) for data in (CALENDAR, b"no calendar"))
    asks = [Ask("calendar", reverse("calendar"), {"calendar": file}, follow=True) for file in files]
    return [get("calendar"), *asks, post("calendar")]


@case("calendar_mail")
def _calendar_mail(known: Known, _: UUID) -> list[Ask]:
    files = (SimpleUploadedFile(f"{len(data)}.mbox", data) for data in (MAIL, b"no archive"))
    asks = [Ask("calendar_mail", reverse("calendar_mail"), {"mail": file}, follow=True) for file in files]
    return [get("calendar_mail"), *asks]


@case("calendar_add")
def _calendar_add(known: Known, _: UUID) -> list[Ask]:
    said: tuple[dict[str, object], ...] = ({"address": SECRET}, {"address": "http://contoh.example/"}, {})
    return [
        get("calendar_add"),
        *(Ask("calendar_add", reverse("calendar_add"), dict(one), follow=True) for one in said),
    ]


@case("calendar_again", "calendar")
def _calendar_again(known: Known, id: UUID) -> list[Ask]:
    return [Ask("calendar_again", reverse("calendar_again", args=[id]), {}, follow=True)]


@case("calendar_remove", "calendar")
def _calendar_remove(known: Known, id: UUID) -> list[Ask]:
    return [Ask("calendar_remove", reverse("calendar_remove", args=[id]), {}, follow=True)]


@case("calendar_answer", "proposed")
def _calendar_answer(known: Known, id: UUID) -> list[Ask]:
    path = reverse("calendar_answer", args=[id])
    said = ({"answer": "yes", "kind": "met"}, {"answer": "no"}, {"answer": "?"})
    return [Ask("calendar_answer", path, dict(one), follow=True) for one in said]


@case("calendar_answer_all", "partner")
def _calendar_answer_all(known: Known, id: UUID) -> list[Ask]:
    """One waits, or none: with a partner of whom more was told the answer says that it has changed."""
    path = reverse("calendar_answer_all", args=[id])
    return [
        Ask("calendar_answer_all", path, {"answer": one, "count": "1", "first": str(id)}, follow=True)
        for one in ("yes", "no", "?")
    ]


@case("calendar_undo", "proposed")
def _calendar_undo(known: Known, id: UUID) -> list[Ask]:
    return [Ask("calendar_undo", reverse("calendar_undo", args=[id]), {}, follow=True)]

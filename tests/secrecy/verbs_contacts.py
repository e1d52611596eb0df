"""What can happen to contacts in a world: files come in and are taken back, contacts are merged and taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from kunci.actions import imports, keyring, merging, tidying
from kunci.actions.imports import Upload
from kunci.actions.verb import Act, Done
from kunci.reveal.imports import one_import
from tests.secrecy.stage import everything_seen, execute
from tests.secrecy.worlds import Call, Pick, World

if TYPE_CHECKING:
    from tests.secrecy.verbs import Secret

PEOPLE = (
    ("Hendra Gunawan", "satu@contoh.example", "+62 812 0000 001"),
    ("Wibisono Rahasia", "satu@contoh.example", "+62 813 0000 002"),
    ("Lia Kusuma", "dua@contoh.example", "+62 812 0000 001"),
)


def file_in(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """A file is read, and brought in or left lying; now and then joined with whom it looks like."""
    holder = pick.of([one for one in world.names if secret is None or one != secret.me])
    people, brings, together = (
        pick.some(PEOPLE),
        pick.of((True, True, False)),
        pick.of((frozenset(), frozenset({1, 2}))),
    )
    data = "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{email}\nTEL:{phone}\nEND:VCARD\n" for name, email, phone in people
    ).encode()

    def run(w: World) -> Done:
        done = imports.begin(w.act(holder), Upload("kontak.vcf", str(len(data)), data))
        made = one_import(holder, w.now, done.subject) if done.subject else None
        if brings and made is not None and made.state == "ready":
            imports.confirm(w.act(holder), made.id, together)
        return done

    return Call(holder, f"reads a file of {len(people)}, brings it in: {brings} {sorted(together)}", run, False)


def import_undo(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows("select holder, id from vault.import where state = 'done' order by id", secret)
    if not rows:
        return None
    holder, id = pick.of(rows)
    return Call(holder, "undoes an import", lambda w: imports.undo(w.act(holder), id), False)


def merge(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows("select holder, id from vault.key where merged_into is null order by id", secret)
    if len(rows) < 2:
        return None
    holder, keep = pick.of(rows)
    other = pick.of([id for one, id in rows if one == holder])
    verb = pick.of((merging.merge, merging.merge, merging.keep_apart))
    return Call(holder, f"{verb.__name__} of two contacts", lambda w: verb(w.act(holder), keep, other), False)


def unmerge(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows("select holder, id from vault.key where merged_into is not null order by id", secret)
    if not rows:
        return None
    holder, id = pick.of(rows)
    return Call(holder, "takes a merged contact out", lambda w: merging.unmerge(w.act(holder), id), False)


def tidying_up(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    """Tags, archive and the like for some keys of one holder."""
    rows = _rows("select holder, id from vault.key where merged_into is null order by id", secret)
    if not rows:
        return None
    holder = pick.of(rows)[0]
    keys = pick.some([id for one, id in rows if one == holder])
    verbs: tuple[Callable[[Act, Sequence[UUID]], Done], ...]
    verbs = (tidying.archive, tidying.bring_back, tidying.close, tidying.drop)
    if pick.of((False, False, True)):
        return Call(holder, f"tags {len(keys)} keys", lambda w: tidying.tag(w.act(holder), keys, "lama"), False)
    verb = pick.of(verbs)
    return Call(holder, f"{len(keys)} keys at once: {verbs.index(verb)}", lambda w: verb(w.act(holder), keys), False)


def shut_out(world: World, pick: Pick, secret: Secret | None) -> Call | None:
    rows = _rows("select holder, id from vault.key where merged_into is null order by id", secret)
    if not rows:
        return None
    holder, key = pick.of(rows)
    partner = pick.of(list(world.names))
    return Call(
        holder,
        f"shuts {world.name(partner)} out of a key",
        lambda w: keyring.shut_out(w.act(holder), key, partner),
        False,
    )


def _rows(sql: str, secret: Secret | None) -> list[tuple[UUID, UUID]]:
    with everything_seen():
        rows = execute(sql)
    return [(row[0], row[1]) for row in rows if secret is None or row[0] != secret.me]

"""Leaks as somebody might build them in, each planted for the length of a check: the test must see every one.

Where a leak needs what the row rules hide, it looks with the superuser's eyes, as code would if those rules were gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from kunci.actions import addresses, bringing, codes, imports, mail
from kunci.actions import exchanges as exchange_actions
from kunci.actions.accounts import check_email
from kunci.actions.keyring import PersonText
from kunci.actions.verb import Act, Done, Refused
from kunci.core.addressbook import Mark, Sameness
from kunci.core.bringing import Known, marks_of
from kunci.core.layers import Facts
from kunci.models.models import Account
from kunci.reveal import archive, audience, circles, deciding, doors, duplicates, exchanges, partners, people
from kunci.reveal.audience import Reach
from kunci.reveal.duplicates import Alike, Pair
from kunci.reveal.pages import Page
from kunci.reveal.people import Person
from kunci.web.forms import KeyForm
from kunci.web.middleware import PrivateByDefault
from tests.secrecy.stage import everything_seen, execute


@dataclass(frozen=True)
class Leak:
    """`viewers`: the kinds of viewer to whom it shows."""

    name: str
    viewers: tuple[str, ...]
    plant: Callable[[], AbstractContextManager[None]]


LEAKS: list[Leak] = []


def leak(*viewers: str) -> Callable[[Callable[[], Iterator[None]]], None]:
    def add(plant: Callable[[], Iterator[None]]) -> None:
        LEAKS.append(Leak(plant.__name__, viewers, contextmanager(plant)))

    return add


def peek(sql: str, *params: object) -> Any:
    with everything_seen():
        return execute(sql, params)[0][0]


@leak("trusted", "half")
def order_follows_keys_one_does_not_see() -> Iterator[None]:
    """The commonest hint first, hidden ones counted."""
    right = doors.doors

    def leaking(*args: Any, **kwargs: Any) -> Page[Any]:
        page = right(*args, **kwargs)
        count = "select count(*) from vault.face where line = %s"
        return Page(sorted(page.rows, key=lambda row: (-peek(count, row.hint_line), row.id)), page.older)

    with patch.object(doors, "doors", leaking):
        yield


@leak("trusted", "stranger")
def pager_counts_keys_one_does_not_see() -> Iterator[None]:
    right = doors.doors

    def leaking(*args: Any, **kwargs: Any) -> Page[Any]:
        page = right(*args, **kwargs)
        pages = -(-int(peek("select count(*) from vault.face where kind = 'hint'")) // 2)
        return Page(page.rows, page.older or f"page-of-{pages}")

    with patch.object(doors, "doors", leaking):
        yield


@leak("trusted", "holder")
def ids_are_counted_for_all_together() -> Iterator[None]:
    with everything_seen():
        execute("""
            create or replace function vault.new_id() returns uuid language plpgsql volatile set search_path = '' as $$
            declare
                n int := coalesce(nullif(current_setting('worlds.all', true), ''), '0')::int + 1;
            begin
                perform set_config('worlds.all', n::text, true);
                return lpad(to_hex(n), 32, '0')::uuid;
            end $$
        """)
    yield


@leak("half", "trusted")
def last_change_of_a_keyring_shows() -> Iterator[None]:
    """Planted: a partner's page says at what time they last added anything."""
    right = partners.relation

    def leaking(viewer: UUID, now: Any, id: UUID) -> Any:
        found = right(viewer, now, id)
        last = peek("select max(created_at) from vault.key where holder = %s", id)
        return found and replace(found, partner=replace(found.partner, city=f"{last:%H.%M}" if last else ""))

    with patch.object(partners, "relation", leaking):
        yield


@leak("stranger", "revoked")
def forbidden_is_not_absent() -> Iterator[None]:
    right = doors.door

    def leaking(viewer: UUID, now: Any, key: UUID) -> Any:
        found = right(viewer, now, key)
        if found is None and peek("select count(*) from vault.key where id = %s", key):
            raise PermissionDenied
        return found

    with patch.object(doors, "door", leaking):
        yield


@leak("stranger", "revoked")
def a_query_more_for_what_is_hidden() -> Iterator[None]:
    right = deciding.decide

    def leaking(viewer: UUID, now: Any, id: UUID) -> Any:
        found = right(viewer, now, id)
        if found is None and peek("select count(*) from vault.request where id = %s", id):
            execute("select 1")
        return found

    with patch.object(deciding, "decide", leaking):
        yield


@leak("half", "lapsed")
def search_finds_words_of_hidden_keys() -> Iterator[None]:
    right = doors.doors
    hits = "select count(*) from vault.face where words @@ plainto_tsquery('simple', %s)"

    def leaking(viewer: UUID, now: Any, q: str = "", *rest: Any, **kwargs: Any) -> Page[Any]:
        page = right(viewer, now, q, *rest, **kwargs)
        return Page(page.rows, page.older or (f"more-{peek(hits, q)}" if q else ""))

    with patch.object(doors, "doors", leaking):
        yield


@leak("stranger", "trusted")
def a_name_can_be_on_one_keyring_only() -> Iterator[None]:
    """As a unique constraint without the holder would have it; planted in the form, for the worlds have namesakes."""
    right = KeyForm.person

    def leaking(form: KeyForm) -> PersonText:
        person = right(form)
        if peek("select count(*) from vault.face where name = %s", person.name):
            raise Refused("name_missing")
        return person

    with patch.object(KeyForm, "person", leaking):
        yield


@leak("trusted", "half")
def the_asker_gets_a_mail_when_declined() -> Iterator[None]:
    right = exchange_actions.decide

    def leaking(act: Act, request: UUID, answer: str, *rest: Any, **words: Any) -> Done:
        done = right(act, request, answer, *rest, **words)
        if answer == "not_now":
            asker = "select a.email from account a join vault.request r on r.asker = a.id where r.id = %s"
            mail.post(mail.Letter(str(peek(asker, request)), "Maaf", "Tidak kali ini.\n"), act.now)
        return done

    with patch.object(exchange_actions, "decide", leaking):
        yield


@leak("visitor", "stranger")
def a_header_made_from_everybodys_keys() -> Iterator[None]:
    right = PrivateByDefault.__call__

    def leaking(self: PrivateByDefault, request: HttpRequest) -> HttpResponse:
        response = right(self, request)
        response.headers["ETag"] = f'"{peek("select md5(count(*)::text) from vault.key")}"'
        return response

    with patch.object(PrivateByDefault, "__call__", leaking):
        yield


@leak("trusted", "half")
def the_page_of_an_ask_ends_when_the_holder_decides() -> Iterator[None]:
    right = exchanges.asked

    def leaking(viewer: UUID, now: Any, id: UUID) -> Any:
        found = right(viewer, now, id)
        decided = peek("select count(*) from vault.decision where request = %s and answer = 'not_now'", id)
        return found and replace(found, over=found.over or decided > 0)

    with patch.object(exchanges, "asked", leaking):
        yield


@leak("trusted", "half")
def an_archive_holds_what_became_of_an_ask() -> Iterator[None]:
    right = archive.archive

    def leaking(viewer: UUID, now: Any) -> Any:
        found = right(viewer, now)
        said = "select count(*)::int from vault.decision d join vault.request r on r.id = d.request where r.asker = %s"
        return replace(found, values={**found.values, "decided": peek(said, viewer)})

    with patch.object(archive, "archive", leaking):
        yield


@leak("half", "trusted")
def the_name_comes_with_the_hint() -> Iterator[None]:
    """A row rule that looks at the key instead of the face."""
    with everything_seen():
        execute("""
            create function vault.hint_open(key uuid, gates uuid[]) returns boolean
            language sql stable security definer set search_path = '' as $$
                select exists (select from vault.face f where f.key = hint_open.key and f.kind = 'hint'
                    and f.gate = any (gates))
            $$;
            grant execute on function vault.hint_open to kunci_reader, kunci_app;
            alter policy see on vault.face using (
                gate = any (array(select gate from vault.my_gates))
                or kind = 'name' and vault.hint_open(key, array(select gate from vault.my_gates)));
        """)
    yield


@leak("trusted", "holder", "stranger")
def an_import_tells_what_others_hold() -> Iterator[None]:
    """A card of somebody who is on anybody's keyring counts as known already."""
    right = bringing.known_to

    def leaking(member: UUID, facts: Iterable[Facts]) -> dict[Mark, list[Known]]:
        said = list(facts)
        known = right(member, said)
        count = "select count(*) from vault.face where name = %s and holder <> %s"
        for one in said:
            if peek(count, one.name, member):
                known.setdefault(marks_of(one)[0], []).append(Known(str(UUID(int=1)), one.name))
        return known

    with patch.object(imports, "known_to", leaking), patch.object(bringing, "known_to", leaking):
        yield


@leak("trusted", "holder", "stranger")
def a_duplicate_is_found_across_owners() -> Iterator[None]:
    right = duplicates.duplicates
    twins = (
        "select count(*) from vault.face a join vault.face b on a.name = b.name and a.holder <> b.holder "
        "where a.holder = %s and a.kind = 'name' and b.kind = 'name'"
    )

    def leaking(viewer: UUID, now: Any) -> Any:
        twin = Alike(UUID(int=1), "Sama", "", "", "")
        count = int(peek(twins, viewer))
        return (*right(viewer, now), *(Pair(twin, twin, Sameness.EMAIL) for _ in range(count)))

    with patch.object(duplicates, "duplicates", leaking):
        yield


@leak("trusted", "holder", "half")
def an_audience_names_a_stranger() -> Iterator[None]:
    """Whoever holds a contact of the same name is shown among those who see mine."""
    right = audience.reach
    twins = (
        "select string_agg(distinct m.name, ' ') from vault.face a join vault.face b on a.name = b.name "
        "and a.holder <> b.holder join vault.member m on m.id = b.holder "
        "where a.holder = %s and a.kind = 'name' and b.kind = 'name'"
    )

    def leaking(viewer: UUID, now: Any) -> Any:
        found = peek(twins, viewer)
        return (*right(viewer, now), *([Reach(Person(UUID(int=1), found, "", ""), 1, 0, 0)] if found else []))

    with patch.object(audience, "reach", leaking):
        yield


@leak("trusted", "half", "holder")
def a_confirmation_tells_the_asker_that_it_was_put_aside() -> Iterator[None]:
    right = partners.relation
    aside = (
        "select count(*) from vault.put_aside p join vault.confirmation c on c.id = p.confirmation "
        "where c.asker = %s and c.partner = %s"
    )

    def leaking(viewer: UUID, now: Any, id: UUID) -> Any:
        found = right(viewer, now, id)
        return found and replace(found, partner=replace(found.partner, trade=f"{peek(aside, viewer, id)}"))

    with patch.object(partners, "relation", leaking):
        yield


@leak("holder", "trusted", "stranger")
def an_invitation_tells_who_is_a_member() -> Iterator[None]:
    """Whoever has an account at the address that I wrote down is marked on my list."""
    right = circles.invitees
    count = "select count(*) from account where email = %s"

    def leaking(viewer: UUID, now: Any, circle: UUID) -> Any:
        rows = right(viewer, now, circle)
        return tuple(replace(row, name=f"{row.name}{'.' * int(peek(count, row.email))}") for row in rows)

    with patch.object(circles, "invitees", leaking):
        yield


@leak("trusted", "revoked")
def a_circle_tells_how_many_have_not_come() -> Iterator[None]:
    right = circles.circle
    count = "select count(*) from vault.invitee where circle = %s"

    def leaking(viewer: UUID, now: Any, id: UUID) -> Any:
        found = right(viewer, now, id)
        return found and replace(found, name=f"{found.name} ({peek(count, id)})")

    with patch.object(circles, "circle", leaking):
        yield


@leak("visitor", "stranger")
def asking_for_a_code_looks_the_address_up() -> Iterator[None]:
    """The page says the same; the time it takes does not."""
    right = codes.begin

    def leaking(address: str, now: Any) -> UUID:
        list(Account.objects.filter(email__iexact=address))
        return right(address, now)

    with patch.object(codes, "begin", leaking):
        yield


@leak("trusted", "half")
def the_bell_rings_for_what_waits_on_somebody_else() -> Iterator[None]:
    """As a count without the reader in it would have it."""
    new = "select count(*) from vault.notice where seen_at is null"
    right = people.me

    def leaking(viewer: UUID, now: Any) -> Person | None:
        mine = right(viewer, now)
        return replace(mine, news=int(peek(new)) % 2 == 1) if mine else None

    with patch.object(people, "me", leaking):
        yield


@leak("trusted", "half")
def no_mail_is_written_while_another_notice_lies_unread() -> Iterator[None]:
    """Thrifty, and natural to write: whoever asks runs a statement less, and knows that the other has not looked."""
    right = mail.notify
    unread = "select count(*) from vault.notice where member = %s and seen_at is null"

    def leaking(name: str, account: Account, *rest: Any, **words: Any) -> None:
        if peek(unread, account.id) <= 1:
            right(name, account, *rest, **words)

    with patch.object(mail, "notify", leaking):
        yield


@leak("stranger", "trusted", "holder")
def an_address_that_others_have_is_refused() -> Iterator[None]:
    right = check_email

    def leaking(email: str) -> str:
        if Account.objects.filter(email__iexact=email).count():
            raise Refused("email")
        return right(email)

    with patch.object(addresses, "check_email", leaking):
        yield

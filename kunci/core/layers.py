"""What is known of a contact as a pure function of who said it: address books, and the holder's own hand.

Nothing is overwritten. Each card that an import brought is a layer, each edit by hand is one, and a contact that was
merged into another keeps its own; `fold` works out what they say together. Undoing an import takes its layers away,
unmerging gives a contact its own back, in whatever order these things happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum

from kunci.core.addressbook import Card, Labelled, MonthDay, email_normal, phone_digits

SINGLES = ("name", "title", "organisation")
_DATES = ("birthday", "connected")
_TEXTS = ("addresses", "urls", "notes", "categories", "uids")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is said of one contact. `birthday` and `connected` are ISO 8601 ('--MM-DD' without a year)."""

    name: str = ""
    title: str = ""
    organisation: str = ""
    birthday: str = ""
    connected: str = ""
    phones: tuple[Labelled, ...] = ()
    emails: tuple[Labelled, ...] = ()
    addresses: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    uids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A card that an address book brought."""

    at: datetime
    id: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Edit:
    """What the holder changed by hand: fields set (to '' as well), phones and e-mails taken away and added."""

    at: datetime
    id: str
    fields: Mapping[str, str]
    taken: frozenset[str] = frozenset()  # as `alike` names them
    phones: tuple[Labelled, ...] = ()
    emails: tuple[Labelled, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.fields or self.taken or self.phones or self.emails)


Layer = Said | Edit


class Field(StrEnum):
    NAME = "name"
    TITLE = "title"
    ORGANISATION = "organisation"
    BIRTHDAY = "birthday"
    CONNECTED = "connected"
    PHONES = "phones"
    EMAILS = "emails"
    ADDRESSES = "addresses"
    URLS = "urls"
    NOTES = "notes"
    CATEGORIES = "categories"


@dataclass(frozen=True, slots=True)
class Change:
    """What became different: `before` and `after` of a single value, or (before '') a value that came to a list."""

    field: Field
    before: str
    after: str


def facts_of(card: Card) -> Facts:
    return Facts(
        name=card.name,
        title=card.title or card.role,
        organisation=card.organisation,
        birthday=_day(card.birthday),
        connected=_day(card.connected),
        phones=card.phones,
        emails=card.emails,
        addresses=tuple(one.full for one in card.addresses),
        urls=card.urls,
        notes=(card.note,) if card.note else (),
        categories=card.categories,
        uids=(card.uid,) if card.uid else (),
    )


def fold(layers: Iterable[Layer], merged: Sequence[Facts] = ()) -> Facts:
    """What all layers of one contact say together; `merged` is what contacts merged into it say.

    Of single values the newest counts, one's own before that of a merged contact, and one set by hand before all.
    Phones, e-mails and the rest are kept from everywhere, unless taken away by hand.
    """
    ordered = sorted(layers, key=lambda layer: (layer.at, layer.id))
    facts = Facts()
    for other in (*merged, *(layer.facts for layer in ordered if isinstance(layer, Said))):
        facts = _together(facts, other)
    for layer in ordered:
        if isinstance(layer, Edit):
            facts = _edited(facts, layer)
    return facts


def edit(
    before: Facts, wanted: Mapping[str, str], phones: Sequence[str], emails: Sequence[str], at: datetime, id: str = ""
) -> Edit:
    """The edit that makes the wanted single fields, phones and e-mails (as written) of what was known before."""
    changed = {name: wanted[name] for name in SINGLES if wanted[name] != getattr(before, name)}
    kept = {one.value for one in (*before.phones, *before.emails)} & {*phones, *emails}
    gone = [one for one in (*before.phones, *before.emails) if one.value not in kept]
    return Edit(
        at,
        id,
        changed,
        frozenset(map(alike, gone)),
        tuple(Labelled(value, phone_digits(value)) for value in phones if value not in kept),
        tuple(Labelled(value, email_normal(value)) for value in emails if value not in kept),
    )


def changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    """What `after` says that `before` did not, in the order of a card."""
    found: list[Change] = []
    for field in Field:
        old, new = getattr(before, field), getattr(after, field)
        if isinstance(new, str):
            found += [Change(field, old, new)] if new != old else []
            continue
        known = {_mark(one) for one in old}
        found += [Change(field, "", _shown(one)) for one in new if _mark(one) not in known]
    return tuple(found)


def alike(one: Labelled) -> str:
    """What two writings of one phone or e-mail have in common."""
    return one.normal or one.value


def _together(facts: Facts, said: Facts) -> Facts:
    new: dict[str, object] = {}
    for name in (*SINGLES, *_DATES):
        new[name] = getattr(said, name) or getattr(facts, name)
    for name in ("phones", "emails"):
        new[name] = _labelled(getattr(facts, name), getattr(said, name))
    for name in _TEXTS:
        new[name] = tuple(dict.fromkeys((*getattr(facts, name), *getattr(said, name))))
    return Facts(**new)  # type: ignore[arg-type]  # each value is of its own field's kind


def _edited(facts: Facts, edit: Edit) -> Facts:
    facts = replace(facts, **edit.fields)  # type: ignore[arg-type]  # only names in SINGLES
    phones = tuple(one for one in facts.phones if alike(one) not in edit.taken)
    emails = tuple(one for one in facts.emails if alike(one) not in edit.taken)
    return replace(facts, phones=_labelled(phones, edit.phones), emails=_labelled(emails, edit.emails))


def _labelled(known: Sequence[Labelled], more: Sequence[Labelled]) -> tuple[Labelled, ...]:
    marks = {alike(one) for one in known}
    return (*known, *(one for one in more if alike(one) not in marks))


def _mark(one: Labelled | str) -> str:
    return one if isinstance(one, str) else alike(one)


def _shown(one: Labelled | str) -> str:
    return one if isinstance(one, str) else one.value


def _day(day: date | MonthDay | None) -> str:
    if isinstance(day, MonthDay):
        return f"--{day.month:02}-{day.day:02}"
    return day.isoformat() if day else ""


# --- layers as they are kept ------------------------------------------------------------------------------------------


BESIDE = "beside"  # what came with a card and is no part of it (actions/bringing.py); `read` passes over it
ONCE_OPEN = "once_open"  # a part of that: what was open to whom, as an archive remembers it


def written(layer: Facts | Edit) -> dict[str, object]:
    """A layer's content as JSON-able values; what is empty is left out."""
    if isinstance(layer, Edit):
        said = {"fields": dict(layer.fields), "taken": sorted(layer.taken)}
        return {"edit": said | {name: _pairs(getattr(layer, name)) for name in ("phones", "emails")}}
    values = {field.name: getattr(layer, field.name) for field in fields(layer)}
    return {
        name: _pairs(value) if name in ("phones", "emails") else value if isinstance(value, str) else list(value)
        for name, value in values.items()
        if value
    }


def read(value: Mapping[str, object], at: datetime, id: str) -> Layer:
    """A layer from what `written` made of it. Raises KeyError, TypeError or ValueError on anything else."""
    said = value.get("edit")
    if isinstance(said, dict):
        lists = {name: _unpaired(name, said[name]) for name in ("phones", "emails")}
        return Edit(at, id, dict(said["fields"]), frozenset(said["taken"]), lists["phones"], lists["emails"])
    known: dict[str, object] = {}
    for name, one in value.items():
        if name == BESIDE:
            continue
        if name in ("phones", "emails"):
            known[name] = _unpaired(name, one)
        else:
            known[name] = tuple(one) if isinstance(one, list) else one
    return Said(at, id, Facts(**known))  # type: ignore[arg-type]  # what `written` wrote


def _pairs(labelled: Sequence[Labelled]) -> list[dict[str, object]]:
    return [{"value": one.value, "label": one.label, "kinds": list(one.kinds)} for one in labelled]


def _unpaired(name: str, pairs: object) -> tuple[Labelled, ...]:
    normal = phone_digits if name == "phones" else email_normal
    if not isinstance(pairs, list):
        raise TypeError(name)
    return tuple(
        Labelled(one["value"], normal(one["value"]), one.get("label", ""), tuple(one.get("kinds", ()))) for one in pairs
    )

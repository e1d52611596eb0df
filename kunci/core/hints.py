"""What door a card opens, without saying whose: role, sector, seniority and place, proposed for the holder to edit.

A proposal only: words are looked up, nothing is inferred, and an unknown stays None. `would_name` reads a hint back and
tells by which words a reader would know the person after all.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from kunci.core.addressbook import Card, phone_digits
from kunci.core.hintwords import (
    HOUSES,
    LEGAL_FORMS,
    MAIL_SECTORS,
    NAME_TITLES,
    ROLES,
    SECTOR_FIRST,
    SECTORS,
    SENIORITIES,
    SENIORITY_FIRST,
    Role,
    Sector,
    Seniority,
)
from kunci.core.places import CITIES, ONLY_IN_ADDRESSES

Code = TypeVar("Code", bound=str)


@dataclass(frozen=True, slots=True)
class Hint:
    """The coarse face of a key. `city` is a place name as shown, '' when unknown."""

    role: Role | None = None
    sector: Sector | None = None
    seniority: Seniority | None = None
    city: str = ""


class Naming(StrEnum):
    """By what a hint would give the person away."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ROLE_AND_ORGANISATION = "role_and_organisation"  # at a named company there is one finance director
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class NameWarning:
    code: Naming
    words: str  # as they stand in the hint


def plain(text: str) -> str:
    """Words in lower case without marks or punctuation, one blank between: 'Kepala Bag. TI' -> 'kepala bag ti'."""
    folded = unicodedata.normalize("NFKD", text[:2_000]).casefold()
    bare = "".join(" " if not letter.isalnum() else letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(bare.split())


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(",") if word.strip())


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(_listed(words)))) + r")\b")


def _patterns(words: Mapping[Code, str]) -> tuple[tuple[Code, re.Pattern[str]], ...]:
    return tuple((code, _pattern(listed)) for code, listed in words.items())


_SECTORS = (
    *_patterns(SECTOR_FIRST),
    *_patterns({sector: f"{words}, {HOUSES.get(sector, '')}" for sector, words in SECTORS.items()}),
)
_ROLES = _patterns(ROLES)
_SENIORITIES = (*_patterns(SENIORITY_FIRST), *_patterns(SENIORITIES))
_CITIES = _patterns({city: f"{plain(city)}, {others}" for city, others in CITIES.items()})
_CITIES_ANYWHERE = tuple((city, pattern) for city, pattern in _CITIES if city not in ONLY_IN_ADDRESSES)
_GENERIC = _listed(LEGAL_FORMS) | frozenset(
    word for words in (*SECTORS.values(), *CITIES, *CITIES.values()) for word in plain(words).split()
)
_NOT_A_NAME = _listed(NAME_TITLES)
_POSTS = tuple(pattern for _, pattern in (*_SENIORITIES, *_ROLES))
_MAIL_HOSTS = _listed("gmail, googlemail, yahoo, ymail, hotmail, outlook, live, icloud, proton, protonmail, aol")


def _first(patterns: tuple[tuple[Code, re.Pattern[str]], ...], text: str) -> Code | None:
    return next((code for code, pattern in patterns if pattern.search(text)), None)


def propose(card: Card) -> Hint:
    """A hint from title, role, organisation, e-mail domain and addresses; never from name, note or phone."""
    post, organisation = plain(f"{card.title} {card.role}"), plain(card.organisation)
    department = plain(card.department)
    role = _first(_ROLES[:-1], post) or _first(_ROLES[:-1], department) or _first(_ROLES[-1:], post)
    if role is None and not post:
        # 'Notaris Rina Wulandari, S.H.' keeps an office of that name and no title.
        role = _first(tuple(item for item in _ROLES if item[0] is Role.NOTARY), organisation)
    sector = (
        _first(_SECTORS, organisation) or _mail_sector(card) or _first(_SECTORS, post) or _first(_SECTORS, department)
    )
    return Hint(role, sector, _first(_SENIORITIES, post), _city(card))


def _mail_sector(card: Card) -> Sector | None:
    ends = ((sector, email.normal.endswith(end)) for email in card.emails for end, sector in MAIL_SECTORS.items())
    return next((sector for sector, fits in ends if fits), None)


def _city(card: Card) -> str:
    """A known city of an address, else one in the organisation's name, else what the address itself calls its city."""
    for address in card.addresses:
        found = _first(_CITIES, plain(address.city)) or _first(_CITIES, plain(f"{address.region} {address.full}"))
        if found:
            return found
    found = _first(_CITIES_ANYWHERE, plain(f"{card.organisation} {card.department} {card.title}"))
    if found:
        return found
    own = next((address.city for address in card.addresses if address.city), "")
    return own if len(own) <= 40 and all(letter.isalpha() or letter in " .'-" for letter in own) else ""


# --- reading a hint back ----------------------------------------------------------------------------------------------

_ADDRESS_LIKE = re.compile(r"[^\s@]{1,64}@[^\s@]{1,255}")
_NUMBER_LIKE = re.compile(r"\+?[0-9](?:[ ().-]{0,2}[0-9]){6,19}")


def would_name(hint_text: str, card: Card) -> tuple[NameWarning, ...]:
    """The words of a hint by which somebody would know who it is; finding none is no promise."""
    text = plain(hint_text)
    there = frozenset(text.split())
    warnings = []

    people = plain(f"{card.name} {card.family} {card.given} {card.nickname}").split()
    persons = [word for word in dict.fromkeys(people) if word in there and len(word) > 1 and word not in _NOT_A_NAME]
    if persons:
        warnings.append(NameWarning(Naming.PERSON, " ".join(persons)))

    company = _organisation_words(card, text)
    if company:
        post = any(pattern.search(text) for pattern in _POSTS)
        warnings.append(NameWarning(Naming.ROLE_AND_ORGANISATION if post else Naming.ORGANISATION, company))

    address = _ADDRESS_LIKE.search(hint_text[:2_000])
    own = (plain(email.normal.partition("@")[0]) for email in card.emails)
    local = next((part for part in own if len(part) > 2 and _stands_in(text, part)), "")
    if address or local:
        warnings.append(NameWarning(Naming.EMAIL, address[0] if address else local))

    number = next((found[0] for found in _NUMBER_LIKE.finditer(hint_text[:2_000]) if _is_phone(found[0], card)), "")
    if number:
        warnings.append(NameWarning(Naming.PHONE, number))
    return tuple(warnings)


def _stands_in(text: str, words: str) -> bool:
    return f" {words} " in f" {text} "


def _is_phone(number: str, card: Card) -> bool:
    """One of the card's own, or whatever is dialled: an amount of money begins neither with + nor with 0."""
    return number[0] in "+0" or phone_digits(number) in {phone.normal for phone in card.phones}


def _organisation_words(card: Card, text: str) -> str:
    """The part of the organisation's name, or of its mail domain, that stands in the text and tells it from others."""
    organisation = plain(card.organisation)
    distinctive = [word for word in organisation.split() if len(word) > 1 and word not in _GENERIC]
    domains = (email.normal.partition("@")[2].partition(".")[0] for email in card.emails)
    distinctive += [word for word in map(plain, domains) if len(word) > 2 and word not in _MAIL_HOSTS | _GENERIC]
    found = [word for word in dict.fromkeys(distinctive) if _stands_in(text, word)]
    if found:
        return " ".join(found)
    # 'Maju Jaya Abadi' has no word of its own; together they are the name.
    whole = " ".join(word for word in organisation.split() if word not in ("pt", "cv", "tbk", "ud", "persero"))
    return whole if " " in whole and _stands_in(text, whole) else ""

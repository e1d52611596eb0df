"""What an import does with a card, and what becomes of a contact when the import is undone."""

from __future__ import annotations

from dataclasses import replace

from kunci.core.addressbook import Labelled, Sameness, email_normal, phone_digits
from kunci.core.bringing import Judgement, Known, Sorter, Undone, Verdict, marks_of, undoing
from kunci.core.layers import Facts

SARI = Facts(
    name="Sari Dewi",
    title="Kepala",
    phones=(Labelled("0812 345 678", phone_digits("0812 345 678")),),
    emails=(Labelled("Sari@Maju.id", email_normal("Sari@Maju.id")),),
    uids=("urn:uuid:4fbe8971-0bc3",),
)


def against(known: Facts, card: Facts, together: tuple[int, ...] = ()) -> Judgement:
    sorter = Sorter(together)
    sorter.learn({mark: [Known("k", known.name)] for mark in marks_of(known)})
    return sorter.take(1, card)


def test_the_very_same_card_changes_nothing() -> None:
    assert against(SARI, SARI) == Judgement(Verdict.SAME, "k", "Sari Dewi", Sameness.CARD)


def test_a_long_uid_is_the_same_contact_whatever_it_is_called_now() -> None:
    newer = replace(SARI, name="Sari Wijaya", emails=(), phones=())
    assert against(SARI, newer) == Judgement(Verdict.UPDATE, "k", "Sari Dewi", Sameness.UID)


def test_a_uid_that_is_a_counter_is_asked_about() -> None:
    one, other = Facts(name="Sari", uids=("12",)), Facts(name="Budi", uids=("12",))
    assert against(one, other).verdict is Verdict.ALIKE


def test_the_same_mail_under_the_same_name_is_an_update_and_under_another_a_question() -> None:
    mail = SARI.emails
    assert against(SARI, Facts(name="sari  dewi", emails=mail)).verdict is Verdict.UPDATE
    assert against(SARI, Facts(name="Kantor Maju", emails=mail)) == Judgement(
        Verdict.ALIKE, "k", "Sari Dewi", Sameness.EMAIL
    )


def test_what_the_holder_joins_becomes_an_update() -> None:
    assert against(SARI, Facts(name="Kantor Maju", phones=SARI.phones), (1,)).verdict is Verdict.UPDATE


def test_a_name_alone_is_somebody_new() -> None:
    assert against(Facts(name="Budi Santoso"), Facts(name="Budi Santoso", title="Direktur")).verdict is Verdict.NEW


def test_a_card_knows_those_before_it_in_the_file() -> None:
    sorter = Sorter()
    assert sorter.take(1, SARI).verdict is Verdict.NEW
    assert sorter.take(2, SARI) == Judgement(Verdict.SAME, "#1", "Sari Dewi", Sameness.CARD)
    newer = sorter.take(3, replace(SARI, title="Direktur"))
    assert (newer.verdict, newer.key, newer.known) == (Verdict.UPDATE, "#1", False)


def test_undoing_forgets_keeps_or_removes() -> None:
    assert undoing(others=True, worked_with=False) is Undone.TAKEN_BACK
    assert undoing(others=True, worked_with=True) is Undone.TAKEN_BACK
    assert undoing(others=False, worked_with=True) is Undone.KEPT
    assert undoing(others=False, worked_with=False) is Undone.GONE

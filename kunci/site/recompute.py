"""`kunci recompute`: after the constants of the standing arithmetic change, passes follow, one member at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from kunci.actions import recompute, reminders
from kunci.core.policy import FIRST_POLICY, Policy
from kunci.core.recompute import Tally
from kunci.reveal.recompute import outlook
from kunci.site.config import StartError
from kunci.site.serve import Interrupted, Say

PROGRESS_SECONDS = 5.0

log = logging.getLogger(__name__)


def preview(say: Say, aside: Say, policy: Policy = FIRST_POLICY) -> Tally:
    """Says what `do` would do now, and changes nothing. StartError where it can't be said whole."""
    found = _each(lambda member, now: outlook(member, now, policy).tally, "Looked at", aside)
    for sentence in _outlook_words(found):
        say(sentence)
    return found


def do(say: Say, aside: Say, policy: Policy = FIRST_POLICY) -> Tally:
    """A transaction for each member as that member, so that it can stop anywhere and goes on when it is run again.

    StartError where it did not come to its end.
    """
    done = _each(partial(recompute.recompute, policy=policy), "Recomputed", aside)
    for sentence in _done_words(done):
        say(sentence)
    return done


def _each(step: Callable[[UUID, datetime], Tally], doing: str, aside: Say) -> Tally:
    """Goes over everybody; now and then `aside` hears how far it has come."""
    members = list(reminders.everybody())
    tally, number, failed, heard = Tally(), 0, 0, time.monotonic()
    try:
        for number, member in enumerate(members):
            if time.monotonic() - heard >= PROGRESS_SECONDS:
                heard = time.monotonic()
                aside(f"{doing} {number:,} of {len(members):,} members.")
            try:
                tally += step(member, timezone.now())
            except (OperationalError, InterfaceError):
                raise  # the database is gone, for all of them
            except Exception:  # what is wrong with one member's rows must not keep the others waiting
                log.exception("One member's passes could not be recomputed")
                failed += 1
    except (Interrupted, KeyboardInterrupt, OperationalError, InterfaceError) as ended:
        raise _broken_off(number, len(members)) from ended
    if failed:
        raise StartError(
            f"{failed:,} of {len(members):,} members could not be worked out; the log above says why. "
            "Put that right and run it again.",
            f"{_id(failed)} dari {_id(len(members))} anggota tidak bisa dihitung; sebabnya ada di catatan di atas. "
            "Perbaiki dulu, lalu jalankan lagi.",
        )
    return tally


def _broken_off(done: int, of: int) -> StartError:
    return StartError(
        f"Stopped after {done:,} of {of:,} members. What was done stays; run it again to finish.",
        f"Berhenti setelah {_id(done)} dari {_id(of)} anggota. Yang sudah selesai tetap; "
        "jalankan lagi untuk menuntaskannya.",
    )


def _outlook_words(found: Tally) -> list[str]:
    english = f"Looked at {_count(found.members, 'member')} and {_count(found.ties, 'tie')}; nothing is changed yet."
    indonesian = f"{_id(found.members)} anggota dan {_id(found.ties)} hubungan dilihat; belum ada yang diubah."
    if not found.moved:
        return [
            f"{english} Nothing would change: what is open lasts as long as its evidence carries it.",
            f"{indonesian} Tidak akan ada yang berubah: yang terbuka berlaku selama catatannya menopang.",
        ]
    return [
        f"{english} It closes {_count(found.closed, 'pass', 'passes')}, shortens {found.shortened:,}, "
        f"lengthens {found.lengthened:,}; opens none without their holders. To do it: kunci recompute --yes",
        f"{indonesian} Pada {_id(found.closed)} hubungan ada yang akan tertutup, "
        f"pada {_id(found.shortened)} berakhir lebih cepat, pada {_id(found.lengthened)} berlaku lebih lama; "
        "tidak ada yang terbuka tanpa pemegangnya. Untuk menjalankannya: kunci recompute --yes",
    ]


def _done_words(done: Tally) -> list[str]:
    return [
        f"Done, with {_count(done.members, 'member')} and {_count(done.ties, 'tie')}: "
        f"closed {_count(done.closed, 'pass', 'passes')}, shortened {done.shortened:,}, "
        f"lengthened {done.lengthened:,}; opened none.",
        f"Selesai, {_id(done.members)} anggota dan {_id(done.ties)} hubungan: "
        f"pada {_id(done.closed)} hubungan ada yang tertutup, pada {_id(done.shortened)} berakhir lebih cepat, "
        f"pada {_id(done.lengthened)} berlaku lebih lama; tidak ada yang terbuka.",
    ]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _id(number: int) -> str:
    """As Indonesian writes numbers."""
    return f"{number:,}".replace(",", ".")

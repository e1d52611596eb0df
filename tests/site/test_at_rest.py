"""Two hundred contacts of an installation, and not one of their addresses in the clear anywhere in its folder.

Searched are PostgreSQL's files and write-ahead log after a stop, its logs, whatever else lies in the data folder, and
what the process said of a page that failed while such an address was being saved.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.cluster import reachable_folder
from tests.site.conftest import REPOSITORY

MARK = "qzv7kxw3"  # in every address and number that is to be sealed, and in nothing else
OPEN = "jyq4hfz8"  # in a name, which lies open: that the search finds anything at all
CONTACTS = 200

RUN = """
    import logging, os
    from unittest.mock import patch
    from kunci.site import cli, config
    MARK, OPEN, CONTACTS = "%(mark)s", "%(open)s", %(contacts)d
    with cli._database(config.load(os.environ)):
        from kunci.site import start
        start.migrate()
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore
        from django.test import Client
        from django.urls import reverse
        from kunci.actions import cards, circles, imports, keyring
        from kunci.actions.cards import CardText
        from kunci.actions.circles import Guest
        from kunci.actions.imports import Upload
        from kunci.actions.keyring import USUAL, HintText, PersonText
        from kunci.core.rungs import Rung
        from kunci.models.models import Account
        from kunci.web import clock
        from tests import cast as casting
        from tests.cast import ADDRESS
        cast = casting.make()
        cast.knows_for_years(cast.sari, cast.budi)
        half = CONTACTS // 2
        keys = []
        for n in range(half):
            person = PersonText(f"Orang {OPEN} {n}", "", "", (f"+62 811 {MARK} {n}",), (f"{MARK}.{n}@rs.example",))
            keys.append(keyring.add_key(cast.act(cast.sari), HintText(f"Pintu {n}"), person, USUAL, "").subject)
        cards_of = "".join(
            f"BEGIN:VCARD\\nVERSION:3.0\\nFN:Orang {n}\\nTEL:+62 812 {MARK} {n}\\nEMAIL:{MARK}.i{n}@rs.example\\n"
            f"ADR:;;Jalan {MARK} {n};Surabaya;;;\\nURL:https://{MARK}.example/{n}\\nEND:VCARD\\n" for n in range(half)
        )
        begun = imports.begin(cast.act(cast.sari), Upload("kontak.vcf", "1", cards_of.encode())).subject
        imports.confirm(cast.act(cast.sari), begun, frozenset())
        imports.begin(cast.act(cast.ratna), Upload("lain.vcf", "2", cards_of.encode()))  # read, and left lying
        cards.set_card(cast.act(cast.budi), CardText(f"+62 813 {MARK}", f"{MARK}.budi@rs.example", "", ""))
        circles.begin(cast.act(cast.sari), "Lingkar", (Guest("Dina", f"62814{MARK}", f"{MARK}.dina@rs.example"),), "id")
        cast.grant(cast.sari, cast.budi, Rung.TRUSTED)
        for key in keys[:20]:  # a question to each contact waits in the queue of mails
            cast.decide(cast.sari, cast.ask(cast.budi, key))
            cast.later(0.01)
        # A page that fails while an address is being saved, and one that refuses it.
        clock.now = lambda: cast.now
        account, session = Account.objects.get(id=cast.sari), SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(account.id), "kunci.models.account.ByLink"
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.save()
        client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        client.cookies["sessionid"] = str(session.session_key)
        form = {"line": "Pintu", "name": "Orang", "email": f"{MARK}.form@rs.example", "phone": f"+62 815 {MARK}",
                "hint_rung": "2", "name_rung": "3", "contact_rung": "0"}
        with patch.object(keyring, "add_key", side_effect=RuntimeError("planned")):
            assert client.post(reverse("key_new"), form).status_code == 500
        client.post(reverse("key_new"), {**form, "line": ""})
        print("DONE")
"""


def forms(word: str) -> list[bytes]:
    """How a word could stand in a file: as it is, in other cases and encodings, in hex, in base64 at any place."""
    raw = word.encode()
    plain = [raw, raw.upper(), raw[::-1], word.encode("utf-16-le"), raw.hex().encode(), raw.hex().upper().encode()]
    for skip in range(3):
        cut = base64.b64encode(b"x" * skip + raw)
        plain.append(cut[4 if skip else 0 : len(cut) // 4 * 4 - 4])
    return plain


def found(folder: Path, word: str) -> list[str]:
    """Files below a folder in which a word stands in any form."""
    wanted = forms(word)
    hits = []
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            data = file.read_bytes()
            hits += [f"{file.relative_to(folder)}: {form!r}" for form in wanted if form in data]
    return hits


def test_no_address_lies_in_the_clear_anywhere_in_an_installation() -> None:
    home = reachable_folder()
    try:
        script = textwrap.dedent(RUN) % {"mark": MARK, "open": OPEN, "contacts": CONTACTS}
        environment = {**os.environ, "KUNCI_DATA": str(home / "data")}
        ran = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            cwd=REPOSITORY, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        said = ran.stdout + ran.stderr
        assert "DONE" in ran.stdout, said[-2000:]
        assert "RuntimeError: planned" in said, "the page failed, and it was said"
        assert MARK not in said
        assert [one for one in found(home, OPEN) if "postgres" in one], "names lie open, and are found"
        assert found(home, MARK) == []
    finally:
        shutil.rmtree(home, ignore_errors=True)

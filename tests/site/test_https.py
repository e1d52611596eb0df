"""Behind an https address cookies are this host's alone and go over https, and browsers are told to stay there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.site.conftest import REPOSITORY

ASK = """
    import json, os
    os.environ["DJANGO_SETTINGS_MODULE"] = "kunci.site.settings"
    import django
    django.setup()
    from django.conf import settings
    from django.test import Client
    settings.ALLOWED_HOSTS = ["*"]
    answer = Client().get("/luring/", secure=True)
    names = [name for name in dir(settings) if "COOKIE" in name]
    print(json.dumps({
        "status": answer.status_code,
        "hsts": answer.headers.get("Strict-Transport-Security", ""),
        **{name: getattr(settings, name) for name in names if isinstance(getattr(settings, name), (str, bool))},
    }))
"""


def said(folder: Path, address: str) -> dict[str, object]:
    environment = {**os.environ, "KUNCI_DATA": str(folder), "KUNCI_PUBLIC_URL": address}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(ASK)],
        cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, object] = json.loads(ran.stdout)
    return found


def test_behind_an_https_address_cookies_and_pages_stay_there(tmp_path: Path) -> None:
    found = said(tmp_path, "https://kunci.example")
    assert found["status"] == 200
    assert found["hsts"] == "max-age=31536000; includeSubDomains"
    for kind in ("SESSION", "CSRF", "LANGUAGE"):
        assert found[f"{kind}_COOKIE_SECURE"] is True
        assert str(found[f"{kind}_COOKIE_NAME"]).startswith("__Host-")
        assert found[f"{kind}_COOKIE_SAMESITE"] == "Lax"


def test_on_ones_own_machine_they_work_without(tmp_path: Path) -> None:
    found = said(tmp_path, "")
    assert found["hsts"] == ""
    assert found["SESSION_COOKIE_SECURE"] is False
    assert not str(found["SESSION_COOKIE_NAME"]).startswith("__Host-")

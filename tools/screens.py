"""The pictures of both READMEs: `make screens` looks at the demonstration with Chromium and writes docs/screens/*.png.

A demonstration is made in a folder of its own and served on a free port, in this process; its pages look at a fixed
day, so that the pictures change only where the pages do. Afterwards nothing of it is left.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server
from waitress.wasyncore import close_all

from kunci.site import config, serve
from kunci.site.config import Config

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screens"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # ten in the morning in Jakarta
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LOCALES = {"id": "id-ID", "en": "en-GB"}
WHO = "wening"
IN_VIEW = {"partner": "figure.curve"}  # what a phone shows only further down


@dataclass(frozen=True)
class Device:
    name: str
    width: int
    height: int
    phone: bool = False


DEVICES = (Device("desktop", 1120, 760), Device("phone", 360, 720, phone=True))


def main() -> int:
    chromium = shutil.which("chromium")
    if chromium is None:
        tell("The pictures need Chromium: apt-get install chromium")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for language in LOCALES:
            for device in DEVICES:
                take(browser, address, language, device)
        browser.close()
    return 0


def tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


@contextmanager
def demonstration() -> Iterator[str]:
    """A demonstration that answers; yields its address."""
    data = Path(tempfile.mkdtemp(prefix="kunci-screens-"))
    data.chmod(0o711)  # as root, PostgreSQL's own user must pass through
    os.environ |= {"KUNCI_DATA": str(data), "KUNCI_DEMO": "1"}
    # Playwright keeps an event loop in the thread that also asks the database what to look at.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    settings = config.load(os.environ)
    try:
        with closing(serve.listen(settings.host, settings.port)) as listener:
            settings = replace(settings, port=listener.getsockname()[1])
            with serve.database(settings, serve.Signals(), tell):
                make(settings)
                with answering(listener):
                    yield settings.address
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def answering(listener: socket.socket) -> Iterator[None]:
    """The pages, in a thread of their own; a connection to the database ends with its request."""
    from django.conf import settings

    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    from kunci.site.wsgi import application

    sockets: dict[int, object] = {}
    server = create_server(application, map=sockets, sockets=[listener], threads=4, ident=None)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield
    finally:
        server.trigger.pull_trigger(lambda: close_all(sockets))
        thread.join(10)


def make(settings: Config) -> None:
    """The network as of the fixed day, for pages that look at the same."""
    serve.load_django(settings)
    from kunci.site import demo, start
    from kunci.web import clock

    start.migrate()
    demo.seed(settings, tell, NOW)
    clock.now = lambda: NOW


def take(browser: Browser, address: str, language: str, device: Device) -> None:
    """Every picture of one README on one device."""
    context = browser.new_context(
        viewport={"width": device.width, "height": device.height},
        device_scale_factor=1.5 if device.phone else 1,
        has_touch=device.phone,
        is_mobile=device.phone,
        locale=LOCALES[language],
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    sign_in(page, address, language)
    for name, path in pages().items():
        page.goto(address + path)
        page.evaluate("document.fonts.ready")
        if device.phone and name in IN_VIEW:
            page.locator(IN_VIEW[name]).evaluate("node => node.scrollIntoView({block: 'center'})")
        page.screenshot(path=FOLDER / f"{name}-{device.name}.{language}.png", scale="device")
    context.close()


def sign_in(page: Page, address: str, language: str) -> None:
    """As somebody of the demonstration; then the line that says on each page what it is makes room."""
    from django.conf import settings
    from django.urls import reverse

    from kunci.actions import accounts, demonstration

    account = demonstration.account(WHO)
    if account is None:
        raise LookupError(WHO)
    accounts.set_language(account, language)
    settings.KUNCI_DEMO = True
    page.goto(address + reverse("demo"))
    page.locator(f'button[value="{WHO}"]').click()
    page.wait_for_url(address + reverse("today"))
    settings.KUNCI_DEMO = False


def pages() -> dict[str, str]:
    """What is shown, by the name of its picture."""
    from django.urls import reverse

    from kunci.actions import demonstration
    from kunci.reveal import exchanges, partners

    account = demonstration.account(WHO)
    if account is None:
        raise LookupError(WHO)
    bagas = next(one for one in partners.partners(account.id, NOW) if one.name.startswith("Bagas"))
    waiting = [row for row in exchanges.exchanges(account.id, NOW).received if row.waits]
    asked = next(row for row in waiting if not row.answered and row.why)
    agreed = next(row for row in waiting if row.agreed)
    return {
        "today": reverse("today"),
        "partner": reverse("partner", args=[bagas.id]),
        "decide": reverse("decide", args=[asked.id]),
        "hand-over": reverse("hand_over", args=[agreed.id]),
        "record": reverse("record"),
    }


if __name__ == "__main__":
    sys.exit(main())

"""What a browser complains of. A test that ends with a complaint fails, whatever else it found."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


@dataclass
class Watch:
    """Words on the console (where a breach of the content security policy shows), scripts that fail, other hosts."""

    address: str
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    elsewhere: tuple[str, ...] = ()  # where a link may lead somebody

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)

    def expect(self, status: int) -> None:
        """From now on a page may answer so; Chromium says it on the console too."""
        self.expected.add(status)

    def _console(self, message: ConsoleMessage) -> None:
        answered = any(f"responded with a status of {status} " in message.text for status in self.expected)
        ours = "Service Worker registration blocked by Playwright" in message.text  # by conftest.py
        if message.type in ("error", "warning") and not answered and not ours:
            where = message.page.url if message.page else ""
            self.complaints.append(f"{message.type} on {where}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, *self.elsewhere)):
            self.complaints.append(f"another host: {request.url}")

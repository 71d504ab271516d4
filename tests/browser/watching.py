"""What pages do that they must not: ask other hosts, open dialogs, break the policy, complain."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request


@dataclass
class Watch:
    """What happens on pages: addresses asked for, dialogs, what the policy refused, complaints."""

    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def see(self, page: Page) -> None:
        """Watch a page."""
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", self._failed)
        page.on("dialog", lambda dialog: self.dialogs.append(dialog.message))
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("popup", lambda other: self.asked.append(other.url))

    def _heard(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.refused.append(said.text)
        elif said.type in {"error", "warning"}:
            self.complaints.append(said.text)

    def _failed(self, request: Request) -> None:
        if request.failure == "csp":  # refused before it was sent
            self.asked.remove(request.url)

    def outside(self, home: str) -> list[str]:
        """What was asked for elsewhere; the browser shows PDF files and downloads by pages of its own."""
        own = (home, "chrome-extension://", "chrome://")
        return [url for url in self.asked if not url.startswith(own)]

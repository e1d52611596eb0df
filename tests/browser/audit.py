"""What every page must keep: no fault that axe calls serious, nothing wider than the screen, a way by keyboard."""

from __future__ import annotations

from typing import TypedDict, cast

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
SCHEMES = ("light", "dark")
# Targets of at least 24 px, with the exceptions that WCAG 2.2 makes for links in running text.
RULES = {"target-size": {"enabled": True}}
WIDER = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > width);
    return [`${document.documentElement.scrollWidth} px: ` +
        wide.filter(one => !wide.some(other => other !== one && one.contains(other))).map(one => one.outerHTML)];
}"""
# Where the focus is: its words, whether it can be told apart, and whether something lies over it.
FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const shown = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    return {
        words: (one.getAttribute('aria-label') || one.innerText || one.name || one.tagName).trim(),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        uncovered: shown !== null && (one.contains(shown) || shown.contains(one)),
    };
}"""


class Focus(TypedDict):
    words: str
    outlined: bool
    uncovered: bool


def faults(page: Page) -> list[str]:
    """Serious and critical faults by axe: everything in the light, and in the dark again what colour can change."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        options = (
            {"resultTypes": ["violations"], "rules": RULES}
            if scheme == "light"
            else {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
        )
        for one in AXE.run(page, options=options).response["violations"]:
            if one["impact"] in ("serious", "critical"):
                nodes = "; ".join(node["html"][:160] + " " + node["failureSummary"] for node in one["nodes"][:4])
                found.append(f"{scheme}: {one['id']}: {nodes}")
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page) -> list[str]:
    """Elements that reach over the right edge of the screen."""
    return cast(list[str], page.evaluate(WIDER))


def focus(page: Page) -> Focus:
    return cast(Focus, page.evaluate(FOCUS))

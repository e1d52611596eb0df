"""What every page must keep: no fault that axe calls serious, nothing wider than the screen, a way by keyboard."""

from __future__ import annotations

from typing import Literal, TypedDict, cast

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ASKED: dict[Literal["light", "dark"], dict[str, object]] = {
    # Targets of at least 24 px, with the exceptions that WCAG 2.2 makes for links in running text.
    "light": {"rules": {"target-size": {"enabled": True}}},
    "dark": {"runOnly": ["color-contrast"]},
}
VIOLATIONS = "options => axe.run(document, options).then(results => results.violations)"
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


class Node(TypedDict):
    html: str
    failureSummary: str


class Violation(TypedDict):
    id: str
    impact: str | None
    nodes: list[Node]


class Focus(TypedDict):
    words: str
    outlined: bool
    uncovered: bool


def faults(page: Page) -> list[str]:
    """Serious and critical faults by axe: everything in the light, and in the dark again what colour can change."""
    found = []
    page.evaluate(AXE_SCRIPT)
    for scheme, asked in ASKED.items():
        page.emulate_media(color_scheme=scheme)
        for one in cast(list[Violation], page.evaluate(VIOLATIONS, {"resultTypes": ["violations"], **asked})):
            if one["impact"] in ("serious", "critical"):
                nodes = "; ".join(f"{node['html'][:160]} {node['failureSummary']}" for node in one["nodes"][:4])
                found.append(f"{scheme}: {one['id']}: {nodes}")
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page) -> list[str]:
    """Elements that reach over the right edge of the screen, of a page that has arrived: a press may still navigate."""
    page.wait_for_load_state()
    return cast(list[str], page.evaluate(WIDER))


def fits(name: str, page: Page) -> None:
    """For whoever has no scripts: axe needs them, the width of a page does not."""
    assert too_wide(page) == [], name


def focus(page: Page) -> Focus:
    return cast(Focus, page.evaluate(FOCUS))

"""`python -m tools.icons`: draws the icons for home screens from the page's own icon, with Chromium."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "kunci" / "web" / "static" / "kunci"
# File, pixels, and the picture's share of the side: a maskable one is cut round, so its picture keeps off the edge.
ICONS = (("icon-180.png", 180, 1.0), ("icon-192.png", 192, 1.0), ("icon-512.png", 512, 1.0), ("mask-512.png", 512, 0.7))


def main() -> None:
    drawing = (FOLDER / "favicon.svg").read_text().replace('rx="7" ', "")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for name, size, share in ICONS:
            page.set_viewport_size({"width": size, "height": size})
            style = f"margin:0;background:#835709;display:grid;place-items:center;height:{size}px"
            page.set_content(f'<body style="{style}"><div style="width:{size * share}px">{drawing}</div></body>')
            page.screenshot(path=FOLDER / name)
        browser.close()


if __name__ == "__main__":
    main()

"""One stylesheet out of the parts: assets/portal.css = KERN, the font faces, and static/css/*.css in the order of their names."""

import re
from pathlib import Path


def join_css(root: Path) -> None:
    """After each build of assets/vendor and each change of a part; a file that would stay the same is left alone."""
    kern = (root / "assets/vendor/kern.css").read_text(encoding="utf-8")
    fonts = (root / "assets/vendor/fonts.css").read_text(encoding="utf-8").replace("url(fonts/", "url(vendor/fonts/")
    parts = [path.read_text(encoding="utf-8") for path in sorted((root / "static/css").glob("[0-9]*.css"))]
    joined = root / "assets/portal.css"
    css = kern + without_comments("\n".join([fonts, *parts]))
    if not joined.exists() or joined.read_text(encoding="utf-8") != css:
        joined.write_text(css, encoding="utf-8")


def without_comments(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", css).lstrip()

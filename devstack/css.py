"""One stylesheet out of the parts: assets/portal.css = the font faces and static/css/*.css in the order of their names."""

import re
from pathlib import Path


def join_css(root: Path) -> Path:
    """Runs after assets/vendor is built; fonts.css names its files from there."""
    fonts = (root / "assets/vendor/fonts.css").read_text(encoding="utf-8").replace("url(fonts/", "url(vendor/fonts/")
    parts = [path.read_text(encoding="utf-8") for path in sorted((root / "static/css").glob("[0-9]*.css"))]
    joined = root / "assets/portal.css"
    joined.write_text(_without_comments("\n".join([fonts, *parts])), encoding="utf-8")
    return joined


def _without_comments(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return re.sub(r"\n\s*", "\n", css).lstrip()

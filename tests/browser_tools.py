"""Finding a Chromium, and watching what it does. Knows nothing of Django: script/browser asks here, too."""

import glob
import os
import shutil
from urllib.parse import urlsplit

LAUNCH_FLAGS = ["--disable-quic", "--disable-gpu"]
# The shell is the same engine without a window of its own, which nobody looks at here.
ON_THE_PATH = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PLAYWRIGHT_CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")


def chromium():
    """The path of a Chromium to drive: the one named in CHROMIUM, the machine's, or Playwright's own; None if there is none."""
    if os.environ.get("CHROMIUM"):
        return _runnable(os.environ["CHROMIUM"])
    found = [shutil.which(name) for name in ON_THE_PATH] + [MAC_CHROME, *_playwright_browsers()]
    return next(filter(None, map(_runnable, found)), None)


def _playwright_browsers():
    caches = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), *PLAYWRIGHT_CACHES]
    patterns = [
        f"{os.path.expanduser(cache)}/chromium*/*/{name}" for cache in caches if cache for name in ("*headless*shell*", "chrome")
    ]
    return sorted((path for pattern in patterns for path in glob.glob(pattern)), reverse=True)


def _runnable(path):
    return path if path and os.path.isfile(path) and os.access(path, os.X_OK) else None


class Watch:
    """Notes what a page must never do: errors in the console, blocked content, requests to another host."""

    def __init__(self, context, host):
        self.host, self.findings, self.expected = host, [], []
        context.on(
            "console",
            lambda message: (
                message.type == "error" and self._note(f"console: {message.text} ({message.location.get('url', '')})")
            ),
        )
        context.on("weberror", lambda error: self._note(f"script: {error.error}"))
        context.on("request", self._check_host)

    def expects(self, text):
        """The test provokes this on purpose (say, a 404 in the console)."""
        self.expected.append(text)

    def verdict(self):
        return [finding for finding in self.findings if not any(text in finding for text in self.expected)]

    def _check_host(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.host:
            self._note(f"request to another host: {request.url}")

    def _note(self, finding):
        self.findings.append(finding)

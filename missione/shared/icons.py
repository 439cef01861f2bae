"""Line icons on a 24 x 24 grid in the colour of the text: they print and survive forced colours, KERN's masks do not."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "arrow": "M4.5 12h15M13.5 6l6 6-6 6",
    "box": "M12 3.5l8 4v9l-8 4-8-4v-9zM4 7.5l8 4 8-4M12 11.5v9",
    "calendar": "M4 6.5h16v13H4zM4 10.5h16M8 4v4M16 4v4",
    "check": "M4.5 12.5l5 5 10-11",
    "clock": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 7.5V12l3 2",
    "close": "M6 6l12 12M18 6L6 18",
    "download": "M12 4v11M7 10.5l5 5 5-5M5 19.5h14",
    "file": "M6 3.5h8.5l4 4v13H6zM14.5 3.5v4h4M9 12.5h6M9 16h6",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "left": "M14.5 5.5L8 12l6.5 6.5",
    "mail": "M3.5 6h17v12.5h-17zM3.5 6.5l8.5 7 8.5-7",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "pin": "M12 21s6.5-6 6.5-11a6.5 6.5 0 1 0-13 0c0 5 6.5 11 6.5 11zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "right": "M9.5 5.5L16 12l-6.5 6.5",
    "search": "M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5",
    "talk": "M4 5h16v11h-9l-4.5 4v-4H4zM8 9h8M8 12.5h5",
    "up": "M12 19.5v-15M6 10.5l6-6 6 6",
    "user": "M12 11.5a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4zM4.8 20c.6-3.7 3.5-5.8 7.2-5.8s6.6 2.1 7.2 5.8",
    "video": "M3.5 7h11.5v10H3.5zM15 10.5l5.5-3v9l-5.5-3",
}


@cache
def svg(name: str, size: str = "") -> SafeString:
    """The icon as markup; size is small or large."""
    css = f"me-icon me-icon--{size}" if size else "me-icon"
    return mark_safe(f'<svg class="{css}" viewBox="0 0 24 24" aria-hidden="true"><path d="{PATHS[name]}"/></svg>')

"""What a PDF says, for the search, and how its first page looks."""

from pathlib import Path

import pypdfium2
from PIL import Image

from missione.shared.files.looking.findings import MOST_LETTERS, Findings, Task

MOST_PAGES = 300
PREVIEW_WIDTH, PREVIEW_HEIGHT = 640, 905


def read(task: Task) -> Findings:
    document = pypdfium2.PdfDocument(task.path)
    try:
        text = ""
        for number in range(min(len(document), MOST_PAGES)):
            text += _page_text(document[number]) + "\n"
            if len(text) > MOST_LETTERS:
                break
        return {"text": text[:MOST_LETTERS], **_first_page(document[0], task.out)}
    finally:
        document.close()


def _page_text(page) -> str:
    words = page.get_textpage()
    try:
        return words.get_text_bounded()
    finally:
        words.close()
        page.close()


def _first_page(page, out: Path) -> Findings:
    width, height = page.get_size()
    scale = min(PREVIEW_WIDTH / max(width, 1), PREVIEW_HEIGHT / max(height, 1))
    picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    page.close()
    picture.save(out, "WEBP", quality=80)
    return {"width": picture.width, "height": picture.height}

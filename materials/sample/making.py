"""Files and pictures of the sample are made beside: the files are looked into as any upload, which takes longer than all else."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from materials.actions.scanning import seen_in
from materials.models import PICTURE_SIZES
from materials.models.documents import DRAWER
from missione.shared.files.intake import Taken, take_in
from missione.shared.files.kinds import FROM_STAFF, VTT
from missione.shared.typesetting import typeset, typeset_picture
from teams.renditions import Rendition, develop

HERE = Path(__file__).parent
PAPERS = HERE / "papers"


class Made(NamedTuple):
    taken: Taken
    seen: dict[str, Any]  # what seen_in says of it
    captions: Taken | None


class Workbench(NamedTuple):
    """What is being made; empty if the sample is there already."""

    papers: dict[str, Future[Made]]  # by the name of the file
    drawings: dict[str, Future[list[Rendition]]]  # by the slug of the article


@contextmanager
def workbench(papers: Iterable[dict], drawings: Iterable[str]) -> Iterator[Workbench]:
    """In this order, by one hand: people move in meanwhile, and that shall have a core to itself. Touches no database: it
    would be another connection, beside the one transaction of the sample."""
    with ThreadPoolExecutor(max_workers=1) as hand:
        yield Workbench(
            {plan["file"]: hand.submit(_made, plan) for plan in papers},
            {slug: hand.submit(_drawn, slug) for slug in drawings},
        )


def _made(plan: dict) -> Made:
    taken = take_in(SimpleUploadedFile(plan["file"], _content(plan)), drawer=DRAWER, allowed=FROM_STAFF)
    captions = None
    if "captions" in plan:
        upload = SimpleUploadedFile("Untertitel.vtt", (HERE / plan["captions"]).read_bytes())
        captions = take_in(upload, drawer=DRAWER, allowed=(VTT,))
    return Made(taken, seen_in(taken.key, taken.kind), captions)


def _content(plan: dict) -> bytes:
    if "made" in plan:
        return (HERE / plan["made"]).read_bytes()
    paper, facts = PAPERS / plan["paper"], plan.get("facts", {})
    if plan["file"].endswith(".pdf"):
        return typeset(paper, facts=facts)
    return typeset_picture(paper, ppi=300) if plan["file"].endswith(".png") else paper.read_bytes()


def _drawn(slug: str) -> list[Rendition]:
    drawing = f"/{(HERE / 'pictures' / slug).relative_to(settings.BASE_DIR)}.svg"
    picture = typeset_picture(PAPERS / "bild.typ", facts={"drawing": drawing}, ppi=173)
    return develop(SimpleUploadedFile("bild.png", picture), PICTURE_SIZES)

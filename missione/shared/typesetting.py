"""Paper: from a Typst file and some facts to a PDF that a screen reader can read, too.

    typeset(HERE / "packing_slip.typ", facts={"number": "B-0042"})

Two lines stand first in such a file: `#import "/missione/shared/paper/house.typ": *` is the look of the house, and
`#let facts = json(bytes(sys.inputs.facts))` the facts. It sees only the files of the portal, never the network.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from missione.shared import clock

FONTS = settings.BASE_DIR / "assets" / "vendor" / "print"


def typeset(source: Path, *, facts: Mapping[str, Any] | None = None) -> bytes:
    """PDF/UA-1: tagged, with title and language. A file that lacks them does not compile."""
    return _compiled(source, facts, format="pdf", pdf_standards=["ua-1"], timestamp=int(clock.now().timestamp()))


def typeset_picture(source: Path, *, facts: Mapping[str, Any] | None = None, ppi: int = 144) -> bytes:
    """The only page as PNG."""
    return _compiled(source, facts, format="png", ppi=ppi)


def _compiled(source: Path, facts: Mapping[str, Any] | None, **how) -> bytes:
    return typst.compile(
        str(source),
        root=str(settings.BASE_DIR),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(dict(facts or {}), cls=DjangoJSONEncoder)},
        **how,
    )

"""How many random inputs a test tries: all of them with THOROUGH=1, as in CI, and a fifth where somebody waits for the answer."""

import os

from hypothesis import settings

SHARE = 1 if os.environ.get("THOROUGH") == "1" else 5


def tries(many, **more):
    return settings(max_examples=max(many // SHARE, 5), **more)

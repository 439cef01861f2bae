"""Health check of the web's container: does /gesund/ answer? PostgreSQL's absence is no reason to call the web ill."""

import os
import sys
import urllib.request

with urllib.request.urlopen(f"http://127.0.0.1:{os.environ.get('WEB_PORT', '8000')}/gesund/", timeout=3) as answer:
    sys.exit(answer.status != 200)

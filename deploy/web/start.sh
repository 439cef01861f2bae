#!/bin/sh
# The web: granian, asked by nginx alone. Two worker processes of four threads each unless the environment says otherwise.
set -eu
# Figures of all worker processes come together here; those of an earlier run would be counted again.
PROMETHEUS_MULTIPROC_DIR="${TMPDIR:-/tmp}/figures"
export PROMETHEUS_MULTIPROC_DIR
rm -rf "$PROMETHEUS_MULTIPROC_DIR"
mkdir -p "$PROMETHEUS_MULTIPROC_DIR"

# --backpressure: what is more than that waits in nginx and the kernel, where waiting costs no thread.
# --workers-kill-timeout: longer than the longest request (DATABASE_STATEMENT_TIMEOUT_MS), shorter than stop_grace_period.
#   A worker that is still starting does not hear that it should end; it is killed then.
exec granian --interface wsgi --http 1 --no-ws missione.wsgi:application \
    --host "${WEB_HOST:-0.0.0.0}" --port "${WEB_PORT:-8000}" \
    --workers "${WEB_WORKERS:-2}" --blocking-threads "${WEB_THREADS:-4}" \
    --backlog 1024 --backpressure 64 --http1-header-read-timeout 10000 \
    --respawn-failed-workers --respawn-interval 1 --workers-kill-timeout 40 \
    --log-config "$(dirname "$0")/granian-log.json"

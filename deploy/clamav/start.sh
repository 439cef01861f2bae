#!/bin/sh
# Without signatures clamd does not start; with those of yesterday it does, whether the mirror can be reached or not.
set -eu

freshclam --config-file=/deploy/clamav/freshclam.conf --stdout || echo "no new signatures" >&2
freshclam --config-file=/deploy/clamav/freshclam.conf --daemon --foreground --stdout &
exec clamd --config-file=/deploy/clamav/clamd.conf

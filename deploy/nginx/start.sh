#!/bin/sh
# Fills in nginx.conf.template and runs nginx; everything it writes goes to RUN (a tmpfs in the container).
set -eu
: "${SITE_URL:?must be the https:// address of the portal}"
HERE=$(cd "$(dirname "$0")" && pwd)
RUN=${RUN:-/tmp}
HOST=${SITE_URL#https://}
HOST=${HOST%%[:/]*}

sed -e "s|\${HERE}|$HERE|g" -e "s|\${RUN}|$RUN|g" -e "s|\${HOST}|$HOST|g" -e "s|\${SITE_URL}|${SITE_URL%/}|g" \
    -e "s|\${HTTP_PORT}|${HTTP_PORT:-8080}|g" -e "s|\${HTTPS_PORT}|${HTTPS_PORT:-8443}|g" \
    -e "s|\${CERTIFICATES}|${CERTIFICATES:-/run/certificates}|g" \
    -e "s|\${PRIVATE_ROOT}|${PRIVATE_ROOT:-/var/lib/missione/private}|g" \
    -e "s|\${RESOLVER}|${RESOLVER:-127.0.0.11}|g" -e "s|\${WEB_ADDRESS}|${WEB_ADDRESS:-web:8000}|g" \
    "$HERE/nginx.conf.template" > "$RUN/nginx.conf"

exec nginx -e stderr -c "$RUN/nginx.conf" -g "daemon off;"

# syntax=docker/dockerfile:1
# One image for web, worker, timetable and migrations. Everything is built here; nothing is fetched or written when it runs.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_NO_CACHE=1 UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_SYSTEM_CERTS=true
WORKDIR /app
COPY requirements/uv.txt requirements/base.txt requirements/
# uv stays outside of the environment that is shipped.
RUN python -m venv /opt/uv \
    && /opt/uv/bin/pip install --require-hashes --only-binary :all: -r requirements/uv.txt \
    && python -m venv --without-pip /opt/venv \
    && /opt/uv/bin/uv pip install --python /opt/venv/bin/python --require-hashes --only-binary :all: -r requirements/base.txt
COPY . .
COPY --from=packages /app/node_modules node_modules
# DEBUG only spares this one command the key and the host names; the image itself refuses it (PRODUCTION below).
RUN /opt/venv/bin/python -m devstack.assets \
    && DEBUG=1 /opt/venv/bin/python manage.py collectstatic --noinput \
    && rm -rf node_modules devstack requirements \
    && /opt/venv/bin/python -m compileall -q .

FROM python:3.13-slim-trixie
RUN groupadd --gid 10001 portal && useradd --uid 10001 --gid portal --no-create-home --shell /usr/sbin/nologin portal
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PRODUCTION=1 DJANGO_SETTINGS_MODULE=missione.settings
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
RUN install -d -o 10001 -g 10001 -m 0750 /var/lib/missione/private
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "deploy/web/healthcheck.py"]
CMD ["deploy/web/start.sh"]

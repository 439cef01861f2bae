#!/bin/sh
# Runs once, in an empty cluster: the portal is the owner of its database and of nothing else.
set -eu
psql -v ON_ERROR_STOP=1 --no-psqlrc -U "${POSTGRES_USER:-postgres}" -d postgres -v password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE missione LOGIN PASSWORD :'password';
CREATE DATABASE missione OWNER missione;
REVOKE ALL ON DATABASE missione FROM PUBLIC;
SQL

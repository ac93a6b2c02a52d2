#!/bin/sh
# Run once by the postgres image, on an empty cluster: a role that owns the tables, and one that serves and owns nothing.
# Row-level security holds for the second one. `tanji-server serve` makes the tables as the first one, and gives the
# second one what serving needs.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --dbname "${POSTGRES_DB:-tanji}" \
    --set owner_password="$TANJI_OWNER_PASSWORD" --set app_password="$TANJI_APP_PASSWORD" <<'SQL'
CREATE ROLE tanji_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOBYPASSRLS;
CREATE ROLE tanji_app LOGIN PASSWORD :'app_password' NOSUPERUSER NOBYPASSRLS;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO tanji_owner;
GRANT USAGE ON SCHEMA public TO tanji_app;
SQL

#!/usr/bin/env bash
# Makes the database that the environment describes, if there is none, and serves it: what the
# official image does, as far as docker-compose.yml asks for it.
set -euo pipefail

programs=/usr/lib/postgresql/bin
data=/var/lib/postgresql/18/docker
if [[ ! -s $data/PG_VERSION ]]; then
  mkdir -p "$data"
  "$programs/initdb" --pgdata="$data" --username="$POSTGRES_USER" \
    --pwfile="$POSTGRES_PASSWORD_FILE" --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync
  echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
  echo "CREATE DATABASE \"$POSTGRES_USER\"" | "$programs/postgres" --single -D "$data" postgres
fi
exec "$programs/postgres" -D "$data" -h '*' -k /tmp

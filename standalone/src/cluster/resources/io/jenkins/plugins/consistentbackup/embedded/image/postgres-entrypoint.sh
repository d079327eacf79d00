#!/bin/sh
# Does what the entry point of the official postgres image does, with the same variables, as far as tests need it.
# There is no psql in the image: databases are created in single-user mode.
set -eu

fail() {
    echo "$*" >&2
    exit 1
}

case "${1-}" in
    '' | -*) set -- postgres "$@" ;;
esac
[ "$1" = postgres ] || exec "$@"
shift

: "${POSTGRES_USER:=postgres}"
: "${POSTGRES_DB:=$POSTGRES_USER}"
: "${POSTGRES_HOST_AUTH_METHOD:=scram-sha-256}"
if [ -n "${POSTGRES_PASSWORD_FILE-}" ]; then
    POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
fi

# The server refuses a directory that its group may write to, which is what an fsGroup makes of it at every mount.
mkdir -p "$PGDATA"
chmod 700 "$PGDATA" || :

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    if [ -z "${POSTGRES_PASSWORD-}" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
        fail 'Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.'
    fi
    options=
    if [ -n "${POSTGRES_INITDB_WALDIR-}" ]; then
        mkdir -p "$POSTGRES_INITDB_WALDIR"
        chmod 700 "$POSTGRES_INITDB_WALDIR"
        options="--waldir=$POSTGRES_INITDB_WALDIR"
    fi
    # The password comes through a pipe: the root file system may be read-only.
    printf '%s\n' "${POSTGRES_PASSWORD:-unused}" \
        | initdb --pgdata="$PGDATA" --username="$POSTGRES_USER" --pwfile=/dev/stdin --encoding=UTF8 --no-locale \
            --auth=trust --no-sync $options ${POSTGRES_INITDB_ARGS-} > /dev/null
    printf '\nhost all all all %s\nhost replication all all %s\n' \
        "$POSTGRES_HOST_AUTH_METHOD" "$POSTGRES_HOST_AUTH_METHOD" >> "$PGDATA/pg_hba.conf"
    if [ "$POSTGRES_DB" != postgres ]; then
        printf 'CREATE DATABASE "%s"\n' "$POSTGRES_DB" | postgres --single -D "$PGDATA" postgres > /dev/null
    fi
    echo 'PostgreSQL init process complete; ready for start up.'
fi
unset POSTGRES_PASSWORD

# Pods share the host's network: this server must not be reachable from outside, and its port is the node's choice.
exec postgres -c listen_addresses=127.0.0.1 -c unix_socket_directories=/var/run/postgresql -c "port=$PORT" "$@"

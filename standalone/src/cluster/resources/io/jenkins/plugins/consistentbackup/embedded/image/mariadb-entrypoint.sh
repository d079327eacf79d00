#!/bin/sh
# Does what the entry point of the official mariadb image does, with the same variables, as far as tests need it.
set -eu

fail() {
    echo "$*" >&2
    exit 1
}

quoted() {
    printf "'%s'" "$(printf '%s' "$1" | sed "s/[\\\\']/\\\\&/g")"
}

case "${1-}" in
    '' | -*) set -- mariadbd "$@" ;;
esac
case "$1" in
    mariadbd | mysqld) shift ;;
    *) exec "$@" ;;
esac

: "${MARIADB_ROOT_PASSWORD:=${MYSQL_ROOT_PASSWORD-}}"
: "${MARIADB_DATABASE:=${MYSQL_DATABASE-}}"
: "${MARIADB_USER:=${MYSQL_USER-}}"
: "${MARIADB_PASSWORD:=${MYSQL_PASSWORD-}}"

base=/opt/mariadb
data=/var/lib/mysql
for argument in "$@"; do
    case "$argument" in
        --datadir=*) data=${argument#--datadir=} ;;
    esac
done

value() { # of variable $1, or of the file that $1_FILE names
    eval "content=\${$1-} file=\${$1_FILE-}"
    if [ -n "$file" ]; then
        content=$(cat "$file")
    fi
    printf '%s' "$content"
}

set_up_sql() {
    root=$(value MARIADB_ROOT_PASSWORD)
    echo 'FLUSH PRIVILEGES;'
    if [ -n "$root" ]; then
        echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $(quoted "$root");"
        echo "CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY $(quoted "$root");"
    else
        echo "CREATE USER IF NOT EXISTS 'root'@'%';"
    fi
    echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
    if [ -n "${MARIADB_DATABASE-}" ]; then
        echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"
    fi
    if [ -n "${MARIADB_USER-}" ]; then
        echo "CREATE USER IF NOT EXISTS $(quoted "$MARIADB_USER")@'%' IDENTIFIED BY $(quoted "$(value MARIADB_PASSWORD)");"
        if [ -n "${MARIADB_DATABASE-}" ]; then
            echo "GRANT ALL ON \`$MARIADB_DATABASE\`.* TO $(quoted "$MARIADB_USER")@'%';"
        fi
    fi
}

if [ ! -d "$data/mysql" ]; then
    if [ -z "$(value MARIADB_ROOT_PASSWORD)${MARIADB_ALLOW_EMPTY_ROOT_PASSWORD-}" ]; then
        fail '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified
        You need to specify one of MARIADB_ROOT_PASSWORD and MARIADB_ALLOW_EMPTY_ROOT_PASSWORD'
    fi
    mariadb-install-db --no-defaults --basedir="$base" --datadir="$data" --auth-root-authentication-method=normal \
        --skip-test-db > /dev/null
    set_up_sql | mariadbd --no-defaults --basedir="$base" --datadir="$data" --lc-messages-dir="$base/share" --bootstrap
    echo 'MariaDB init process done. Ready for start up.'
fi
unset MARIADB_ROOT_PASSWORD MARIADB_PASSWORD

# Pods share the host's network: this server must not be reachable from outside, and its port is the node's choice.
exec mariadbd --no-defaults --basedir="$base" --datadir="$data" --lc-messages-dir="$base/share" \
    --bind-address=127.0.0.1 --port="$PORT" --socket=/run/mysqld/mysqld.sock --pid-file=/run/mysqld/mysqld.pid "$@"

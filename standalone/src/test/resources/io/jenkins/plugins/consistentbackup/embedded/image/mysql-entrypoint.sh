#!/bin/sh
# Does what the entry point of the official mysql image does, with the same variables, as far as tests need it.
# The server alone is in the image; its clients are the host's.
set -eu

data=/var/lib/mysql
init=/tmp/init.sql
quoted() {
    printf "'%s'" "$(printf '%s' "$1" | sed "s/[\\\\']/\\\\&/g")"
}

: > "$init"
if [ ! -d "$data/mysql" ]; then
    [ -n "${MYSQL_ROOT_PASSWORD-}" ] || { echo 'MYSQL_ROOT_PASSWORD is not set' >&2; exit 1; }
    mysqld --no-defaults --initialize-insecure --basedir=/opt/mysql --datadir="$data"
    password=$(quoted "$MYSQL_ROOT_PASSWORD")
    {
        echo "CREATE USER 'root'@'%' IDENTIFIED WITH mysql_native_password BY $password;"
        echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
        echo "CREATE DATABASE IF NOT EXISTS \`${MYSQL_DATABASE:-test}\`;"
        # Last: until here nobody can log on who could find the rest missing.
        echo "ALTER USER 'root'@'localhost' IDENTIFIED WITH mysql_native_password BY $password;"
    } > "$init"
fi

# Pods share the host's network: this server must not be reachable from outside, and its port is the node's choice.
exec mysqld --no-defaults --basedir=/opt/mysql --datadir="$data" --init-file="$init" \
    --default-authentication-plugin=mysql_native_password --mysqlx=OFF \
    --bind-address=127.0.0.1 --port="$PORT" --socket=/run/mysqld/mysqld.sock --pid-file=/run/mysqld/mysqld.pid "$@"

# shellcheck shell=bash
# The set-up that ./demo, ./verify and standalone/consistent-backup share. Sourced, never run.
#
# require_java_and_maven   a JDK 17 and Maven, or says what to install and ends with status 2
# require_tools ROW...     programs, such as "$TOOLS" (real databases and volumes need them) and "$TEST_TOOLS": installed
#                          where that is possible; what is missing afterwards is in LEFT_OUT, a line each
# build_if_newer           compiles the command and collects its libraries, if a source changed since the last time

# command | Debian package | what is left out without it
# shellcheck disable=SC2034 # read by the scripts that source this
TOOLS='psql|postgresql-client|PostgreSQL held, backed up and restored for real
btrfs|btrfs-progs|copy-on-write volumes of the embedded cluster
busybox|busybox|hold scripts in busybox ash
dash|dash|hold scripts in dash
xz|xz-utils|database images, which are packed with xz
unshare|util-linux|containers in namespaces of their own
ps|procps|checks of the processes in a container
kubectl|kubernetes-client|the comparison with a kubectl script'

# shellcheck disable=SC2034
TEST_TOOLS='shellcheck|shellcheck|the check of the shell scripts
mysql|mariadb-client|the MySQL template on a real server
redis-server|redis-server|the Redis template on a real server
valkey-server|valkey-server|the Redis template on a real Valkey
etcd|etcd-server|the etcd template on a real server
etcdctl|etcd-client|the etcd template on a real server'

LEFT_OUT=()

# mkfs.btrfs, losetup and the like live in sbin, which is not on everybody's path.
export PATH=$PATH:/usr/sbin:/sbin

# Of an id without a user, as containers are given, Java does not know the home in which Maven keeps what it fetched.
if [ -n "${HOME:-}" ] && ! getent passwd "$(id -u)" >/dev/null; then
  export MAVEN_OPTS="${MAVEN_OPTS:-} -Duser.home=$HOME"
fi

require_java_and_maven() {
  local wanted=() java=java version
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1) || true
  if [ "${version:-0}" -lt 17 ] || ! command -v "${java}c" >/dev/null; then
    wanted+=("a JDK, version 17 or newer (Debian: apt-get install openjdk-17-jdk-headless)")
  fi
  command -v mvn >/dev/null || wanted+=("Maven, version 3.8 or newer (Debian: apt-get install maven)")
  if [ ${#wanted[@]} -gt 0 ]; then
    echo "Please install first:" >&2
    printf '  %s\n' "${wanted[@]}" >&2
    exit 2
  fi
}

require_tools() {
  local packages=() rows command package consequence
  rows=$(printf '%s\n' "$@")
  while IFS='|' read -r command package consequence; do
    command -v "$command" >/dev/null || packages+=("$package")
  done <<<"$rows"
  [ ${#packages[@]} -eq 0 ] || install_packages "${packages[@]}"
  while IFS='|' read -r command package consequence; do
    command -v "$command" >/dev/null || LEFT_OUT+=("$command (package $package): $consequence")
  done <<<"$rows"
}

# A failure is not fatal: what is missing afterwards is reported by the caller.
install_packages() {
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then return 0; fi
  echo "installing $*" >&2
  apt_get 120 update || echo "apt-get update failed: trying the package lists that are there" >&2
  (
    forbid_services
    apt_get 300 install "$@" && exit
    for package in "$@"; do # one that does not exist here must not keep the others away
      apt_get 120 install "$package" || from_backports "$package" || echo "$package could not be installed" >&2
    done
  )
  keep_services_off "$@"
}

# Debian's backports have what came too late for the release. They are asked for one package, by lists that are gone
# afterwards: the sources of the machine stay as they are.
from_backports() {
  local keys=/usr/share/keyrings/debian-archive-keyring.gpg directory lists status=1
  directory=$(mktemp -d)
  mkdir -p "$directory/sources" "$directory/lists/partial"
  chmod -R go+rX "$directory"
  cp /etc/apt/sources.list "$directory/sources/machine.list" 2>/dev/null || true
  cp /etc/apt/sources.list.d/* "$directory/sources" 2>/dev/null || true
  # shellcheck disable=SC2016 # these are apt's fields
  apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    sed -n "s|^\([^ ]*\) \([a-z]*\) main\$|deb [signed-by=$keys] \1 \2-backports main|p" >"$directory/sources/backports.list"
  lists=(-o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$directory/sources" -o "Dir::State::Lists=$directory/lists")
  if [ -s "$directory/sources/backports.list" ] && apt_get 120 update "${lists[@]}" && apt_get 120 install "${lists[@]}" "$1"; then
    status=0
  fi
  rm -rf "$directory"
  return $status
}

# Wanted are the programs of a server, never that it runs: whatever starts services for packages asks this file first.
# For a subshell, with whose end it is gone. One that is there already is its owner's decision.
forbid_services() {
  local policy=/usr/sbin/policy-rc.d
  if [ -e "$policy" ]; then return 0; fi
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
}

# Nor at the next boot.
keep_services_off() {
  local service
  { dpkg -L "$@" 2>/dev/null || true; } | sed -n 's|^/etc/init\.d/\(.\{1,\}\)|\1|p' | while read -r service; do
    update-rc.d "$service" disable >/dev/null 2>&1 || echo "the service $service may start at the next boot" >&2
  done
}

apt_get() {
  local seconds=$1 action=$2 options=()
  shift 2
  if [ "$action" = install ]; then options=(-y --no-install-recommends); fi
  DEBIAN_FRONTEND=noninteractive timeout --foreground "$seconds" apt-get -q "$action" "${options[@]}" \
    -o Acquire::http::Timeout=15 -o Acquire::Retries=1 -o DPkg::Lock::Timeout=60 "$@" </dev/null >/dev/null 2>&1
}

# changed_since FILE TOP: one source that is newer. A folder is newer when something in it was deleted.
changed_since() {
  local source=$2/standalone/src
  find "$2/src/main" "$source/main" "$source/cluster" "$2/standalone/pom.xml" -newer "$1" -print -quit 2>/dev/null
}

# $1: the top of the tree
build_if_newer() {
  local built=$1/standalone/target/built begin=$SECONDS
  if [ -e "$built" ] && [ -z "$(changed_since "$built" "$1")" ]; then
    return 0
  fi
  echo "building (the first time takes a few minutes: libraries and database images are fetched) ..." >&2
  rm -f "$built"
  mvn -q -B -f "$1/standalone/pom.xml" -DskipTests process-classes >&2 || {
    echo "the build failed; what Maven said is above" >&2
    exit 1
  }
  touch "$built"
  echo "built in $((SECONDS - begin)) s" >&2
}

# Replaces this shell, so that Ctrl-C and every other signal reach the JVM. $1: the top of the tree
run_command() {
  local target=$1/standalone/target java=java
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
  local top=$1
  shift
  # Most of what a command does it does once: the compiler that pays off later would take as long as the work.
  exec "$java" -XX:TieredStopAtLevel=1 -Dconsistent-backup.top="$top" -cp "$target/classes:$target/lib/*" io.jenkins.plugins.consistentbackup.cli.ConsistentBackup "$@"
}

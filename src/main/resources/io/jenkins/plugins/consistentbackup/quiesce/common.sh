# What the scripts that run in containers share. POSIX sh for dash, bash and busybox ash; sent by standard input. Needs no
# writable directory: no file is made, and no here-document is used, because some shells keep those in files.
#
# Every name begins with cb_ or CB_, so that the scripts of templates, which run in subshells of this, meet none of theirs.
#
# A function that runs in the background or in a pipeline redirects by exec, within itself. A redirection where it is called
# is to be undone when it returns: busybox keeps the old stream open under another number until then, and whoever reads
# that stream waits for its end as long as the function runs.

# Sets cb_now: hundredths of a second on a clock that nobody can set.
cb_now() {
    read -r cb_up cb_rest < /proc/uptime
    cb_now=${cb_up%.*}${cb_up#*.}
    cb_now=${cb_now#0}
}

# Sleeps until the time $1, but a second at most: nothing of this stays for longer when it is not needed any more. Fails
# when the time has come, or when less than a second is left and it cannot sleep for that: who waits acts early, not late.
cb_nap() {
    cb_now
    cb_left=$(($1 - cb_now))
    if [ "$cb_left" -ge 100 ]; then
        # A sleep that was killed has slept a little; one that cannot run has not.
        sleep 1 || { cb_now; [ $(($1 - cb_now)) -lt "$cb_left" ]; }
    elif [ "$cb_left" -ge 10 ]; then
        sleep "0.$cb_left"
    elif [ "$cb_left" -gt 0 ]; then
        sleep "0.0$cb_left"
    else
        return 1
    fi
}

# Sets cb_born to when process $1 began, by which it is told from a later one of the same number; empty when it has ended.
# Sets cb_parent to its parent.
cb_born() {
    cb_born=
    cb_parent=
    { read -r cb_stat < "/proc/$1/stat"; } 2> /dev/null || return 0
    # The name in parentheses may hold anything; what follows it are numbers, and the state first.
    set -- ${cb_stat##*) }
    case $1 in
        Z | X) ;;
        *) cb_born=${20} cb_parent=$2 ;;
    esac
}

# Sets cb_child to a process right below process $1; empty when there is none. A kernel without lists of children makes
# this look at all processes, which takes long where there are many and little time is left.
cb_child() {
    cb_child=
    for cb_list in "/proc/$1/task"/*/children; do
        if [ ! -r "$cb_list" ]; then
            cb_search "$1"
            return 0
        fi
        cb_children=
        { read -r cb_children < "$cb_list"; } 2> /dev/null
        for cb_process in $cb_children; do
            cb_born "$cb_process"
            if [ -n "$cb_born" ]; then
                cb_child=$cb_process
                return 0
            fi
        done
    done
}

cb_search() {
    for cb_process in /proc/[0-9]*; do
        { read -r cb_stat < "$cb_process/stat"; } 2> /dev/null || continue
        set -- "$1" ${cb_stat##*) }
        if [ "$3" = "$1" ] && [ "$2" != Z ]; then
            cb_child=${cb_process#/proc/}
            return 0
        fi
    done
}

# Sets cb_deepest to a process below process $1 that has none below itself, or to $1 when there is none below it.
cb_deepest() {
    cb_deepest=$1
    while cb_child "$cb_deepest"; [ -n "$cb_child" ]; do
        cb_deepest=$cb_child
    done
}

# Ends process $1, begun at $2, and all below it, from below: each one's parent is still there to collect its status.
# Whatever a first process adopts must not have been killed: PostgreSQL, for one, takes that for a crash of its own.
cb_end_tree() {
    cb_tries=0
    while cb_born "$1"; [ "$cb_born" = "$2" ] && [ "$cb_tries" -lt 200 ]; do
        cb_deepest "$1"
        kill -9 "$cb_deepest" 2> /dev/null
        cb_tries=$((cb_tries + 1))
        # Let its parent run: it may have been waiting for just this, and end by itself.
        [ "$cb_deepest" = "$1" ] || sleep 0.05 || sleep 1
    done
}

# Releases a state lock by the template's release, again and again until it is done or the time $1 has come.
cb_let_go() {
    until cb_released; do
        cb_nap "$1" || return 1
    done
}

# One release, in a shell or client of its own.
cb_released() {
    case $CB_CLIENT in
        scripts) (eval "$CB_RELEASE") < /dev/null > /dev/null ;;
        statements)
            case $(cb_tell RELEASE "$CB_RELEASE" RELEASED | (cb_client)) in
                *"$CB_MARK-RELEASED"*) ;;
                *) return 1 ;;
            esac
            ;;
    esac
}

# Gives the client the statements or the script $2, named $1, and makes it print the mark $3 after it.
cb_tell() {
    case $CB_CLIENT in
        statements) printf '%s\n%s%s-%s%s\n' "$2" "$CB_MARK_BEFORE" "$CB_MARK" "$3" "$CB_MARK_AFTER" ;;
        scripts) printf '%s %s-%s\n' "$1" "$CB_MARK" "$3" ;;
    esac
}

# Ends the script with a reason for people.
cb_refuse() {
    printf 'REFUSED %s\n' "$1"
    exit 1
}

[ -r /proc/uptime ] || cb_refuse 'the container has no /proc'
command -v sleep > /dev/null 2>&1 || cb_refuse 'the container has no program sleep'

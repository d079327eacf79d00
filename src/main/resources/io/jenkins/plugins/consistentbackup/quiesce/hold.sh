# Holds a database. Runs in its container behind common.sh; docs/protocol.md says what goes over the two streams and why
# it is built like this. In short: one pipeline of processes that know of each other only by the pipes between them.
#
#    cb_events  ->  cb_keeper  ->  cb_jacket (the client)  ->  cb_reporter
#
# The events are the orchestrator's lines and a tick every second. The keeper alone writes to the client, so when the keeper
# ends, however it ends, the client's standard input ends, and with the client its session and its lock. The jacket is
# the client's parent: it collects its status, and has a timer of its own for a client that hears nothing any more.
# Each collects what it has started: most databases never collect what they adopt as first processes, and it would keep a
# process number for good. When one of them is killed, its children are adopted: each ends with status 0 or 1.
#
# Set before: CB_MARK         begins the lines that are ours, among those that the client prints
#             CB_FAMILY       SESSION, STATE or FLUSH
#             CB_DEADLINE     hundredths of a second from now on, after which nothing is held
#             CB_WINDOW       hundredths of a second without a line from the orchestrator, after which nothing is held
#             CB_CLIENT       statements (there is a client) or scripts (there is none)
#             CB_MARK_BEFORE, CB_MARK_AFTER   what makes the client print a mark that is put in between
#             CB_ACQUIRE, CB_PROVE, CB_RELEASE, CB_RETAINED, CB_END_ALL   statements or scripts
#             cb_client       a function that replaces its shell by the client, or calls cb_scripts
#             CB_HOLD         exported, names the hold: leftover.sh finds clients by it

# --- events -----------------------------------------------------------------------------------------------------------

# Standard input is the orchestrator.
cb_forward() {
    trap 'exit 0' USR2 # This ends a read in each of the shells.
    exec <&3 3<&-
    while IFS= read -r cb_line; do
        [ "${#cb_line}" -le 100 ] || break # Longer ones would not be written in one piece.
        echo "IN $cb_line" || exit 0
    done
    echo EOF
    exit 0
}

cb_events() {
    exec 2> /dev/null
    cb_forward &
    cb_forwarder=$!
    cb_born "$cb_forwarder"
    cb_begun=$cb_born
    exec 3<&-
    while cb_nap "$CB_UNTIL"; do
        echo TICK || cb_events_end # The keeper has ended.
    done
    echo DEADLINE
    cb_events_end
}

# The orchestrator may say nothing more for a long time: what waits for it is ended.
cb_events_end() {
    cb_born "$cb_forwarder"
    if [ -n "$cb_begun" ] && [ "$cb_born" = "$cb_begun" ]; then
        kill -USR2 "$cb_forwarder" 2> /dev/null
    fi
    wait "$cb_forwarder"
    exit 0
}

# --- keeper -----------------------------------------------------------------------------------------------------------

# What the orchestrator asks for; fails when the client is gone, and when it asks for what there is not.
cb_order() {
    case $1 in
        BEAT) ;;
        'PING '*)
            case ${1#PING } in
                '' | *[!0-9]*) return 1 ;;
            esac
            cb_tell PROVE "$CB_PROVE" "PONG-${1#PING }"
            ;;
        ACQUIRE)
            cb_held=yes
            cb_tell ACQUIRE "$CB_ACQUIRE" READY
            ;;
        RELEASE)
            cb_held=
            cb_tell RELEASE "$CB_RELEASE" RELEASED
            ;;
        RETAINED) cb_tell RETAINED "$CB_RETAINED" RETAINED ;;
        END)
            cb_tell END "$CB_END_ALL" END
            return 1
            ;;
        *) return 1 ;;
    esac
}

# The end of the keeper. A session's lock goes with the client; any other one needs a word, over the connection that is
# open already, because some databases take no new ones while they are locked.
cb_quit() {
    trap '' USR1
    if [ -n "$1" ]; then
        cb_tell NOTHING '' "EXPIRED-$1"
    fi
    if [ "$CB_FAMILY" = STATE ] && [ -n "$cb_held" ]; then
        cb_tell RELEASE "$CB_RELEASE" RELEASED
    fi
    exit 0
}

cb_keeper() {
    exec 2> /dev/null 3<&-
    cb_held=
    trap 'cb_quit asked' USR1
    cb_now
    cb_beat=$cb_now
    cb_tell NOTHING '' CLIENT
    while IFS= read -r cb_event; do
        cb_now
        case $cb_event in
            'IN '*)
                cb_beat=$cb_now
                cb_order "${cb_event#IN }" || cb_quit ''
                ;;
            TICK) ;;
            *) cb_quit "$cb_event" ;;
        esac
        [ "$cb_now" -lt "$CB_UNTIL" ] || cb_quit DEADLINE
        [ $((cb_now - cb_beat)) -lt "$CB_WINDOW" ] || cb_quit SILENCE
    done
    cb_quit ''
}

# --- jacket -----------------------------------------------------------------------------------------------------------

# Stands in for a client where the template has scripts: one order a line. Ends with status 0 when all is released.
cb_scripts() {
    cb_clean=0
    while read -r cb_what cb_mark; do
        case $cb_what in
            ACQUIRE) cb_script=$CB_ACQUIRE cb_clean=1 ;;
            PROVE) cb_script=$CB_PROVE ;;
            RELEASE) cb_script=$CB_RELEASE ;;
            RETAINED) cb_script=$CB_RETAINED ;;
            END) cb_script=$CB_END_ALL ;;
            *) cb_script=: ;;
        esac
        (eval "$cb_script") < /dev/null || exit
        [ "$cb_what" != RELEASE ] || cb_clean=0
        printf '%s\n' "$cb_mark"
    done
    exit "$cb_clean"
}

# Ends a client that is still there a moment after the deadline: it hangs, and did not hear that its input is over. Without
# the jacket the container's first process is its parent, and must not see it killed: then it has almost until the last
# moment to end by itself, as all do that only are slow.
cb_last_resort() {
    exec > /dev/null 2>&1
    [ -n "$cb_begun" ] || exit 0 # It had ended already.
    cb_last=$((CB_UNTIL + 30))
    while cb_born "$cb_pid"; [ "$cb_born" = "$cb_begun" ]; do
        [ "$cb_parent" = "$cb_collector" ] || cb_last=$((CB_UNTIL + 80))
        if ! cb_nap "$cb_last"; then
            cb_end_tree "$cb_pid" "$cb_begun"
            exit 0
        fi
    done
    exit 0
}

cb_jacket() {
    exec 4<&0 < /dev/null 3<&-
    (
        trap - HUP INT TERM PIPE # Not USR1: leftover.sh sends it to all shells of the hold, and scripts run in one.
        cb_client
    ) <&4 4<&- &
    cb_pid=$!
    exec 4<&-
    cb_born "$cb_pid"
    cb_begun=$cb_born
    cb_collector=$cb_parent
    cb_last_resort &
    cb_resort=$!
    echo "$CB_MARK-JACKET"
    wait "$cb_pid"
    cb_status=$?
    echo "$CB_MARK-EXIT-$cb_status" & # Whoever does not read this must not keep the release waiting.
    cb_speaker=$!
    if [ "$CB_FAMILY" = STATE ] && [ "$CB_CLIENT-$cb_status" != scripts-0 ]; then
        until cb_released; do
            # The reporter has ended when nothing was acquired, or all was released.
            echo "$CB_MARK-TRYING" 2> /dev/null || break
            cb_nap $((CB_UNTIL + CB_PATIENCE)) || break
        done
    fi
    wait "$cb_resort" "$cb_speaker"
    exit 0
}

# --- reporter ---------------------------------------------------------------------------------------------------------

# The client did what $1 names; $cb_text is what it printed meanwhile.
cb_report() {
    case $1 in
        JACKET | CLIENT)
            cb_armed=$((cb_armed + 1))
            if [ "$cb_armed" -eq 2 ]; then
                cb_over=no # From here on it may be asked for the lock.
                echo ARMED
            fi
            ;;
        READY) echo READY ;;
        PONG-*) printf 'PONG %s %s\n' "${1#PONG-}" "$cb_text" ;;
        RELEASED)
            cb_over=yes
            echo RELEASED
            ;;
        RETAINED)
            case " $cb_text " in
                *' RETAINED '*) echo RETAINED ;;
                *) printf 'NOT RETAINED %s\n' "$cb_text" ;;
            esac
            ;;
        END) echo END ;;
        EXPIRED-*) printf 'EXPIRED %s\n' "${1#EXPIRED-}" ;;
        EXIT-*)
            printf 'CLIENT %s\n' "${1#EXIT-}"
            [ "$cb_over" = no ] || exit 0
            ;;
    esac
}

# Ends with status 0 when nothing can be held.
cb_reporter() {
    exec 3<&-
    cb_armed=0
    cb_over=yes
    cb_text=
    while IFS= read -r cb_line; do
        case $cb_line in
            "$CB_MARK"-*)
                cb_report "${cb_line#"$CB_MARK"-}"
                cb_text=
                ;;
            'CAPTURE '*) printf '%s\n' "$cb_line" ;;
            *) [ "${#cb_text}" -gt 2000 ] || cb_text="$cb_text${cb_text:+ }$cb_line" ;;
        esac
    done
    [ "$cb_over" = yes ] || exit 1
    exit 0
}

# --- all of it --------------------------------------------------------------------------------------------------------

# Not ended by what may be sent to all processes of an exec; a broken pipe is an error, not a signal: see above.
trap '' HUP INT TERM PIPE USR1
cb_now
CB_UNTIL=$((cb_now + CB_DEADLINE))
CB_PATIENCE=60000 # A state lock that cannot be released at the deadline is tried for ten more minutes.
exec 3<&0 < /dev/null
cb_events | cb_keeper | cb_jacket | cb_reporter
cb_over=$?
exec 3<&-
if [ "$cb_over" -ne 0 ] && [ "$CB_FAMILY" = STATE ]; then
    cb_let_go $((CB_UNTIL + CB_PATIENCE))
fi
exit "$cb_over"

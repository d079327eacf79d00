# Runs a short script for at most a given time. Runs in its container behind common.sh. When the connection is lost, the
# script goes on, but not for longer than it was given.
#
# Set before: CB_MARK    begins the last line, which tells the script's status
#             CB_LIMIT   hundredths of a second
#             CB_SCRIPT  the script

# Ends the script when its time is over; $1 is its process, begun at $2. Runs in the background.
cb_alarm() {
    exec > /dev/null 2>&1 # Not where it is called: see common.sh.
    [ -n "$2" ] || exit 0 # It had ended already.
    while cb_born "$1"; [ "$cb_born" = "$2" ]; do
        if ! cb_nap "$cb_last"; then
            cb_end_tree "$1" "$2"
            exit 0
        fi
    done
    exit 0
}

# Ends the alarm, process $cb_waker, begun at $cb_begun. It is collected here: most databases never collect what they adopt
# as first processes, and it would keep a process number for good.
cb_collect() {
    cb_born "$cb_waker"
    if [ -n "$cb_begun" ] && [ "$cb_born" = "$cb_begun" ]; then
        cb_child "$cb_waker"
        [ -z "$cb_child" ] || kill -9 "$cb_child" 2> /dev/null # Its nap: it sees then that there is nothing to end.
    fi
    wait "$cb_waker"
}

trap '' HUP INT TERM PIPE
cb_now
cb_last=$((cb_now + CB_LIMIT))
(
    trap - HUP INT TERM PIPE
    eval "$CB_SCRIPT"
) < /dev/null &
cb_pid=$!
cb_born "$cb_pid"
cb_alarm "$cb_pid" "$cb_born" &
cb_waker=$!
cb_born "$cb_waker"
cb_begun=$cb_born
wait "$cb_pid"
cb_status=$?
cb_now
if [ "$cb_now" -ge "$cb_last" ]; then
    cb_status=LATE # Whatever it says: the alarm may have ended one of its programs, and not the script itself.
fi
cb_collect
echo "$CB_MARK-STATUS-$cb_status"
exit 0

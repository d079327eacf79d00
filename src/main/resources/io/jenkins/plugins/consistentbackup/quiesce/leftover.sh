# Ends a hold whose orchestrator may have died, and shows that it is over. Runs in a fresh exec behind common.sh; safe
# when nothing is held, and safe to run again.
#
# Set before: what hold.sh needs, and CB_LIMIT: hundredths of a second that this may take. CB_HOLD is not exported.

# Sets cb_found to those of the files $2… that have the name of the hold in them, as process ids; $1 is its pattern.
cb_find() {
    cb_found=
    for cb_file in $(grep -l -s "$@"); do
        cb_file=${cb_file#/proc/}
        cb_found="$cb_found ${cb_file%/*}"
    done
}

command -v grep > /dev/null 2>&1 || cb_refuse 'the container has no program grep'
cb_now
cb_last=$((cb_now + CB_LIMIT))
# A bracket keeps this script's own grep from being found.
cb_pattern="consistent-backup-[h]old:${CB_HOLD#*:}"
while :; do
    # The shells of the hold have its name in their command lines; its keeper takes this signal as an order to end.
    cb_find "$cb_pattern" /proc/[0-9]*/cmdline
    if [ -n "$cb_found" ]; then
        kill -USR1 $cb_found 2> /dev/null
    else
        # Its client, and what scripts started, have it in their environments.
        cb_find "$cb_pattern" /proc/[0-9]*/environ
        [ -n "$cb_found" ] || break
    fi
    cb_now
    [ "$cb_now" -lt "$cb_last" ] || cb_refuse "processes of the hold are still there:$cb_found"
    sleep 0.1 2> /dev/null || sleep 1
done
if [ "$CB_FAMILY" = STATE ]; then
    cb_let_go "$cb_last" || cb_refuse 'the release did not end with success'
fi
echo OVER
exit 0

# Plays a program of a container in a template's test: logs what it is asked, and answers as the test says. Set before:
# cb_folder, cb_name; cb_before and cb_after, between which the template's mark stands; cb_listens, when it reads statements.

# Whether answer $1, to what holds the text $2 and only $3 times (0: always), is the one to $4.
cb_fits() {
    case $4 in
        *"$2"*) ;;
        *) return 1 ;;
    esac
    [ "$3" -gt 0 ] || return 0
    cb_used=0
    [ ! -e "$cb_folder/used-$1" ] || read -r cb_used < "$cb_folder/used-$1"
    [ "$cb_used" -lt "$3" ] || return 1
    echo $((cb_used + 1)) > "$cb_folder/used-$1"
}

# Answer number $1, to statement or arguments $2 that hold $3: prints $4, complains $5, ends with status $6, at most $7
# times. The arguments of the call follow. An answer to arguments is given here and now; statements are kept for later.
cb_answers=0
cb_answer() {
    if [ "$2" = statement ]; then
        cb_answers=$((cb_answers + 1))
        eval "cb_number_$cb_answers=\$1 cb_asked_$cb_answers=\$3 cb_prints_$cb_answers=\$4 \
            cb_errors_$cb_answers=\$5 cb_status_$cb_answers=\$6 cb_times_$cb_answers=\$7"
        return
    fi
    cb_number=$1 cb_asked=$3 cb_prints=$4 cb_errors=$5 cb_status=$6 cb_times=$7
    shift 7
    if cb_fits "$cb_number" "$cb_asked" "$cb_times" "$*"; then
        printf '%s\n' "$cb_name $*" >> "$cb_folder/asked"
        printf %s "$cb_prints"
        printf %s "$cb_errors" >&2
        exit "$cb_status"
    fi
}

# Answers to line $1 of standard input; a status other than 0 is the end.
cb_statement() {
    cb_each=1
    while [ "$cb_each" -le "$cb_answers" ]; do
        eval "cb_number=\$cb_number_$cb_each cb_asked=\$cb_asked_$cb_each cb_prints=\$cb_prints_$cb_each \
            cb_errors=\$cb_errors_$cb_each cb_status=\$cb_status_$cb_each cb_times=\$cb_times_$cb_each"
        if cb_fits "$cb_number" "$cb_asked" "$cb_times" "$1"; then
            printf %s "$cb_prints"
            printf %s "$cb_errors" >&2
            [ "$cb_status" -eq 0 ] || exit "$cb_status"
            return
        fi
        cb_each=$((cb_each + 1))
    done
}

# No answer is to these arguments: it is a client that reads statements, or the test forgot something.
cb_listen() {
    printf '%s\n' "$cb_name $*" >> "$cb_folder/asked"
    if [ -z "$cb_listens" ]; then
        echo "the test does not say what $cb_name answers to: $*" >&2
        exit 70
    fi
    while IFS= read -r cb_line; do
        case $cb_line in
            "$cb_before"cb-*"$cb_after")
                cb_mark=${cb_line#"$cb_before"}
                printf '%s\n' "${cb_mark%"$cb_after"}"
                ;;
            *)
                printf '%s\n' "$cb_name < $cb_line" >> "$cb_folder/asked"
                cb_statement "$cb_line"
                ;;
        esac
    done
    exit 0
}

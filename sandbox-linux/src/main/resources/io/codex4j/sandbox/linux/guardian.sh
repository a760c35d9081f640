# Clean up after a JVM that was killed. Reads one order a line from it; the end of input means that it is gone.
# What is looked for in other processes never stands in our own arguments, nor in those of the tools we call.
trap '' HUP INT QUIT TERM
owner=
sessions=' '
started=no
set --
while IFS= read -r order; do
    case $order in
        owner\ *) owner=${order#owner } ;;
        made\ * | guard\ *) set -- "$@" "$order" ;;
        start) started=yes ;;
        session\ *) sessions="$sessions${order#session } " ;;
        ended\ *)
            ended=" ${order#ended } "
            case $sessions in
                *"$ended"*) sessions="${sessions%%"$ended"*} ${sessions#*"$ended"}" ;;
            esac
            ;;
        done) exit 0 ;;
    esac
done

in_sessions() {
    for folder in /proc/[0-9]*; do
        IFS= read -r line 2>/dev/null <"$folder/stat" || continue
        set -- ${line##*) }
        case $sessions in
            *" $4 "*) [ "$1" = Z ] || echo "${folder#/proc/}" ;;
        esac
    done 2>/dev/null
}

# The mark of every process of the JVM begins with its name: in the environment, or in the arguments of bubblewrap.
marked() {
    printf '%s.' "$owner" | grep -lsF -f - /proc/[0-9]*/environ /proc/[0-9]*/cmdline | while IFS= read -r file; do
        file=${file#/proc/}
        echo "${file%/*}"
    done
}

if [ "$started" = yes ]; then
    sweeps=0
    while [ "$sweeps" -lt 50 ]; do
        sweeps=$((sweeps + 1))
        victims=$(in_sessions; marked)
        [ -n "$victims" ] || break
        kill -KILL $victims 2>/dev/null
        sleep 0.02
    done
fi

[ "$#" -gt 0 ] || exit 0
# A folder may go only when no process has it mounted any more: see the decision about protected names.
tries=0
while printf '%s' "$owner" | grep -qsF -f - /proc/[0-9]*/mountinfo; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || exit 0
    sleep 0.05
done
for order; do
    path=${order#* }
    rmdir -- "$path" 2>/dev/null || continue
    case $order in
        made\ *) rmdir -- "${path%/*}" 2>/dev/null ;;
    esac
done

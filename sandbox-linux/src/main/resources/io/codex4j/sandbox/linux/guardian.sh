# Clean up after a JVM that was killed. Arguments: the mark of its processes, its name in folders.
# Reads one order a line from the JVM; the end of input means that the JVM is gone.
trap '' HUP INT QUIT TERM
mark=$1
owner=$2
sessions=' '
started=no
set --
while IFS= read -r order; do
    case $order in
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

marked() {
    grep -lsF -e "$mark" /proc/[0-9]*/environ | while IFS= read -r file; do
        file=${file#/proc/}
        echo "${file%/environ}"
    done
}

if [ "$started" = yes ]; then
    sweeps=0
    while [ "$sweeps" -lt 50 ]; do
        sweeps=$((sweeps + 1))
        victims="$(in_sessions) $(marked)"
        [ -n "${victims# }" ] || break
        kill -KILL $victims 2>/dev/null
        sleep 0.02
    done
fi

[ "$#" -gt 0 ] || exit 0
# A folder may go only when no process has it mounted any more: see the decision about protected names.
tries=0
while grep -qsF -e "$owner" /proc/[0-9]*/mountinfo; do
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

#!/bin/bash
# Drive another command runner with our parent, under Wine.
#
# usage: interop.sh RUNNER_EXE WINDOWS_JRE
#   RUNNER_EXE   codex-command-runner.exe of the reference (in the npm package @openai/codex, version …-win32-x64); "ours" for our own
#   WINDOWS_JRE  folder of a Windows JRE 21 or newer
# Needs wine, x86_64-w64-mingw32-gcc, and `mvn -pl sandbox-windows -am test-compile` done before. Keeps its files below target/interop.
set -euo pipefail

if [ $# -ne 2 ]; then
    sed -n '2,/^set/{s/^# \{0,1\}//;/^set/!p}' "$0" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
runner=$1
java=$(realpath "$2")/bin/java.exe
work=$here/target/interop
export WINEPREFIX=$work/wine WINEDEBUG=-all WINEDLLOVERRIDES='mscoree=;mshtml='

# The program of the reference asks bcryptprimitives.dll, which Wine 8 lacks, for random numbers.
make_library() {
    cat >"$work/bcryptprimitives.c" <<'C'
#include <stddef.h>
unsigned char __stdcall SystemFunction036(void *buffer, unsigned long length);
__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *buffer, size_t length) {
    return SystemFunction036(buffer, (unsigned long)length);
}
C
    x86_64-w64-mingw32-gcc -shared -O1 -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" "$work/bcryptprimitives.c" -ladvapi32
}

windows() {
    printf 'Z:%s' "${1//\//\\}"
}

class_path() {
    local path entry
    path="$(windows "$here/target/test-classes");$(windows "$here/target/classes");$(windows "$here/../sandbox-spi/target/classes");$(windows "$here/../api/target/classes")"
    for entry in net/java/dev/jna/jna com/fasterxml/jackson/core/jackson-core org/jspecify/jspecify org/apiguardian/apiguardian-api; do
        path="$path;$(windows "$(find "$HOME/.m2/repository/$entry" -name '*.jar' | sort -V | tail -1)")"
    done
    printf '%s' "$path"
}

mkdir -p "$work/home"
[ -e "$WINEPREFIX/system.reg" ] || wineboot -i >/dev/null 2>&1
trap 'wineserver -k' EXIT
make_library
command=()
[ "$runner" = ours ] || command=("$(windows "$(realpath "$runner")")")
timeout 300 wine "$java" "-Djava.security.properties=$(windows "$here/target/test-classes/io/codex4j/sandbox/windows/wine.security")" \
    -XX:-PrintWarnings -cp "$(class_path)" io.codex4j.sandbox.windows.RunnerCases "$(windows "$work/home")" "${command[@]}" \
    2> >(grep -av 'wine32\|multiarch\|dpkg --add-arch\|^$' >&2)

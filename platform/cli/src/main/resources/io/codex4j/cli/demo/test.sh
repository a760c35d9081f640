#!/bin/sh
# Compare what duration.sh prints with what it should print.
cd "$(dirname "$0")" || exit 2
failures=0

check() {
    actual=$(sh ./duration.sh "$1")
    if [ "$actual" = "$2" ]; then
        echo "ok    $1 -> $actual"
    else
        echo "FAIL  $1 -> $actual, expected $2"
        failures=$((failures + 1))
    fi
}

check 59 '0h 00m 59s'
check 600 '0h 10m 00s'
check 4000 '1h 06m 40s'
check 86399 '23h 59m 59s'

[ "$failures" -eq 0 ]

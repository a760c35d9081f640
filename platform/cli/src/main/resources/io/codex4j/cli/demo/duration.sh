#!/bin/sh
# Print a number of seconds as hours, minutes and seconds.
total=$1

hours=$((total / 3600))
minutes=$((total / 60))
seconds=$((total % 60))

printf '%dh %02dm %02ds\n' "$hours" "$minutes" "$seconds"

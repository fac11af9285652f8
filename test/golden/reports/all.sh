#!/bin/sh
# the last ticket is sold once, against http://127.0.0.1:4100/racy/tickets
# "one buyer gets the ticket" in round 4 of 20261124T120000-7: sold: exactly 1, but sold: 2
# The witness: 2 requests that together already break it.
#
# curl's timing is far looser than Racehound's: it starts its requests one after the other, milliseconds apart, and nothing
# holds their last bytes back. Where the race is narrow, this script misses it most of the time: run it often, or fire the
# round as it was: racehound replay racehound-results/20261124T120000-7 --round 4
#
# CURL_OPTIONS holds more options for every request, such as --insecure or --cacert FILE.
# Written by racehound 0.1.0.
: "${ADMIN_TOKEN:?set it first: it is a secret of the scenario}"
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v jq > /dev/null || { echo 'this script needs jq' >&2; exit 3; }
went_well() { [ "$status" -lt 400 ] || { echo "$1: answered with $status, so nothing is fired" >&2; cat "$2" >&2; exit 3; }; }

# put one ticket on sale: it was answered with 201
status=$(curl \
  --silent --show-error ${CURL_OPTIONS:-} \
  --globoff \
  --request POST \
  --header 'authorization: Bearer '"${ADMIN_TOKEN}" \
  --data-raw '{"stock":1}' \
  --dump-header "$work/prepare-1.head" \
  --output "$work/prepare-1.body" \
  --write-out '%{http_code}' \
  http://127.0.0.1:4100/racy/tickets/events)
went_well 'put one ticket on sale' "$work/prepare-1.body"
captured_event=$(jq -r '.["id"]' "$work/prepare-1.body")

# All at once.
curl \
  --parallel \
  --parallel-immediate \
  --no-progress-meter \
  --parallel-max 2 \
  --silent --show-error ${CURL_OPTIONS:-} \
  --globoff \
  --request POST \
  --header 'content-type: application/json' \
  --data-raw '{"event":'"${captured_event}"',"buyer":"buyer-7"}' \
  --output "$work/7" \
  --write-out '#7 buy: %{http_code} after %{time_total} s\n' \
  http://127.0.0.1:4100/racy/tickets/events/"${captured_event}"/purchases \
  --next \
  --silent --show-error ${CURL_OPTIONS:-} \
  --globoff \
  --request POST \
  --header 'content-type: application/json' \
  --data-raw '{"event":'"${captured_event}"',"buyer":"buyer-13"}' \
  --output "$work/13" \
  --write-out '#13 buy: %{http_code} after %{time_total} s\n' \
  http://127.0.0.1:4100/racy/tickets/events/"${captured_event}"/purchases
printf '\n#%s, which was told %s, now:\n' 7 '201 sold'
cat "$work/7" 2> /dev/null || true
printf '\n#%s, which was told %s, now:\n' 13 '201 sold'
cat "$work/13" 2> /dev/null || true
echo

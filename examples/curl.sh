#!/usr/bin/env bash
# curl is all it takes: a query, a mutation that may be repeated, and a subscription as server-sent events.
#   bash examples/curl.sh            the query
#   bash examples/curl.sh schedule '{"source": …, "window": …}'   the input of scheduleCallback, as JSON
#   bash examples/curl.sh follow     until you end it
set -euo pipefail
url="${RINGBACK_URL:-http://localhost:4000}/graphql"
headers=(-H "content-type: application/json")
if [ -n "${RINGBACK_API_KEY:-}" ]; then headers+=(-H "x-api-key: $RINGBACK_API_KEY"); fi

case "${1:-list}" in
  list)
    exec curl -sS "${headers[@]}" "$url" -d '{
      "query": "query ($first: Int!) { callbacks(first: $first, filter: { isOpen: true }) { totalCount nodes { id vendor status } } }",
      "variables": { "first": 5 }
    }'
    ;;
  schedule)
    exec curl -sS "${headers[@]}" "$url" -d "{
      \"query\": \"mutation (\$input: ScheduleCallbackInput!) { scheduleCallback(input: \$input) { callback { id status } userErrors { code message field } } }\",
      \"variables\": { \"input\": $2 }
    }"
    ;;
  follow)
    exec curl -sSN "${headers[@]}" -H "accept: text/event-stream" "$url" -d '{
      "query": "subscription { callbackStatusChanged(snapshot: true) { cursor kind status callback { vendor } } }"
    }'
    ;;
  *)
    sed -n 2,5p "$0" >&2
    exit 2
    ;;
esac

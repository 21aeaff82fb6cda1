#!/usr/bin/env bash
# curl: a query, a mutation that can be repeated safely, and a subscription over server-sent events.
#   bash examples/curl.sh            runs the query
#   bash examples/curl.sh schedule '{"source": …, "window": …}'   runs the mutation; its input is JSON
#   bash examples/curl.sh follow     runs the subscription until you stop it
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

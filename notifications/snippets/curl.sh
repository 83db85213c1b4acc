echo '{"run": "1287", "status": "failed", "task": "build", "branch": "main", "triggered_by": "lilei",
  "url": "https://ci.example.com/runs/1287", "variables": {"IMAGE": "web:1287"}}' |
curl -sS --fail-with-body --max-time 10 --retry 3 --data-binary @- \
  -H "Authorization: Bearer $WECOM_NOTIFY_TOKEN" -H "Content-Type: application/json" \
  @ADDRESS@/api/v1/events

# First task of the pipeline: who started it, why and when, which Gitee's own webhook cannot say.
# What is reported here is told with every result of the same build.
# Gitee names no kind of trigger: set the pipeline variable TRIGGER_TYPE to push, manual or schedule.
q() { printf '"%s"' "$(printf '%s' "$1" | tr -d '\000-\010\013-\037' | tr '\t' ' ' |
  sed 's/[\\"]/\\&/g' | awk '{printf "%s%s", s, $0; s="\\n"}')"; }
[ -n "$GITEE_PULL_REQUEST_ID" ] && TRIGGER_TYPE=pull_request
{ printf '{"run":%s,"status":"running",' "$(q "$GITEE_PIPELINE_BUILD_NUMBER")"
  printf '"triggered_by":%s,"trigger_type":%s,' "$(q "$GITEE_PIPELINE_TRIGGER_USER")" "$(q "$TRIGGER_TYPE")"
  printf '"branch":%s,"commit_message":%s,' "$(q "$GITEE_BRANCH")" "$(q "$GITEE_COMMIT_MESSAGE")"
  printf '"started_at":"%s"}' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"; } |
curl -sS --fail-with-body --max-time 10 --retry 3 --data-binary @- \
  -H "Authorization: Bearer $WECOM_NOTIFY_TOKEN" -H "Content-Type: application/json" \
  @ADDRESS@/api/v1/events || true

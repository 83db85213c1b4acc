// The token is a credential of the kind "Secret text".
post {
  always {
    withCredentials([string(credentialsId: 'wecom-notify-token', variable: 'WECOM_NOTIFY_TOKEN')]) {
      withEnv(["RESULT=${currentBuild.currentResult}"]) {
        sh '''
          q() { printf '"%s"' "$(printf '%s' "$1" | tr -d '\\000-\\010\\013-\\037' | tr '\\t' ' ' |
            sed 's/[\\\\"]/\\\\&/g' | awk '{printf "%s%s", s, $0; s="\\\\n"}')"; }
          case "$RESULT" in SUCCESS) status=succeeded ;; ABORTED) status=canceled ;;
            NOT_BUILT) status=skipped ;; *) status=failed ;; esac
          { printf '{"run":%s,"status":"%s",' "$(q "$BUILD_NUMBER")" "$status"
            printf '"task":%s,"url":%s,' "$(q "$JOB_BASE_NAME")" "$(q "$BUILD_URL")"
            printf '"branch":%s,"commit":%s,' "$(q "${BRANCH_NAME:-$GIT_BRANCH}")" "$(q "$GIT_COMMIT")"
            printf '"triggered_by":%s}' "$(q "$BUILD_USER_ID")"; } |
          curl -sS --fail-with-body --max-time 10 --retry 3 --data-binary @- \\
            -H "Authorization: Bearer $WECOM_NOTIFY_TOKEN" -H "Content-Type: application/json" \\
            @ADDRESS@/api/v1/events || true
        '''
      }
    }
  }
}

"""The addresses of pipelines and of what reports for them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from notifications.views import connections, fallbacks, mutes, pipelines
from teams.recent_proof import recently_proved_to_change

PIPELINE = "pipelines/<slug:team>/<str:identifier>/"
TEAM = "teams/<slug:team>/connections/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("pipelines/", pipelines.pipelines, name="pipelines"),
    path("pipelines/new/", pipelines.pipeline_new, name="pipeline-new"),
    path(PIPELINE, pipelines.pipeline, name="pipeline"),
    path(f"{PIPELINE}name/", pipelines.pipeline_name, name="pipeline-name"),
    path(f"{PIPELINE}deletion/", pipelines.pipeline_deletion, name="pipeline-deletion"),
    path(f"{PIPELINE}mute/", mutes.pipeline_mute, name="pipeline-mute"),
    path(f"{PIPELINE}unmuting/", mutes.pipeline_unmuting, name="pipeline-unmuting"),
    path(f"{PIPELINE}tokens/", recently_proved_to_change(connections.tokens), name="pipeline-tokens"),
    path(
        f"{PIPELINE}tokens/<int:pk>/revocation/",
        connections.token_revocation,
        name="pipeline-token-revocation",
    ),
    path(f"{PIPELINE}hooks/", recently_proved_to_change(connections.hooks), name="pipeline-hooks"),
    path(
        f"{PIPELINE}hooks/<slug:public_id>/revocation/",
        connections.hook_revocation,
        name="pipeline-hook-revocation",
    ),
    path("teams/<slug:team>/fallback/", fallbacks.fallback, name="team-fallback"),
    path(TEAM, connections.team_connections, name="team-connections"),
    path(f"{TEAM}tokens/", recently_proved_to_change(connections.tokens), name="team-tokens"),
    path(f"{TEAM}tokens/<int:pk>/revocation/", connections.token_revocation, name="team-token-revocation"),
    path(f"{TEAM}hooks/", recently_proved_to_change(connections.hooks), name="team-hooks"),
    path(
        f"{TEAM}hooks/<slug:public_id>/revocation/",
        connections.hook_revocation,
        name="team-hook-revocation",
    ),
]

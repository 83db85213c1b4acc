from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from notifications.pipeline_urls import urlpatterns as pipeline_urlpatterns
from notifications.views import (
    credential_tests,
    deliveries,
    events,
    held_messages,
    mutes,
    queue_page,
    queues,
    redeliveries,
    robot_news,
    step_list,
    step_tries,
    steps,
    variables,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", step_list.home, name="home"),
    path("steps/new/", steps.step_new, name="step-new"),
    path("steps/preview/", step_tries.preview, name="step-new-preview"),
    path("steps/test-messages/", step_tries.send_test, name="step-new-test-messages"),
    path("steps/<int:pk>/", steps.step, name="step"),
    path("steps/<int:pk>/preview/", step_tries.preview, name="step-preview"),
    path("steps/<int:pk>/test-messages/", step_tries.send_test, name="step-test-messages"),
    path("steps/<int:pk>/activation/", step_list.step_activation, name="step-activation"),
    path("steps/<int:pk>/mute/", mutes.step_mute, name="step-mute"),
    path("steps/<int:pk>/unmuting/", mutes.step_unmuting, name="step-unmuting"),
    path("steps/<int:pk>/deletion/", steps.step_deletion, name="step-deletion"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/redeliveries/", deliveries.redeliveries, name="delivery-redeliveries"),
    path("deliveries/redeliveries/", redeliveries.redeliveries, name="redeliveries"),
    path("queues/", queues.queues, name="queues"),
    path("queues/news/", robot_news.robot_news, name="robot-news"),
    path("queues/news/seen/", robot_news.seen, name="robot-news-seen"),
    path("queues/<int:pk>/", queue_page.queue, name="queue"),
    path("queues/<int:pk>/flush/", queue_page.queue_flush, name="queue-flush"),
    path("queues/<int:pk>/pause/", queues.pause, name="queue-pause"),
    path("queues/<int:pk>/resumption/", queues.resumption, name="queue-resumption"),
    path("queues/<int:pk>/probe/", queues.probe, name="queue-probe"),
    path("queues/<int:pk>/mute/", mutes.queue_mute, name="queue-mute"),
    path("queues/<int:pk>/unmuting/", mutes.queue_unmuting, name="queue-unmuting"),
    path("events/<int:pk>/", events.event, name="event"),
    path("credentials/<uuid:pk>/test-messages/", credential_tests.send_test, name="credential-test-messages"),
    path("credentials/<uuid:pk>/held-messages/", held_messages.send, name="credential-held-messages"),
    path("help/variables/", variables.variables_help, name="variables-help"),
    *pipeline_urlpatterns,
]

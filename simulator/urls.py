from __future__ import annotations

from django.urls import path

from simulator.calls import SEND_PATH, UPLOAD_PATH
from simulator.views import controls, pages, robots

app_name = "simulator"
urlpatterns = [
    path("", pages.chat_page, name="page"),
    path("robots/", controls.add_robot, name="robots"),
    path("groups/<int:group_id>/", pages.chat_page, name="group"),
    path("groups/<int:group_id>/live/", pages.live, name="live"),
    path("groups/<int:group_id>/faults/", controls.script_fault, name="faults"),
    path("groups/<int:group_id>/faults/clear/", controls.clear_faults, name="clear-faults"),
    path("groups/<int:group_id>/messages/clear/", controls.empty_chat, name="empty-chat"),
]
# The robot's own addresses stand at the root of the site, as they do at WeCom.
robot_urlpatterns = [
    path(SEND_PATH.removeprefix("/"), robots.robot, name="robot-send"),
    path(UPLOAD_PATH.removeprefix("/"), robots.robot, name="robot-upload-media"),
]

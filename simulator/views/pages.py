from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from simulator.forms import FaultForm, RobotForm
from simulator.screen import Screen, screen_of, webhook_url
from simulator.views.door import development_only, exchange


@require_safe
@development_only
def chat_page(request: HttpRequest, group_id: int | None = None) -> HttpResponse:
    """Show the groups, the chat of one of them, and the controls."""
    return show(request, _screen(group_id))


@require_safe
@development_only
def live(request: HttpRequest, group_id: int) -> HttpResponse:
    """Show what changed since the version the browser has seen, or 204."""
    screen = _screen(group_id)
    if request.GET.get("seen") == screen.version:
        return HttpResponse(status=204)
    return render(request, "simulator/live.html", {"screen": screen})


def show(
    request: HttpRequest,
    screen: Screen,
    *,
    robot_form: RobotForm | None = None,
    fault_form: FaultForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page, with a form that was refused where there is one."""
    group = screen.group.name if screen.group else ""
    context = {
        "screen": screen,
        "robot_form": robot_form or RobotForm(initial={"group": group}),
        "fault_form": fault_form or FaultForm(robots=screen.robots),
        "addresses": [(robot, webhook_url(robot, port=request.get_port())) for robot in screen.robots],
    }
    return render(request, "simulator/page.html", context, status=status)


def _screen(group_id: int | None) -> Screen:
    screen = screen_of(exchange(), group_id)
    if group_id is not None and screen.group is None:
        raise Http404
    return screen

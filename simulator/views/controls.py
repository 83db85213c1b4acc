from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from simulator.forms import FaultForm, RobotForm
from simulator.screen import screen_of
from simulator.views.door import development_only, exchange
from simulator.views.pages import show


@require_POST
@development_only
def add_robot(request: HttpRequest) -> HttpResponse:
    """Put a robot into a group and show the group, with the robot's address."""
    form = RobotForm(request.POST)
    if not form.is_valid():
        return show(request, screen_of(exchange()), robot_form=form, status=422)
    robot = exchange().groups.add_robot(**form.cleaned_data)
    return redirect("simulator:group", robot.group_id)


@require_POST
@development_only
def script_fault(request: HttpRequest, group_id: int) -> HttpResponse:
    """Make the next calls fail."""
    screen = screen_of(exchange(), group_id)
    form = FaultForm(request.POST, robots=screen.robots)
    if not form.is_valid():
        return show(request, screen, fault_form=form, status=422)
    exchange().script.add(form.fault())
    return redirect("simulator:group", group_id)


@require_POST
@development_only
def clear_faults(request: HttpRequest, group_id: int) -> HttpResponse:
    """Take back one scripted fault, or all of them."""
    number = request.POST.get("fault", "")
    exchange().script.clear(int(number) if number.isdecimal() else None)
    return redirect("simulator:group", group_id)


@require_POST
@development_only
def empty_chat(request: HttpRequest, group_id: int) -> HttpResponse:
    """Forget a group's messages and what was counted of every robot's minute."""
    exchange().chat.forget(group_id)
    exchange().usage.forget()
    return redirect("simulator:group", group_id)

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from simulator.faults import Fault, Kind
from simulator.views.door import exchange

pytestmark = pytest.mark.django_db
KEY = "11111111-2222-4333-8444-555555555555"
SEND = f"/cgi-bin/webhook/send?key={KEY}"


@pytest.fixture(autouse=True)
def simulator(settings, tmp_path):
    settings.DEBUG = True
    settings.SIMULATOR_FILE = tmp_path / "simulator.sqlite3"
    exchange().groups.add_robot(group="平台研发群", name="构建小助手", key=KEY)
    yield exchange()
    exchange().store.close()


def send(client, content, msgtype="markdown", **more):
    message = {"msgtype": msgtype, msgtype: {"content": content, **more}}
    return client.post(SEND, message, content_type="application/json")


def test_the_robot_answers_at_the_root_of_the_site_without_a_session(client):
    answer = send(client, "hello")
    assert (answer.status_code, answer.content) == (200, b'{"errcode":0,"errmsg":"ok"}')
    assert answer["Content-Type"] == "application/json; charset=UTF-8"


def test_a_message_shows_in_its_group(client, as_user, alice):
    send(client, '# <font color="warning">失败</font>\n<b>& </b><@lilei>')
    page = as_user(alice).get("/simulator/").content.decode()
    assert '<p class="wecom-heading level-1"><span class="wecom-warning">失败</span></p>' in page
    assert '<p>&lt;b&gt;&amp; &lt;/b&gt;<span class="wecom-mention">@lilei</span></p>' in page
    assert "WeCom knows no HTML: shown as typed." in page
    assert "pings lilei" in page
    assert f"http://127.0.0.1:80{SEND}" in page


@pytest.mark.parametrize("path", ["/simulator/", "/simulator/groups/1/", "/simulator/groups/1/live/", SEND])
def test_outside_debug_there_is_no_simulator(as_user, alice, settings, path):
    settings.DEBUG = False
    assert as_user(alice).get(path).status_code == 404


@pytest.mark.parametrize(
    "elsewhere",
    [{"REMOTE_ADDR": "10.0.0.7"}, {"REMOTE_ADDR": ""}, {"headers": {"x-forwarded-for": "10.0.0.7"}}],
)
@pytest.mark.parametrize("path", ["/simulator/", SEND])
def test_from_elsewhere_there_is_no_simulator(as_user, alice, path, elsewhere):
    assert as_user(alice).get(path, **elsewhere).status_code == 404


def test_the_page_is_for_people_who_signed_in(client):
    answer = client.get("/simulator/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next=/simulator/"


def test_an_unknown_group_is_404(as_user, alice):
    assert as_user(alice).get("/simulator/groups/99/").status_code == 404


def test_polling_answers_only_when_something_changed(client, as_user, alice):
    as_user(alice)
    page = client.get("/simulator/").content.decode()
    poll = re.search(r'hx-get="([^"]+)"', page).group(1)
    assert client.get(poll).status_code == 204
    send(client, "news")
    news = client.get(poll)
    assert news.status_code == 200
    assert "<p>news</p>" in news.content.decode()


def test_a_new_robot_shows_its_address(as_user, alice):
    answer = as_user(alice).post("/simulator/robots/", {"group": "值班群", "name": "值班"}, follow=True)
    [robot] = exchange().groups.robots_in(2)
    assert (robot.group, robot.name) == ("值班群", "值班")
    assert f"http://127.0.0.1:80/cgi-bin/webhook/send?key={robot.key}" in answer.content.decode()


def test_a_robot_needs_a_group(as_user, alice):
    answer = as_user(alice).post("/simulator/robots/", {"name": "值班"})
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()


def test_a_scripted_fault_hits_the_next_call_and_shows_until_then(client, as_user, alice):
    fault = {"kind": "rate_limited", "key": KEY, "times": "3", "seconds": "1", "status": "500"}
    page = as_user(alice).post("/simulator/groups/1/faults/", fault, follow=True).content.decode()
    assert "45009: too many messages" in page
    assert "3 calls left" in page
    assert send(client, "hello").json()["errcode"] == 45009


def test_a_fault_needs_sane_figures(as_user, alice):
    fault = {"kind": "status", "times": "1", "seconds": "1", "status": "99"}
    answer = as_user(alice).post("/simulator/groups/1/faults/", fault)
    assert answer.status_code == 422
    assert "Ensure this value is greater than or equal to 200." in answer.content.decode()


def test_faults_are_taken_back_one_by_one_or_all(as_user, alice, simulator):
    for _ in range(3):
        as_user(alice).post(
            "/simulator/groups/1/faults/", {"kind": "busy", "times": "", "seconds": "1", "status": "500"}
        )
    first = simulator.script.all()[0]
    as_user(alice).post("/simulator/groups/1/faults/clear/", {"fault": first.id})
    assert len(simulator.script.all()) == 2
    as_user(alice).post("/simulator/groups/1/faults/clear/")
    assert simulator.script.all() == []


def test_emptying_a_chat_starts_the_minute_anew(client, as_user, alice):
    for _ in range(20):
        send(client, "hello")
    assert send(client, "hello").json()["errcode"] == 45009
    answer = as_user(alice).post("/simulator/groups/1/messages/clear/", follow=True)
    assert "Nothing has been said here yet." in answer.content.decode()
    assert send(client, "hello").json()["errcode"] == 0


def test_an_empty_simulator_says_what_to_do(as_user, alice, settings, tmp_path):
    settings.SIMULATOR_FILE = tmp_path / "empty.sqlite3"
    sentence = (
        "No robot yet. Add one, and paste its address into a credential: what is sent to it shows here."
    )
    assert sentence in as_user(alice).get("/simulator/").content.decode()


class Socket:
    closed = False

    def shutdown(self, how):
        self.closed = True


@pytest.mark.parametrize("kind", ["drop", "drop_after_accepting"])
def test_gunicorns_socket_is_closed_without_a_reply(client, simulator, kind):
    simulator.script.add(Fault(kind=Kind(kind)))
    connection = Socket()
    message = {"msgtype": "text", "text": {"content": "hi"}}
    client.post(SEND, message, content_type="application/json", **{"gunicorn.socket": connection})
    assert connection.closed
    assert len(simulator.chat.messages()) == (1 if kind == "drop_after_accepting" else 0)


def test_a_dripping_and_a_redirecting_robot(client, simulator):
    simulator.script.add(Fault(kind=Kind.DRIP, seconds=0))
    assert b"".join(send(client, "hello").streaming_content) == b'{"errcode":0,"errmsg":"ok"}'
    simulator.script.add(Fault(kind=Kind.REDIRECT))
    assert send(client, "hello")["Location"] == f"/cgi-bin/webhook/send?key={KEY}&redirected=1"

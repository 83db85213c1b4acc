from __future__ import annotations

from functools import partial
from pathlib import Path

from simulator.calls import SEND_PATH, UPLOAD_PATH, Call
from simulator.chat import Chat
from simulator.failing import fail
from simulator.faults import Script
from simulator.group import Groups
from simulator.options import DOCUMENTED, Options
from simulator.replies import Refused, Reply, accepted, refused
from simulator.robot import RobotState, Verdict, decide
from simulator.store import Store
from simulator.uploads import accept_upload
from simulator.usage import Usage


class Exchange:
    """Answer calls as WeCom's robots would, from what the store knows; one of these per process is enough."""

    def __init__(self, path: Path | None = None, options: Options = DOCUMENTED) -> None:
        """Use the store in the file at `path`, or one in memory."""
        self.store = Store(path)
        self.options = options
        self.groups = Groups(self.store)
        self.chat = Chat(self.store)
        self.script = Script(self.store)
        self.usage = Usage(self.store)

    def answer(self, call: Call) -> Reply:
        """Return the reply to one call, scripted faults first; accepted messages are shown in their group."""
        answers = {SEND_PATH: self._send, UPLOAD_PATH: self._upload}
        if call.path not in answers:
            return Reply(status=404)
        return fail(call, self.script.take(call.key), partial(answers[call.path], call))

    def _send(self, call: Call) -> Reply:
        with self.store.transaction():
            state = self._state(call)
            verdict = decide(call, state=state, options=self.options, now=call.at)
            if state.standing is not None:
                self._keep(call, verdict, state)
        if verdict.http_status != 200:  # noqa: PLR2004
            return Reply(status=verdict.http_status)
        if verdict.refusal is not None:
            return refused(verdict.refusal, now=call.at, peer=call.peer, warn=verdict.warn)
        return accepted(warn=verdict.warn)

    def _keep(self, call: Call, verdict: Verdict, state: RobotState) -> None:
        self.usage.count(verdict, state.rate, self.options, key=call.key, now=call.at)
        robot = self.groups.robot(call.key)
        if verdict.message is not None and robot is not None:
            self.chat.record(verdict.message, robot=robot, at=call.at)

    def _upload(self, call: Call) -> Reply:
        try:
            upload = accept_upload(call, state=self._state(call))
        except Refused as refusal:
            return refused(refusal, now=call.at, peer=call.peer)
        media_id = self.usage.keep(upload, key=call.key, now=call.at)
        return accepted(type=upload.media_type, media_id=media_id, created_at=str(int(call.at)))

    def _state(self, call: Call) -> RobotState:
        robot = self.groups.robot(call.key)
        return RobotState(
            standing=robot.standing if robot else None,
            rate=self.usage.rate_of(call.key, now=call.at),
            owns_media=partial(self._owns_media, call),
        )

    def _owns_media(self, call: Call, media_id: str) -> bool:
        return self.usage.owns_media(call.key, media_id, now=call.at)

"""The demo: a team, a pipeline, two rules, one simulated robot, and an event that has been told."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings

from credentials.models import Credential
from notifications import intake
from notifications.models import Pipeline, Step
from notifications.reports import Report
from simulator.group import Groups
from simulator.store import Store
from teams.models import Team, User

if TYPE_CHECKING:
    from pathlib import Path

GROUP = "平台研发群"
ROBOT_NAME = "构建小助手"
# A demo robot's key opens nothing but the simulator on this machine.
ROBOT_KEY = "00000000-0000-4000-8000-00000000demo"
CUSTOM_CONTENT = (
    "**${COMMIT_TITLE}**\n分支：${BRANCH}\n提交：`${COMMIT_SHORT}`\n> 失败时先看日志，再看构建手册"
)


class Demo:
    """Everything `make run` shows; making it again changes nothing that is there."""

    USERNAME = "admin"

    @property
    def password_file(self) -> Path:
        return settings.DATA_DIR / "demo_password"

    def password(self) -> str:
        """Return the demo's password; it is random and kept 0600 in the data folder."""
        if not self.password_file.exists():
            self.password_file.touch(mode=0o600)
            self.password_file.write_text(secrets.token_urlsafe(12))
        return self.password_file.read_text()

    def make(self) -> None:
        """Make what is missing."""
        admin = self.administrator()
        if Team.objects.filter(slug="shop").exists():
            return
        team = Team.create(slug="shop", name="网上商城", by=admin)
        pipeline = Pipeline.add(team=team, identifier="web-portal", name="网上商城前端", by=admin)
        credential = self.credential(team, admin)
        for step in steps(team, pipeline, credential):
            step.store(by=admin)
        intake.receive(failure(), pipeline=pipeline, reporter="demo")

    def administrator(self) -> User:
        admin = User.objects.filter(username=self.USERNAME).first()
        if admin is None:
            admin = User.objects.create_superuser(self.USERNAME, "admin@example.com", self.password())
        return admin

    def credential(self, team: Team, admin: User) -> Credential:
        """Put a robot into the simulator's group and register its key."""
        robots = Groups(Store(settings.SIMULATOR_FILE))
        robots.add_robot(group=GROUP, name=ROBOT_NAME, key=ROBOT_KEY)
        address = f"{settings.WECOM_ENDPOINTS['loopback']}/cgi-bin/webhook/send?key={ROBOT_KEY}"
        return Credential.register(name=GROUP, webhook=address, by=admin, teams=[team])


def steps(team: Team, pipeline: Pipeline, credential: Credential) -> list[Step]:
    """Return a rule of the pipeline and one of the whole team."""
    return [
        Step(
            team=team,
            pipeline=pipeline,
            credential=credential,
            name="构建失败通知",
            events=["failed", "recovered"],
            custom_content=CUSTOM_CONTENT,
            mention_trigger_user=True,
        ),
        Step(
            team=team,
            credential=credential,
            name="发布完成",
            task="发布",
            events=["succeeded"],
            custom_content="版本 ${BUILD_NUMBER} 已发布",
        ),
    ]


def failure() -> Report:
    """Return the event that makes the demo's first message."""
    return Report(
        source="api",
        pipeline="web-portal",
        run="1287",
        status="failed",
        stage="构建",
        task="构建镜像",
        trigger_type="push",
        triggered_by="lilei",
        url="https://ci.example.com/runs/1287",
        repository="shop/web",
        branch="main",
        commit="9f3c1e7a52b04d6e8f1029384756afbecd012345",
        commit_message="修复登录页在 Safari 下的白屏问题",
        author="lilei",
        failure_reason="npm run build 退出码 1",
    )

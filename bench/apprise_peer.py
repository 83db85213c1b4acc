"""apprise, telling a stand-in robot: `python -m bench.apprise_peer URL COUNT` prints cost and verdict."""

from __future__ import annotations

import io
import json
import logging
import sys
import time

import apprise
from apprise.plugins.wecombot import NotifyWeComBot

KEY = "0123abcd-0000-4000-8000-000000000000"
TEXT = (
    "构建镜像 失败\n流水线：网上商城前端 #1287\n阶段：构建\n触发人：lilei\n触发方式：push\n"
    "https://ci.example.com/runs/1287\n修复登录页在 Safari 下的白屏问题\n分支：main\n提交：9f3c1e7"
)


def main() -> None:
    """Send one message after the other; the plugin's address and pause are set, nothing else."""
    url, count = sys.argv[1], int(sys.argv[2])
    NotifyWeComBot.notify_url = f"{url}/cgi-bin/webhook/send?key={{key}}"
    NotifyWeComBot.request_rate_per_sec = 0
    said = io.StringIO()
    logger = logging.getLogger("apprise")
    logger.addHandler(logging.StreamHandler(said))
    logger.setLevel(logging.INFO)
    told = apprise.Apprise()
    told.add(f"wecombot://{KEY}")
    told.notify(TEXT)  # warm
    began = time.process_time()
    accepted = [told.notify(TEXT) for _ in range(count)]
    cpu_ms = (time.process_time() - began) * 1000 / count
    last = said.getvalue().splitlines()[-1]
    found = {"cpu_ms": cpu_ms, "accepted": all(accepted), "log": last, "version": apprise.__version__}
    print(json.dumps(found))


if __name__ == "__main__":
    main()

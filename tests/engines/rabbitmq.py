"""Debian's RabbitMQ on loopback, with its queues, cookie and port mapper in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.engines.running import Server, free_port

SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # the one in the path insists on Debian's own folders


def program() -> Path | None:
    return SCRIPT if SCRIPT.exists() else None


class RabbitMQ(Server):
    """A broker that speaks AMQP."""

    account = {"user": "rabbitmq", "group": "rabbitmq"} if os.geteuid() == 0 else {}

    def __init__(self) -> None:
        super().__init__()
        self.mapper_port, self.distribution_port = free_port(), free_port()
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.port}\nlog.console.level = warning\n"
            "disk_free_limit.absolute = 50MB\n"
        )
        (self.folder / "plugins").write_text("[].\n")

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self.port}//"

    def command(self) -> list[str]:
        return [f"{SCRIPT}"]

    def environment(self) -> dict[str, str]:
        folder = str(self.folder)
        return super().environment() | {
            "RABBITMQ_NODENAME": f"wecomnotify-{self.port}@localhost",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
            "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
            "RABBITMQ_LOG_BASE": f"{folder}/logs",
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_DIST_PORT": f"{self.distribution_port}",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": f"{self.mapper_port}",
        }

    def flush(self) -> None:
        """Throw every message away, with the queues: the node begins anew."""
        self.stop()
        shutil.rmtree(self.folder / "mnesia")
        self.start()

    def remove(self) -> None:
        super().remove()
        # Erlang leaves its port mapper behind.
        subprocess.run(
            ["epmd", "-port", f"{self.mapper_port}", "-kill"],
            env={"PATH": os.environ["PATH"], "ERL_EPMD_ADDRESS": "127.0.0.1"},
            check=False,
            capture_output=True,
            timeout=10,
        )

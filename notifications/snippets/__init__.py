"""What a pipeline's owner copies into the CI system to report events: whole and runnable, one a system.

The texts lie beside this module. The token stands in a secret variable of the CI system, never in the text; a
notice must not fail the pipeline, so they end well; `q` writes a shell value as JSON by POSIX tools alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ADDRESS = "@ADDRESS@"
HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class System:
    """A CI system on the pipeline's page; `source` names its own webhook, where we read that.

    `caption` says where the text of `file` goes.
    """

    slug: str
    name: str
    hint: str | Promise
    file: str
    caption: str | Promise
    source: str = ""

    @property
    def snippet(self) -> str:
        """Return the text to copy, with this installation's address in it."""
        return _text(self.file).replace(ADDRESS, settings.BASE_URL)


@cache
def _text(file: str) -> str:
    return (HERE / file).read_text(encoding="utf-8")


SYSTEMS = (
    System(
        slug="gitee",
        name="Gitee",
        source="gitee",
        hint=_(
            "Gitee's own webhook reports the results. A command in the pipeline's first task adds who started"
            " it, why and when: put a token into the pipeline's secret variable WECOM_NOTIFY_TOKEN."
        ),
        file="gitee.sh",
        caption=_("First task: a shell command"),
    ),
    System(
        slug="gitlab",
        name="GitLab CI",
        hint=_("Add the token as a masked CI/CD variable WECOM_NOTIFY_TOKEN. The job's image needs curl."),
        file="gitlab.yml",
        caption=".gitlab-ci.yml",
    ),
    System(
        slug="github",
        name="GitHub Actions",
        hint=_("Add the token as a repository secret WECOM_NOTIFY_TOKEN."),
        file="github.yml",
        caption=".github/workflows",
    ),
    System(
        slug="jenkins",
        name="Jenkins",
        hint=_("Add the token as a credential “Secret text” with the id wecom-notify-token."),
        file="jenkins.groovy",
        caption="Jenkinsfile",
    ),
    System(
        slug="curl",
        name="curl",
        hint=_("Anything that can send an HTTP request. Put the token into WECOM_NOTIFY_TOKEN."),
        file="curl.sh",
        caption="curl",
    ),
)


def system_of(slug: str) -> System:
    """Return the system of this slug, or the first."""
    return next((system for system in SYSTEMS if system.slug == slug), SYSTEMS[0])

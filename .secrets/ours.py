"""What detect-secrets does not know: the address of a robot, and the tokens this product gives out."""

from __future__ import annotations

import re
from collections.abc import Generator

from detect_secrets.plugins.base import RegexBasedDetector

SAMPLE = re.compile(r"(?i)0123abcd|693a91f6|[x0]{8}|key=(?:…|[A-Z_]+$)")


class RobotAddressDetector(RegexBasedDetector):
    """Find robots' keys in their addresses; those that only stand in samples begin with 0123abcd."""

    secret_type = "WeCom robot address"
    denylist = [re.compile(r"qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=([A-Za-z0-9-]{16,})")]

    def analyze_string(self, string: str) -> Generator[str, None, None]:
        yield from (found for found in super().analyze_string(string) if not SAMPLE.match(found))


class OurTokenDetector(RegexBasedDetector):
    """Find tokens of people, pipelines and teams, which all begin alike."""

    secret_type = "WeCom Notify token"
    denylist = [re.compile(r"\bwcn_[0-9A-Za-z]{38}\b")]

"""Why a test was not sent yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.clockwork import clock
from notifications.delivery import settlements
from notifications.models import Delivery, Lane
from notifications.readiness import dispatcher_seen

SILENCE_SECONDS = 15


def why_it_waits(deliveries: Sequence[Delivery]) -> str:
    """Say why these deliveries of one lane are still open."""
    if settlements.is_ending():
        return _("The server is being restarted. The test is sent; look at the delivery for the answer.")
    if not dispatcher_seen(within_seconds=SILENCE_SECONDS):
        return _nothing_delivers()
    lane = Lane.objects.get(pk=deliveries[0].lane_id)
    if lane.wake_at and lane.wake_at > clock.now():
        return _("The robot's messages for this minute are used up; the test goes at %(time)s.") % {
            "time": f"{timezone.localtime(lane.wake_at):%H:%M:%S}"
        }
    return _("The robot has not answered yet; look at the delivery for the answer.")


def _nothing_delivers() -> str:
    if settings.CELERY_BROKER_URL:
        return _(
            "Nothing picked this up within 15 s: the ticker or the Celery workers are not running. An "
            "administrator starts them with manage.py ticker and celery -A wecomnotify worker; the test is "
            "sent then."
        )
    return _(
        "Nothing picked this up within 15 s: the dispatcher is not running. An administrator starts it "
        "with manage.py serve or manage.py worker; the test is sent then."
    )

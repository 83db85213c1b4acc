"""The whole URL map with what is there in DEBUG only, whichever way this process was started."""

from __future__ import annotations

from django.urls import include, path

from simulator.urls import robot_urlpatterns
from wecomnotify import gallery, urls

development = [*robot_urlpatterns, path("simulator/", include("simulator.urls")), *gallery.urlpatterns]
known = {str(each.pattern) for each in urls.urlpatterns}
urlpatterns = [*urls.urlpatterns, *(each for each in development if str(each.pattern) not in known)]

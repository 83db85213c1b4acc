"""The product's addresses and the gallery, which is otherwise there in DEBUG only."""

from __future__ import annotations

from wecomnotify import gallery
from wecomnotify.urls import urlpatterns as product

urlpatterns = [*product, *gallery.urlpatterns]

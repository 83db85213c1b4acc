from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from credentials import views
from teams.recent_proof import recently_proved, recently_proved_to_change

urlpatterns: list[URLPattern | URLResolver] = [
    path("credentials/", views.credentials, name="credentials"),
    path("credentials/new/", recently_proved(views.new_credential), name="credential-new"),
    path("credentials/import/", recently_proved(views.import_credentials), name="credential-import"),
    path("credentials/<uuid:pk>/", recently_proved_to_change(views.credential), name="credential"),
    path("credentials/<uuid:pk>/key/", recently_proved(views.replace_key), name="credential-key"),
    path("credentials/<uuid:pk>/switch/", views.switch, name="credential-switch"),
    path("credentials/<uuid:pk>/delete/", recently_proved_to_change(views.delete), name="credential-delete"),
]

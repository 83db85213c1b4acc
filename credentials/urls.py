from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from credentials import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("credentials/", views.credentials, name="credentials"),
    path("credentials/new/", views.new_credential, name="credential-new"),
    path("credentials/import/", views.import_credentials, name="credential-import"),
    path("credentials/<uuid:pk>/", views.credential, name="credential"),
    path("credentials/<uuid:pk>/key/", views.replace_key, name="credential-key"),
    path("credentials/<uuid:pk>/switch/", views.switch, name="credential-switch"),
    path("credentials/<uuid:pk>/delete/", views.delete, name="credential-delete"),
]

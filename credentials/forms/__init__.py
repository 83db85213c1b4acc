"""What people fill in about credentials."""

from __future__ import annotations

from credentials.forms.details import DetailsForm
from credentials.forms.importing import ImportForm
from credentials.forms.registration import KeyForm, RegistrationForm

__all__ = ["DetailsForm", "ImportForm", "KeyForm", "RegistrationForm"]

"""The second factor by allauth: app with codes, security keys, recovery codes, each behind its door and its limit."""

from __future__ import annotations

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn

from tanji.accounts.doors import person_door, public_door
from tanji.web.account.limited import limited

index = person_door(base.index)
enter = public_door(limited("second_factor")(base.authenticate))
again = person_door(limited("second_factor")(base.reauthenticate))
add_app = person_door(limited("second_factor")(totp.activate_totp))
remove_app = person_door(totp.deactivate_totp)
codes = person_door(recovery.view_recovery_codes)
new_codes = person_door(recovery.generate_recovery_codes)
codes_file = person_door(recovery.download_recovery_codes)
security_keys = person_door(webauthn.list_webauthn)
add_key = person_door(webauthn.add_webauthn)
remove_key = person_door(webauthn.remove_webauthn)
edit_key = person_door(webauthn.edit_webauthn)
again_by_key = person_door(limited("second_factor")(webauthn.reauthenticate_webauthn))

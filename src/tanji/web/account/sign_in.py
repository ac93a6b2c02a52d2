"""Sign-in, sign-up, passwords and addresses by allauth, each behind its door and its limit, in Tanji's pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as provider
from allauth.socialaccount.providers.openid_connect import views as oidc

from tanji.accounts.doors import person_door, public_door
from tanji.web.account.limited import limited

sign_in = public_door(limited("sign_in")(account.login))
sign_out = public_door(account.logout)
sign_up = public_door(limited("sign_up")(account.signup))
inactive = public_door(account.account_inactive)
again = person_door(limited("second_factor")(account.reauthenticate))
change_password = person_door(limited("second_factor")(account.password_change))
set_password = person_door(account.password_set)
reset_password = public_door(limited("reset_password")(account.password_reset))
reset_sent = public_door(account.password_reset_done)
reset_by_key = public_door(limited("reset_password")(account.password_reset_from_key))
reset_done = public_door(account.password_reset_from_key_done)
addresses = person_door(limited("reset_password")(account.email))
confirmation_sent = public_door(account.email_verification_sent)
confirm = public_door(limited("reset_password")(account.confirm_email))

provider_cancelled = public_door(provider.login_cancelled)
provider_error = public_door(provider.login_error)
provider_sign_up = public_door(limited("sign_up")(provider.signup))
provider_connections = person_door(provider.connections)
provider_sign_in = public_door(limited("sign_in")(oidc.login))
provider_back = public_door(oidc.callback)

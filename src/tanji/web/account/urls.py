"""Addresses of sign-in, of people and organisations. Every page of allauth is named here, none is included."""

from __future__ import annotations

from django.urls import path, re_path

from tanji.web.account import invitations, keys, organisation, profile, second_factor, sign_in

urlpatterns = [
    path("account/login/", sign_in.sign_in, name="account_login"),
    path("account/logout/", sign_in.sign_out, name="account_logout"),
    path("account/signup/", sign_in.sign_up, name="account_signup"),
    path("account/inactive/", sign_in.inactive, name="account_inactive"),
    path("account/again/", sign_in.again, name="account_reauthenticate"),
    path("account/password/", sign_in.change_password, name="account_change_password"),
    path("account/password/set/", sign_in.set_password, name="account_set_password"),
    path("account/password/reset/", sign_in.reset_password, name="account_reset_password"),
    path("account/password/reset/sent/", sign_in.reset_sent, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.reset_by_key,
        name="account_reset_password_from_key",
    ),
    path("account/password/reset/done/", sign_in.reset_done, name="account_reset_password_from_key_done"),
    path("account/email/", sign_in.addresses, name="account_email"),
    path("account/email/sent/", sign_in.confirmation_sent, name="account_email_verification_sent"),
    re_path(r"^account/email/(?P<key>[-:\w]+)/$", sign_in.confirm, name="account_confirm_email"),
    path("account/2fa/", second_factor.index, name="mfa_index"),
    path("account/2fa/enter/", second_factor.enter, name="mfa_authenticate"),
    path("account/2fa/again/", second_factor.again, name="mfa_reauthenticate"),
    path("account/2fa/app/", second_factor.add_app, name="mfa_activate_totp"),
    path("account/2fa/app/remove/", second_factor.remove_app, name="mfa_deactivate_totp"),
    path("account/2fa/codes/", second_factor.codes, name="mfa_view_recovery_codes"),
    path("account/2fa/codes/new/", second_factor.new_codes, name="mfa_generate_recovery_codes"),
    path("account/2fa/codes/file/", second_factor.codes_file, name="mfa_download_recovery_codes"),
    path("account/2fa/keys/", second_factor.security_keys, name="mfa_list_webauthn"),
    path("account/2fa/keys/add/", second_factor.add_key, name="mfa_add_webauthn"),
    path("account/2fa/keys/again/", second_factor.again_by_key, name="mfa_reauthenticate_webauthn"),
    path("account/2fa/keys/<int:pk>/remove/", second_factor.remove_key, name="mfa_remove_webauthn"),
    path("account/2fa/keys/<int:pk>/edit/", second_factor.edit_key, name="mfa_edit_webauthn"),
    path("account/provider/cancelled/", sign_in.provider_cancelled, name="socialaccount_login_cancelled"),
    path("account/provider/error/", sign_in.provider_error, name="socialaccount_login_error"),
    path("account/provider/signup/", sign_in.provider_sign_up, name="socialaccount_signup"),
    path("account/provider/", sign_in.provider_connections, name="socialaccount_connections"),
    path("account/oidc/<str:provider_id>/login/", sign_in.provider_sign_in, name="openid_connect_login"),
    path("account/oidc/<str:provider_id>/login/callback/", sign_in.provider_back, name="openid_connect_callback"),
    path("account/", profile.profile, name="profile"),
    path("organisation/", organisation.members, name="organisation"),
    path("organisation/new/", organisation.new, name="organisation_new"),
    path("organisation/edit/", organisation.edit, name="organisation_edit"),
    path("organisation/switch/", organisation.switch, name="organisation_switch"),
    path("organisation/members/<uuid:membership>/", organisation.member, name="member"),
    path("organisation/members/<uuid:membership>/end/", organisation.end, name="member_end"),
    path("organisation/invite/", invitations.invite, name="invite"),
    path("organisation/invitations/<uuid:invitation>/withdraw/", invitations.withdraw, name="invitation_withdraw"),
    path("organisation/keys/", keys.keys, name="keys"),
    path("organisation/keys/<uuid:key>/revoke/", keys.revoke, name="key_revoke"),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
]

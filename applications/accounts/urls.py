"""Addresses of accounts: allauth's pages under Swedish names, and our own."""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.urls import path, re_path
from django.views.generic import RedirectView

from applications.accounts import entrance, views

# What the account page shows already.
TO_ACCOUNT = RedirectView.as_view(pattern_name="account_settings")

LOG_IN = [
    path("logga-in/", entrance.LoginView.as_view(), name="account_login"),
    path("logga-in/kod/", entrance.RequestLoginCodeView.as_view(), name="account_request_login_code"),
    path("logga-in/kod/skriv/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logga-in/passkey/", entrance.LoginPasskeyView.as_view(), name="mfa_login_webauthn"),
    path("logga-in/andra-steget/", entrance.AuthenticateView.as_view(), name="mfa_authenticate"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("stangt/", account.account_inactive, name="account_inactive"),
    path("skapa/", account.signup, name="account_signup"),
    path("bekrafta/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^bekrafta/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("nytt-losenord/", account.password_reset, name="account_reset_password"),
    path("nytt-losenord/skickat/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "nytt-losenord/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^nytt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

STILL_YOU = [
    path("visa-att-det-ar-du/", entrance.ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("visa-att-det-ar-du/kod/", entrance.ReauthenticateCodeView.as_view(), name="mfa_reauthenticate"),
    path(
        "visa-att-det-ar-du/passkey/",
        entrance.ReauthenticatePasskeyView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
]

OWN = [
    path("sprak/", views.choose_language, name="choose_language"),
    path("", views.account_settings, name="account_settings"),
    path("skyddade-personuppgifter/", views.account_protection, name="account_protection"),
    path("e-post/", account.email, name="account_email"),
    path("losenord/", account.password_change, name="account_change_password"),
    path("losenord/valj/", account.password_set, name="account_set_password"),
    path("andra-steget/", TO_ACCOUNT, name="mfa_index"),
    path("andra-steget/behovs/", views.second_factor_needed, name="account_second_factor"),
    path("andra-steget/app/", entrance.ActivateAppView.as_view(), name="mfa_activate_totp"),
    path("andra-steget/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("andra-steget/reservkoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "andra-steget/reservkoder/nya/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "andra-steget/reservkoder/hamta/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", TO_ACCOUNT, name="mfa_list_webauthn"),
    path("passkeys/ny/", entrance.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/ta-bort/", entrance.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("inloggningar/", usersessions.list_usersessions, name="usersessions_list"),
    path("inloggningar/<int:pk>/avsluta/", views.end_log_in, name="account_end_log_in"),
    path("ta-bort/", views.delete_account, name="account_delete"),
]

urlpatterns = [*OWN, *LOG_IN, *STILL_YOU]

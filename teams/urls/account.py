"""The account pages under /konto/: ours, and allauth's views under German addresses, with allauth's names."""

from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as codes_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as key_views
from allauth.socialaccount import views as social_views
from django.urls import path, re_path
from django.views.generic import RedirectView

from missione.kern.views import answer_422
from teams.views import account, account_deletion, account_logins, account_oidc, account_second_factor, agencies, own_data


def _page(route: str, view, name: str):
    return path(route, answer_422(view), name=name)


urlpatterns = [
    path("", account.MyAccount.as_view(), name="account"),
    _page("profil/", account.Profile.as_view(), "account_profile"),
    _page("bedarf/", account.Needs.as_view(), "account_needs"),
    _page("benachrichtigungen/", account.Notifications.as_view(), "account_notifications"),
    _page("dienststelle/", agencies.MyAgency.as_view(), "account_agency"),
    path("dienststelle/entfernen/", agencies.leave_agency, name="account_agency_leave"),
    path("dienststelle/vorschlaege/", agencies.agency_suggestions, name="agency_suggestions"),
    _page("anmelden/", account_oidc.Login.as_view(), "account_login"),
    path("anmelden/landeskonto/", account_oidc.to_the_provider, name="oidc_login"),
    path("anmelden/landeskonto/zurueck/", account_oidc.callback, name="oidc_callback"),
    path("anmelden/landeskonto/abgebrochen/", social_views.login_cancelled, name="socialaccount_login_cancelled"),
    _page("verknuepft/", account_oidc.Linked.as_view(), "socialaccount_connections"),
    _page("anmelden/code/", allauth_views.confirm_login_code, "account_confirm_login_code"),
    _page("abmelden/", allauth_views.logout, "account_logout"),
    _page("gesperrt/", allauth_views.account_inactive, "account_inactive"),
    _page("registrieren/", allauth_views.signup, "account_signup"),
    _page("passwort-eingeben/", allauth_views.reauthenticate, "account_reauthenticate"),
    _page("e-mail/", allauth_views.email, "account_email"),
    _page("e-mail/bestaetigen/", allauth_views.email_verification_sent, "account_email_verification_sent"),
    re_path(r"^e-mail/bestaetigen/(?P<key>[-:\w]+)/$", answer_422(allauth_views.confirm_email), name="account_confirm_email"),
    _page("anmelden/zweiter-schritt/", account_second_factor.SecondStep.as_view(), "mfa_authenticate"),
    _page("zweiter-faktor/", account_second_factor.SecondFactor.as_view(), "mfa_index"),
    _page("zweiter-faktor/eingeben/", mfa_views.reauthenticate, "mfa_reauthenticate"),
    _page("zweiter-faktor/app/", account_second_factor.ActivateApp.as_view(), "mfa_activate_totp"),
    _page("zweiter-faktor/app/entfernen/", app_views.deactivate_totp, "mfa_deactivate_totp"),
    _page("zweiter-faktor/codes/", account_second_factor.recovery_codes, "mfa_view_recovery_codes"),
    _page("zweiter-faktor/codes/herunterladen/", account_second_factor.download_recovery_codes, "mfa_download_recovery_codes"),
    _page("zweiter-faktor/codes/neu/", codes_views.generate_recovery_codes, "mfa_generate_recovery_codes"),
    path("zweiter-faktor/schluessel/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    _page("zweiter-faktor/schluessel/neu/", key_views.add_webauthn, "mfa_add_webauthn"),
    _page("zweiter-faktor/schluessel/eingeben/", key_views.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _page("zweiter-faktor/schluessel/<int:pk>/entfernen/", key_views.remove_webauthn, "mfa_remove_webauthn"),
    _page("zweiter-faktor/schluessel/<int:pk>/umbenennen/", key_views.edit_webauthn, "mfa_edit_webauthn"),
    path("daten/", own_data.own_data, name="own_data"),
    path("daten/stand/", own_data.state, name="own_data_state"),
    path("daten/herunterladen/", own_data.download, name="own_data_file"),
    path("loeschen/", account_deletion.delete, name="account_delete"),
    path("sitzungen/", account_logins.logins, name="account_logins"),
    path("sitzungen/beenden/", account_logins.end_logins, name="account_end_logins"),
    _page("passwort/aendern/", allauth_views.password_change, "account_change_password"),
    _page("passwort/festlegen/", allauth_views.password_set, "account_set_password"),
    _page("passwort/vergessen/", allauth_views.password_reset, "account_reset_password"),
    _page("passwort/vergessen/verschickt/", allauth_views.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        answer_422(allauth_views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    _page("passwort/neu/fertig/", allauth_views.password_reset_from_key_done, "account_reset_password_from_key_done"),
]

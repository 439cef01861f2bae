"""The account pages under /konto/: allauth's views under German addresses, with allauth's names."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from missione.kern.views import answer_422
from teams.views import account, agencies


def _page(route: str, view, name: str):
    return path(route, answer_422(view), name=name)


urlpatterns = [
    _page("", account.MyAccount.as_view(), "account"),
    _page("dienststelle/", agencies.MyAgency.as_view(), "account_agency"),
    path("dienststelle/entfernen/", agencies.leave_agency, name="account_agency_leave"),
    path("dienststelle/vorschlaege/", agencies.agency_suggestions, name="agency_suggestions"),
    _page("anmelden/", allauth_views.login, "account_login"),
    _page("anmelden/code/", allauth_views.confirm_login_code, "account_confirm_login_code"),
    _page("abmelden/", allauth_views.logout, "account_logout"),
    _page("gesperrt/", allauth_views.account_inactive, "account_inactive"),
    _page("registrieren/", allauth_views.signup, "account_signup"),
    _page("passwort-eingeben/", allauth_views.reauthenticate, "account_reauthenticate"),
    _page("e-mail/", allauth_views.email, "account_email"),
    _page("e-mail/bestaetigen/", allauth_views.email_verification_sent, "account_email_verification_sent"),
    re_path(r"^e-mail/bestaetigen/(?P<key>[-:\w]+)/$", answer_422(allauth_views.confirm_email), name="account_confirm_email"),
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

"""The addresses of belonging to a team. Its slug begins with "t-"; the fixed words stand before it all the same."""

from django.urls import include, path

from missione.kern.views import answer_422
from teams.views import belonging, describing, handing_over, invitations, joining, leaving

invitation = [
    path("", invitations.invitation_page, name="invitation"),
    path("annehmen/", invitations.accept, name="invitation_accept"),
    path("ablehnen/", invitations.decline, name="invitation_decline"),
]

joining_a_team = [
    path("", joining.join_page, name="join"),
    path("dienststelle/", answer_422(joining.ChooseAgency.as_view()), name="join_agency"),
    path("<slug:slug>/", joining.ask, name="join_ask"),
    path("<slug:slug>/zuruecknehmen/", joining.withdraw, name="join_withdraw"),
]

lead = [
    path("", handing_over.handover_page, name="handover"),
    path("annehmen/", handing_over.accept, name="handover_accept"),
    path("ablehnen/", handing_over.decline, name="handover_decline"),
    path("zuruecknehmen/", handing_over.take_back, name="handover_take_back"),
]

of_a_team = [
    path("mitglieder/", belonging.members_page, name="members"),
    path("mitglieder/<uuid:member>/ansprechperson/", belonging.name_contact, name="member_contact"),
    path("mitglieder/<uuid:member>/entfernen/", belonging.remove_member, name="member_remove"),
    path("einladungen/<uuid:invitation>/noch-einmal/", belonging.send_again, name="invitation_again"),
    path("einladungen/<uuid:invitation>/zurueckziehen/", belonging.withdraw_invitation, name="invitation_withdraw"),
    path("anfragen/<uuid:wish>/annehmen/", belonging.accept_wish, name="wish_accept"),
    path("anfragen/<uuid:wish>/ablehnen/", belonging.decline_wish, name="wish_decline"),
    path("angaben/", describing.describe, name="describe"),
    path("leitung/", include(lead)),
    path("verlassen/", leaving.leave, name="leave"),
    path("beenden/", leaving.end, name="end"),
    path("ruhen/", leaving.rest, name="rest"),
    path("weitermachen/", leaving.wake, name="wake"),
]

urlpatterns = [
    path("einladung/<str:key>/", include(invitation)),
    path("beitreten/", include(joining_a_team)),
    path("<slug:slug>/", include(of_a_team)),
]

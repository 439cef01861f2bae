"""What teams do in their buildings: for everybody, and `in_team` where the team works on it."""

from django.urls import path

from teams.views import local_actions, local_actions_meters, local_actions_public, pictures

app_name = "local_actions"
urlpatterns = [
    path("", local_actions_public.action_list, {"view": "upcoming"}, name="list"),
    path("vergangene/", local_actions_public.action_list, {"view": "past"}, name="past"),
    path("bilder/<slug:key>-<int:size>.jpg", pictures.picture_file, name="picture"),
    path("<slug:slug>/", local_actions_public.action_page, name="detail"),
]

in_team = [
    path("", local_actions.action_list, name="actions"),
    path("neu/", local_actions.plan, name="action_new"),
    path("<slug:action>/", local_actions.action_page, name="action"),
    path("<slug:action>/bearbeiten/", local_actions.change, name="action_edit"),
    path("<slug:action>/absagen/", local_actions.cancel, name="action_cancel"),
    path("<slug:action>/loeschen/", local_actions.delete, name="action_delete"),
    path("<slug:action>/messung/", local_actions_meters.meters, name="action_meters"),
    path("<slug:action>/messung/<int:number>/", local_actions_meters.meter, name="action_meter"),
    path("<slug:action>/messung/<int:number>/entfernen/", local_actions_meters.remove, name="action_meter_remove"),
    path("<slug:action>/bilder/", pictures.pictures, name="action_pictures"),
    path("<slug:action>/bilder/<slug:key>/", pictures.picture, name="action_picture"),
    path("<slug:action>/bilder/<slug:key>/entfernen/", pictures.remove, name="action_picture_remove"),
]

"""Registering a team: what it takes, four pages that each save at once, and where the registration stands."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from missione.shared.errors import DifferentRequest, Refused
from teams import actions
from teams.choices import TeamKind
from teams.errors import DraftIncomplete, NothingToSend, StillUndecided, TeamThereAlready
from teams.forms import FreeEntry
from teams.forms.registering import ColleaguesForm, SendForm, WhereForm, WhoForm
from teams.models import Agency, Person, Team, TeamDraft

AGENCY, TEAM, COLLEAGUES, SENDING = (1, 2, 3, 4)
PAGES = {
    AGENCY: ("teams:register_agency", "Ihre Dienststelle"),
    TEAM: ("teams:register_team", "Ihr Team"),
    COLLEAGUES: ("teams:register_colleagues", "Kolleginnen und Kollegen"),
    SENDING: ("teams:register_check", "Prüfen und absenden"),
}


@login_not_required
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """„Das brauchen Sie“, before anybody has an account."""
    first = reverse(PAGES[AGENCY][0])
    entry = urlencode({"next": first})
    known = request.user.is_authenticated
    draft = draft_of(request.user) if known else None
    waiting = waiting_registration_of(request.user) if known else None
    return render(
        request,
        "teams/register_begin.html",
        {
            "draft": draft,
            "waiting": waiting,
            "first": next_page(draft) if draft else first,
            "signup": f"{reverse('account_signup')}?{entry}",
            "login": f"{reverse('account_login')}?{entry}",
        },
    )


class StepPage(FormView):
    """One of the pages. What it says stands in the draft as soon as the button is pressed."""

    step: int

    def setup(self, request, *args, **kwargs):
        """The draft is looked at once: another window may send it off while this page is still being made."""
        super().setup(request, *args, **kwargs)
        self.draft = draft_of(request.user)

    def dispatch(self, request, *args, **kwargs):
        """Nobody is led through all the pages to be refused on the last one."""
        if waiting := waiting_registration_of(request.user):
            messages.info(request, StillUndecided.sentence)
            return redirect("teams:registration", waiting.slug)
        if self.step != AGENCY and not (self.draft and self.draft.agency_id):
            messages.info(request, DraftIncomplete.sentence)
            return redirect(PAGES[AGENCY][0])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        way = way_of(self.draft)
        position = way.index(self.step) if self.step in way else len(way) - 1
        return super().get_context_data(
            draft=self.draft,
            title=PAGES[self.step][1],
            number=position + 1,
            total=len(way),
            back=PAGES[way[position - 1]][0] if position else "teams:register",
            is_change=self.is_change,
            **kwargs,
        )

    @property
    def is_change(self) -> bool:
        """Come from the last page to change one thing: back there it goes."""
        return "aendern" in self.request.GET

    def refused(self, form, refusal: Refused) -> HttpResponse:
        form.add_error(refusal.field or None, str(refusal))
        return self.form_invalid(form)

    def go_on(self) -> HttpResponse:
        following = [step for step in way_of(draft_of(self.request.user)) if step > self.step]
        return redirect(PAGES[SENDING if self.is_change else following[0]][0])


class Where(StepPage):
    step = AGENCY
    form_class = WhereForm
    template_name = "teams/register_agency.html"

    def get_initial(self) -> dict:
        drafted = self.draft.agency if self.draft else None
        return {"agency": drafted or Person.objects.select_related("agency").get(pk=self.request.user.pk).agency}

    def form_valid(self, form) -> HttpResponse:
        picked = form.cleaned_data["agency"]
        where = {"entry": picked.name} if isinstance(picked, FreeEntry) else {"agency": picked}
        try:
            actions.settle_draft(person=self.request.user, **where)
        except Refused as refusal:
            refusal.field = "agency"
            return self.refused(form, refusal)
        return self.go_on()


class Who(StepPage):
    step = TEAM
    form_class = WhoForm
    template_name = "teams/register_team.html"

    def get_initial(self) -> dict:
        """Nothing is chosen for anybody; who comes back finds what was said."""
        said = {"name": self.draft.name, "site": self.draft.site}
        return {**said, "kind": self.draft.kind} if self.draft.reached >= TEAM else said

    def get_context_data(self, **kwargs):
        others = living_teams(self.draft.agency)
        return super().get_context_data(others=others, joinable=any(team.is_let_in for team in others), **kwargs)

    def form_valid(self, form) -> HttpResponse:
        if Team.objects.alive().in_building(self.draft.agency, form.cleaned_data["site"]).exists():
            return self.refused(form, TeamThereAlready(field="site"))
        actions.save_draft(person=self.request.user, step=TEAM, **form.cleaned_data)
        return self.go_on()


class Colleagues(StepPage):
    step = COLLEAGUES
    form_class = ColleaguesForm
    template_name = "teams/register_colleagues.html"

    def get_initial(self) -> dict:
        return {"colleagues": self.draft.colleagues}

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "own_address": self.request.user.email}

    def form_valid(self, form) -> HttpResponse:
        actions.save_draft(person=self.request.user, step=COLLEAGUES, **form.cleaned_data)
        return self.go_on()


class Check(StepPage):
    """All at a glance, the consent, and off it goes."""

    step = SENDING
    form_class = SendForm
    template_name = "teams/register_check.html"

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and not self.draft:
            return self.sent_before(SendForm(request.POST))
        return super().dispatch(request, *args, **kwargs)

    def sent_before(self, form: SendForm) -> HttpResponse:
        """The draft is gone: the same form again, which gets the same answer, or another window that comes too late."""
        try:
            if not form.is_valid():
                raise NothingToSend
            team = actions.register_team(person=self.request.user, **_said(form))
        except Refused:
            messages.info(self.request, NothingToSend.sentence)
            return redirect("teams:my_teams")
        return redirect("teams:registration", team.slug)

    def get_initial(self) -> dict:
        return {"message": self.draft.message}

    def get_context_data(self, **kwargs):
        there = list(Team.objects.alive().in_building(self.draft.agency, self.draft.site).select_related("agency"))
        joinable = any(team.is_let_in for team in there)
        return super().get_context_data(is_alone=self.draft.kind == TeamKind.SOLO, others=there, joinable=joinable, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        try:
            team = actions.register_team(person=self.request.user, **_said(form))
        except NothingToSend:
            return self.sent_before(form)
        except Refused as refusal:
            return self.refused(form, refusal)
        return redirect("teams:registration", team.slug)

    def refused(self, form, refusal: Refused) -> HttpResponse:
        if isinstance(refusal, DifferentRequest):
            form.renew_key()
        response = super().refused(form, refusal)
        response.status_code = HTTPStatus.CONFLICT
        return response

    def form_invalid(self, form) -> HttpResponse:
        """The message is kept, even if the rest is not right yet."""
        if "request_key" in form.errors:
            form.renew_key()
        if "message" in form.cleaned_data:
            actions.save_draft(person=self.request.user, step=SENDING - 1, message=form.cleaned_data["message"])
        return super().form_invalid(form)


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    actions.discard_draft(person=request.user)
    messages.success(request, "Ihr Entwurf ist gelöscht.")
    return redirect("teams:register")


# --- what these pages share ---------------------------------------------------------------------------


def _said(form: SendForm) -> dict:
    return {"message": form.cleaned_data["message"], "request_key": form.cleaned_data["request_key"]}


def draft_of(person: Person) -> TeamDraft | None:
    return TeamDraft.objects.select_related("agency").filter(person=person).first()


def waiting_registration_of(person: Person) -> Team | None:
    return Team.objects.undecided().registered_by(person).first()


def way_of(draft: TeamDraft | None) -> list[int]:
    """Who begins alone is not asked for colleagues."""
    alone = draft is not None and draft.kind == TeamKind.SOLO
    return [step for step in PAGES if not (alone and step == COLLEAGUES)]


def next_page(draft: TeamDraft) -> str:
    """The first page that has not been answered yet."""
    ahead = [step for step in way_of(draft) if step > draft.reached] or [SENDING]
    return reverse(PAGES[ahead[0] if draft.agency_id else AGENCY][0])


def living_teams(agency: Agency) -> list[Team]:
    return list(Team.objects.alive().filter(agency=agency).select_related("agency")[:10])

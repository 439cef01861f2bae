"""The reasons to say no about authorities and teams."""

from missione.shared.errors import Refused


class AgencyGone(Refused):
    sentence = "Diese Dienststelle gibt es so nicht mehr. Bitte suchen Sie noch einmal."


class AlreadyMerged(Refused):
    sentence = "Eine der beiden Dienststellen ist inzwischen zusammengeführt oder inaktiv. Bitte laden Sie die Liste neu."


class ChangedMeanwhile(Refused):
    sentence = "Ihre Dienststelle wurde gerade an anderer Stelle geändert. Bitte sehen Sie nach und versuchen Sie es noch einmal."


class NotConfirmable(Refused):
    sentence = "Dieser Eintrag ist schon bearbeitet."


class SameAgency(Refused):
    sentence = "Wählen Sie zwei verschiedene Dienststellen."


class TreeTurnsRound(Refused):
    sentence = "Die übergeordnete Dienststelle liegt selbst unter dieser. Bitte wählen Sie eine andere."


class NotNow(Refused):
    sentence = "Der Stand des Teams hat sich inzwischen geändert. Bitte laden Sie die Seite neu."


class AlreadyDecided(NotNow):
    """Somebody else of the campaign team was faster: the sentence says who, and what."""


class DraftIncomplete(Refused):
    sentence = "Es fehlt noch die Dienststelle. Wählen Sie sie im ersten Schritt aus."


class NothingToSend(Refused):
    sentence = "Ihr Entwurf ist nicht mehr da. Vielleicht haben Sie ihn in einem anderen Fenster abgeschickt oder verworfen."


class StillUndecided(Refused):
    sentence = "Ihre letzte Anmeldung wird noch geprüft. Sobald sie entschieden ist, können Sie ein weiteres Team anmelden."


class AlreadyThere(Refused):
    sentence = "Das Team gehört schon zu dieser Dienststelle. Name und Gebäude berichtigen Sie auf der Seite des Teams."


class BuildingTaken(Refused):
    """For staff: says which team is there."""


class TeamThereAlready(Refused):
    sentence = "Für dieses Gebäude gibt es schon ein Team. Fragen Sie dort an, ob Sie mitmachen können."


class CannotApprove(Refused):
    """Something else has to be done first."""


# --- Belonging to a team -------------------------------------------------------------------------------------


class TeamClosed(Refused):
    sentence = "Das Team ist zurzeit nicht freigeschaltet. Deshalb geht das gerade nicht."


class TooManyInvitations(Refused):
    """Says how many are still possible."""


class InvitationGone(Refused):
    sentence = "Diese Einladung gilt nicht mehr."


class LetterTooSoon(Refused):
    sentence = "Der letzte Brief ist noch keine zehn Minuten alt. Bitte warten Sie noch etwas."


class EnoughLetters(Refused):
    sentence = (
        "Diese Einladung ging schon viermal hinaus. Bitte fragen Sie persönlich nach, ob die Adresse stimmt, "
        "oder ziehen Sie die Einladung zurück."
    )


class AlreadyMember(Refused):
    sentence = "Sie gehören schon zu diesem Team."


class NotInYourAgency(Refused):
    sentence = "Dieses Team gehört zu einer anderen Dienststelle. Beitreten kann, wer dort arbeitet oder eingeladen ist."


class AskedTooOften(Refused):
    sentence = "Sie haben bei diesem Team schon mehrmals angefragt. Bitte sprechen Sie das Team persönlich an."


class WishGone(Refused):
    sentence = "Diese Anfrage ist inzwischen beantwortet oder zurückgezogen."


class MemberGone(Refused):
    sentence = "Diese Person gehört inzwischen nicht mehr zum Team."


class LeadStays(Refused):
    sentence = "Sie leiten das Team. Übergeben Sie zuerst die Leitung, dann können Sie das Team verlassen."


class LeadThere(Refused):
    sentence = "Dieses Team hat eine Leitung. Sie gibt die Leitung selbst weiter."


class HandoverOpen(Refused):
    sentence = "Es läuft schon eine Übergabe der Leitung. Nehmen Sie sie zurück, bevor Sie jemand anderen fragen."


class HandoverGone(Refused):
    sentence = "Diese Übergabe der Leitung gibt es nicht mehr. Vielleicht wurde sie gerade zurückgenommen."


class ClarifyFirst(Refused):
    """Somebody above says what is still open."""

    def __init__(self, obligations: list[str]):
        super().__init__(f"Bitte klären Sie zuerst: {' '.join(obligations)}")
        self.obligations = obligations


class EnoughExports(Refused):
    sentence = "Sie haben heute schon dreimal eine Datei angefordert. Bitte versuchen Sie es morgen wieder."

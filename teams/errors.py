"""The reasons to say no about authorities."""

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

"""The reasons to say no about documents."""

from missione.shared.errors import Refused


class NotYetChecked(Refused):
    sentence = (
        "Die Datei ist noch nicht auf Schadsoftware geprüft. Warten Sie einen Moment und versuchen Sie es dann noch einmal."
    )


class AlreadyAnswered(Refused):
    sentence = "Dieser Vorschlag ist schon beantwortet. Bitte laden Sie die Seite neu."


class ReasonMissing(Refused):
    sentence = "Schreiben Sie in einem Satz, warum. Der Satz geht an die Person, die das Dokument vorgeschlagen hat."


class ChannelsMissing(Refused):
    sentence = "Kreuzen Sie an, wo das Dokument gezeigt werden darf, bevor es zu sehen ist."


class CaptionsMissing(Refused):
    sentence = "Ein Video zeigen wir nur mit Untertiteln. Wählen Sie die WebVTT-Datei dazu aus."


class TranscriptMissing(Refused):
    sentence = "Ein Video zeigen wir nur mit seinem Wortlaut. Wird nichts gesprochen, beschreiben Sie, was zu sehen ist."


class CaptionsOfNothing(Refused):
    sentence = "Untertitel gehören zu einem Video. Wählen Sie das Video dazu aus."


class CaptionsNotScanned(Refused):
    sentence = (
        "Der Virenscanner gibt gerade keine Antwort. Die Untertitel sind noch die alten. "
        "Versuchen Sie es in ein paar Minuten noch einmal."
    )


class NothingSelected(Refused):
    sentence = "Wählen Sie mindestens ein Dokument aus."


class TooMuchSelected(Refused):
    """More than one ZIP is made for."""


class FilesMissing(Refused):
    """Of nothing that was chosen the disk has the file."""

    sentence = (
        "Diese Dateien haben wir gerade nicht gefunden. Wir sehen nach, woran das liegt. Versuchen Sie es später noch einmal."
    )

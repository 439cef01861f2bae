"""The ministries and authorities that an empty portal begins with. Staff keep them from then on."""

from typing import NamedTuple

from teams.models import Agency

Kind = Agency.Kind

MINISTRIES = {
    "StK": "Staatskanzlei",
    "MWIKE": "Ministerium für Wirtschaft, Industrie, Klimaschutz und Energie",
    "FM": "Ministerium der Finanzen",
    "IM": "Ministerium des Innern",
    "MAGS": "Ministerium für Arbeit, Gesundheit und Soziales",
    "MSB": "Ministerium für Schule und Bildung",
    "MHKBD": "Ministerium für Heimat, Kommunales, Bau und Digitalisierung",
    "JM": "Ministerium der Justiz",
    "MUNV": "Ministerium für Umwelt, Naturschutz und Verkehr",
    "MLV": "Ministerium für Landwirtschaft und Verbraucherschutz",
    "MKW": "Ministerium für Kultur und Wissenschaft",
    "MKJFGFI": "Ministerium für Kinder, Jugend, Familie, Gleichstellung, Flucht und Integration",
}


class First(NamedTuple):
    name: str
    ministry: str
    city: str
    kind: Kind
    abbreviations: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()


OF_MINISTRIES = [
    First(name, short, "Düsseldorf", Kind.CHANCELLERY if short == "StK" else Kind.MINISTRY, (short,))
    for short, name in MINISTRIES.items()
]
BELOW = [
    First("Landeskriminalamt NRW", "IM", "Düsseldorf", Kind.UPPER, ("LKA",)),
    First(
        "Landesamt für Ausbildung, Fortbildung und Personalangelegenheiten der Polizei NRW", "IM", "Selm", Kind.UPPER, ("LAFP",)
    ),
    First("Landesamt für Zentrale Polizeiliche Dienste NRW", "IM", "Duisburg", Kind.UPPER, ("LZPD",)),
    First("Polizeipräsidium Essen", "IM", "Essen", Kind.POLICE),
    First("Polizeipräsidium Münster", "IM", "Münster", Kind.POLICE),
    First("Polizeipräsidium Köln", "IM", "Köln", Kind.POLICE),
    First("Institut für öffentliche Verwaltung NRW", "IM", "Hilden", Kind.INSTITUTION, ("IöV",)),
    First("Fortbildungsakademie des Ministeriums des Innern", "IM", "Herne", Kind.INSTITUTION, ("FAH",)),
    First("Hochschule für Polizei und öffentliche Verwaltung NRW", "IM", "Gelsenkirchen", Kind.INSTITUTION, ("HSPV",)),
    First("Institut der Feuerwehr NRW", "IM", "Münster", Kind.INSTITUTION, ("IdF",)),
    *(
        First(f"Bezirksregierung {city}", "IM", city, Kind.MIDDLE)
        for city in ("Düsseldorf", "Arnsberg", "Münster", "Köln", "Detmold")
    ),
    First("Finanzamt für Groß- und Konzernbetriebsprüfung Düsseldorf I", "FM", "Düsseldorf", Kind.TAX_OFFICE),
    First("Finanzamt Wuppertal-Elberfeld", "FM", "Wuppertal", Kind.TAX_OFFICE),
    First("Finanzamt Bielefeld-Innenstadt", "FM", "Bielefeld", Kind.TAX_OFFICE),
    First("Oberfinanzdirektion NRW", "FM", "Köln / Münster", Kind.MIDDLE, ("OFD",)),
    First("Rechenzentrum der Finanzverwaltung NRW", "FM", "Düsseldorf", Kind.INSTITUTION, ("RZF",)),
    First("Landesamt für Besoldung und Versorgung NRW", "FM", "Düsseldorf", Kind.UPPER, ("LBV",)),
    First("Hochschule für Finanzen NRW", "FM", "Nordkirchen", Kind.INSTITUTION),
    First("Bau- und Liegenschaftsbetrieb NRW", "FM", "Düsseldorf", Kind.STATE_COMPANY, ("BLB",)),
    First("Landesbetrieb Information und Technik NRW", "MHKBD", "Düsseldorf", Kind.STATE_COMPANY, ("IT.NRW", "IT NRW")),
    First("Oberlandesgericht Hamm", "JM", "Hamm", Kind.COURT),
    First("Landgericht Münster", "JM", "Münster", Kind.COURT),
    First("Amtsgericht Dortmund", "JM", "Dortmund", Kind.COURT),
    First("Verwaltungsgericht Gelsenkirchen", "JM", "Gelsenkirchen", Kind.COURT),
    First("Landessozialgericht NRW", "JM", "Essen", Kind.COURT),
    First("Staatsanwaltschaft Köln", "JM", "Köln", Kind.PROSECUTION),
    First("Justizvollzugsanstalt Werl", "JM", "Werl", Kind.PRISON),
    First(
        "Landesamt für Natur, Umwelt und Klima NRW", "MUNV", "Recklinghausen", Kind.UPPER, ("LANUK",),
        ("Landesamt für Natur, Umwelt und Verbraucherschutz NRW (LANUV)",),
    ),
    First("Landesbetrieb Straßenbau NRW", "MUNV", "Gelsenkirchen", Kind.STATE_COMPANY, ("Straßen.NRW",)),
    First("Landesamt für Verbraucherschutz und Ernährung NRW", "MLV", "Recklinghausen", Kind.UPPER, ("LAVE",)),
    First("Landesbetrieb Wald und Holz NRW", "MLV", "Münster", Kind.STATE_COMPANY),
    First("Landesamt für Gesundheit und Arbeitsschutz NRW", "MAGS", "Bochum", Kind.UPPER, ("LfGA",)),
    First("Zentrum für schulpraktische Lehrerausbildung Krefeld", "MSB", "Krefeld", Kind.INSTITUTION),
    First("Zentrum für schulpraktische Lehrerausbildung Bochum", "MSB", "Bochum", Kind.INSTITUTION),
    First("Staatliche Zentralstelle für Fernunterricht", "MSB", "Köln", Kind.INSTITUTION, ("ZFU",)),
    First("Landesarchiv NRW", "MKW", "Duisburg", Kind.INSTITUTION),
    First("Hochschulbibliothekszentrum NRW", "MKW", "Köln", Kind.INSTITUTION, ("hbz",)),
    First("Geologischer Dienst NRW", "MWIKE", "Krefeld", Kind.STATE_COMPANY, ("GD",)),
    First("Landesbetrieb Mess- und Eichwesen NRW", "MWIKE", "Köln", Kind.STATE_COMPANY, ("LBME",)),
]  # fmt: skip
ALL = [*OF_MINISTRIES, *BELOW]

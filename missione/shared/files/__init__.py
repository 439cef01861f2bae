"""Files that people hand in, and private files that the portal hands out.

    kinds.py      what is taken in, and how large it may be
    names.py      what is left of the name a file had
    intake.py     the door: the name, the size, the content; a Refused names the file
    cabinet.py    where private files lie, under random names
    scanning.py   the virus scanner behind an interface
    handing_out.py   the answer that is a private file: whole, in part, or not again
    looking/      a process of its own, with little memory and time, that opens what came from outside

Nothing here knows an app, and `looking` does not even know Django: it starts quickly and has nothing to lose.
"""

"""How the film of the sample was made, once: python materials/sample/film/making.py

Drawn here, spoken by espeak-ng, packed by ffmpeg, neither of which the portal needs: film and captions lie beside this.
"""

import subprocess
import tempfile
import wave
from math import pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
WIDTH, HEIGHT, FRAMES = 640, 360, 12  # a second
PAUSE = 0.7
LINES = [
    "Feierabend! Drei Handgriffe, bevor Sie gehen.",
    "Erstens: den Bildschirm ganz ausschalten.",
    "Zweitens: die Steckdosenleiste aus.",
    "Drittens: Fenster zu, Heizung auf Stufe zwei.",
    "Und jetzt: einen schönen Abend!",
]
SKY, WALL, GREEN, DARK, SUN, WOOD, NIGHT = "#cdeaf5", "#eef8ef", "#0b5a23", "#18241c", "#ffd54a", "#d0aa72", "#1b3350"


def drawn(scene: int, part: float) -> Image.Image:
    """`part` of the scene is over, from 0 to 1."""
    picture = Image.new("RGB", (WIDTH * 2, HEIGHT * 2), WALL)
    pen = ImageDraw.Draw(picture)
    turn = min(1.0, max(0.0, (part - 0.45) / 0.2))  # what changes, changes in the middle
    _window(pen, is_open=scene < 3 or (scene == 3 and turn < 1), sky=NIGHT if scene == 4 else SKY)
    _heating(pen, turned=scene > 3 or (scene == 3 and turn == 1))
    pen.rectangle((0, 560, 1280, 720), fill=WOOD)
    _screen(pen, is_on=scene < 1 or (scene == 1 and turn < 1))
    _strip(pen, is_on=scene < 2 or (scene == 2 and turn < 1))
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _window(pen: ImageDraw.ImageDraw, *, is_open: bool, sky: str) -> None:
    pen.rectangle((110, 90, 430, 430), fill="white")
    pen.rectangle((128, 108, 412, 412), fill=sky)
    pen.ellipse((300, 140, 370, 210), fill="#f4f1d8" if sky == NIGHT else SUN)
    hill = [(x, 412 - 80 * sin(pi * (x - 68) / 404)) for x in range(128, 413, 4)]
    pen.polygon([(128, 412), *hill, (412, 412)], fill="#3f7d4e" if sky == NIGHT else "#7fb98a")
    if is_open:
        pen.polygon([(128, 108), (60, 60), (60, 470), (128, 412)], fill="#a9d7e8", outline="white", width=12)
        return
    pen.rectangle((262, 108, 278, 412), fill="white")
    pen.rectangle((250, 250, 290, 266), fill=GREEN)


def _heating(pen: ImageDraw.ImageDraw, *, turned: bool) -> None:
    for rib in range(6):
        pen.rounded_rectangle((480 + rib * 34, 380, 506 + rib * 34, 540), 10, fill="white", outline="#c5d3c9", width=3)
    pen.ellipse((690, 470, 760, 540), fill="white", outline=GREEN, width=6)
    end = (725, 484) if turned else (747, 490)
    pen.line((725, 505, *end), fill=GREEN, width=8)


def _screen(pen: ImageDraw.ImageDraw, *, is_on: bool) -> None:
    pen.rounded_rectangle((800, 200, 1160, 440), 14, fill=DARK)
    pen.rectangle((818, 218, 1142, 422), fill=SKY if is_on else "#2c3b32")
    if is_on:
        pen.ellipse((940, 270, 1020, 350), fill=GREEN)
        pen.rectangle((860, 375, 1100, 388), fill="#7fb98a")
    pen.rectangle((955, 440, 1005, 540), fill=DARK)
    pen.rounded_rectangle((880, 530, 1080, 560), 10, fill=DARK)


def _strip(pen: ImageDraw.ImageDraw, *, is_on: bool) -> None:
    pen.rounded_rectangle((500, 620, 860, 680), 20, fill="white", outline="#c5d3c9", width=3)
    for place in range(3):
        pen.ellipse((620 + place * 74, 632, 660 + place * 74, 672), fill=WALL, outline="#9aa89f", width=3)
    pen.rounded_rectangle((522, 634, 590, 668), 8, fill="#e0402f" if is_on else "#5b6a60")


def spoken(folder: Path) -> tuple[Path, list[float]]:
    """One sound for all, and how long each line lasts with the pause after it."""
    sound, seconds = folder / "sound.wav", []
    with wave.open(str(sound), "wb") as whole:
        for number, line in enumerate(LINES):
            part = folder / f"{number}.wav"
            subprocess.run(["espeak-ng", "-v", "de+f3", "-s", "145", "-w", part, line], check=True)
            with wave.open(str(part)) as said:
                if not number:
                    whole.setparams(said.getparams())
                frames = said.readframes(said.getnframes()) + bytes(2 * int(PAUSE * said.getframerate()))
                whole.writeframes(frames)
                seconds.append(len(frames) / 2 / said.getframerate())
    return sound, seconds


def captions(seconds: list[float]) -> str:
    blocks, begin = ["WEBVTT"], 0.0
    for line, length in zip(LINES, seconds, strict=True):
        blocks.append(f"{_moment(begin)} --> {_moment(begin + length - 0.1)}\n{line}")
        begin += length
    return "\n\n".join(blocks) + "\n"


def _moment(seconds: float) -> str:
    return f"{int(seconds // 60):02}:{seconds % 60:06.3f}"


def make() -> None:
    with tempfile.TemporaryDirectory() as name:
        sound, seconds = spoken(Path(name))
        (HERE / "feierabend.vtt").write_text(captions(seconds))
        size = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FRAMES), "-i", "-"]
        packed = ["-c:v", "libx264", "-crf", "26", "-preset", "veryslow", "-tune", "animation", "-pix_fmt", "yuv420p"]
        heard = ["-c:a", "aac", "-b:a", "40k", "-ac", "1", "-movflags", "+faststart", "-map_metadata", "-1"]
        command = ["ffmpeg", "-y", "-loglevel", "error", *size, "-i", sound, *packed, *heard, HERE / "feierabend.mp4"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as ffmpeg:
            for scene, length in enumerate(seconds):
                number = round(length * FRAMES)
                for frame in range(number):
                    ffmpeg.stdin.write(drawn(scene, frame / number).tobytes())


if __name__ == "__main__":
    make()

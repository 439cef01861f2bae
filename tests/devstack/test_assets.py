"""What the front-end packages become: files of our own, named in no page by another host."""

import re

from devstack import assets


def test_the_assets_are_style_sheets_fonts_and_their_licences(tmp_path):
    assets.build(tmp_path / "vendor")

    fonts = {path.name for path in (tmp_path / "vendor" / "fonts").iterdir()}
    assert {path.name for path in (tmp_path / "vendor").iterdir()} == {
        "kern.css",
        "fonts.css",
        "fonts",
        "print",
        "KERN-LICENSE.md",
    }
    assert "LICENSE" in fonts
    assert set(re.findall(r"url\(fonts/(.*?)\)", (tmp_path / "vendor" / "fonts.css").read_text())) == fonts - {"LICENSE"}


def test_kern_stands_in_a_cascade_layer_and_fetches_nothing(tmp_path):
    css = assets.kern_in_a_layer()

    assert css.startswith("@layer me-important,kern;@layer kern{")
    assert css.count("{") == css.count("}")
    assert re.findall(r"@charset|@import|url\(['\"]?(?:https?:)?//", css) == []


def test_building_again_leaves_nothing_of_before(tmp_path):
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "old.css").touch()

    assets.build(tmp_path / "vendor")

    assert not (tmp_path / "vendor" / "old.css").exists()

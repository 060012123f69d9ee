"""Draw the demo newsroom's pictures with Pillow, so that no photograph has to be shipped.

Every picture is a flat illustration worked out from its key alone: the same key always gives the
same bytes.
"""

from collections.abc import Callable

from newsroom.demo.drawings.canvas import LANDSCAPE, PORTRAIT, Canvas
from newsroom.demo.drawings.gatherings import conference, dragon_boats, market, stadium, theatre
from newsroom.demo.drawings.landscapes import (
    coast_train,
    coffee_hills,
    dawn_mountains,
    mangrove,
    snow_peak,
    storm,
    terraces,
)
from newsroom.demo.drawings.places import dusk_city, observatory, port, river_bridge
from newsroom.demo.drawings.still_lifes import chart, microscope

SCENES: dict[str, Callable[[Canvas], None]] = {
    "nui-binh-minh": dawn_mountains,
    "pho-hoang-hon": dusk_city,
    "cang-container": port,
    "ruong-bac-thang": terraces,
    "cau-song-huong": river_bridge,
    "san-van-dong": stadium,
    "kinh-hien-vi": microscope,
    "dai-thien-van": observatory,
    "cho-den-long": market,
    "ban-hoi-nghi": conference,
    "tau-ven-bien": coast_train,
    "bao-tren-bien": storm,
    "doi-ca-phe": coffee_hills,
    "bieu-do": chart,
    "dua-ghe": dragon_boats,
    "nui-tuyet": snow_peak,
    "san-khau": theatre,
    "rung-ngap-man": mangrove,
}
UPRIGHT = (observatory, theatre)
KEYS: tuple[str, ...] = tuple(SCENES)


def draw(key: str) -> bytes:
    """Return the JPEG of one picture."""
    scene = SCENES[key]
    canvas = Canvas(key, PORTRAIT if scene in UPRIGHT else LANDSCAPE)
    scene(canvas)
    return canvas.jpeg()

"""How charts look, under the name that pages use. Documents draw the same charts: see `maap.charts.theme`."""

from maap.charts.theme import AREA as AREA
from maap.charts.theme import CONFIG as CONFIG
from maap.charts.theme import DAY as DAY
from maap.charts.theme import INK as INK
from maap.charts.theme import LATE as LATE
from maap.charts.theme import LINE as LINE
from maap.charts.theme import NIGHT as NIGHT
from maap.charts.theme import PAPER as PAPER
from maap.charts.theme import QUIET as QUIET
from maap.charts.theme import STRENGTH as STRENGTH
from maap.charts.theme import Look as Look
from maap.charts.theme import config as config
from maap.charts.theme import ink_on as ink_on
from maap.charts.theme import ordered as ordered
from maap.charts.theme import shade as shade

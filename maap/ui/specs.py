"""The specifications of charts, under the name that pages use: see `maap.charts.specs`."""

from maap.charts.specs import NO_GRADE as NO_GRADE
from maap.charts.specs import PICK as PICK
from maap.charts.specs import SIDES as SIDES
from maap.charts.specs import heat as heat
from maap.charts.specs import mirrored as mirrored
from maap.charts.specs import stacked as stacked
from maap.charts.specs import still as still

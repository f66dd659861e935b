"""The charts, under the name that pages use: see `maap.charts.drawings`."""

from maap.charts.drawings import PROGRESS as PROGRESS
from maap.charts.drawings import Bar as Bar
from maap.charts.drawings import Chart as Chart
from maap.charts.drawings import grades as grades
from maap.charts.drawings import grades_by_agency as grades_by_agency
from maap.charts.drawings import returns_in as returns_in
from maap.charts.drawings import themes as themes

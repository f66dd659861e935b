"""Parts of pages run as pages do."""

from tests.looked_once import looked_once as looked_once

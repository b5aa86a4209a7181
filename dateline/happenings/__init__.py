"""Store -> Store: incidents brought up to date with the events, and read as a profile shows them.

`texts` finds copies and stories, `update` merges events, `rows` writes the incidents, `reading` reads them.
"""

from dateline.happenings.rows import Merged
from dateline.happenings.update import update_incidents

__all__ = ["Merged", "update_incidents"]

"""How much memory a process took."""

import re
import sys
from pathlib import Path


def peak() -> float:
    """The most memory that this process has had, in MB (2**20 bytes)."""
    if sys.platform == "linux":  # what getrusage says there may be the parent's
        found = re.search(r"VmHWM:\s+([0-9]+) kB", Path("/proc/self/status").read_text())
        if found:
            return int(found[1]) / 1024
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (2**20 if sys.platform == "darwin" else 1024)


def now() -> float:
    """The memory that this process has, in MB."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 2**20

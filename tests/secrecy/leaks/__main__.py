"""`python -m tests.secrecy.leaks [NAME …]`: plants each leak, or the named ones, and expects the two worlds to differ.

Exit 1 if one goes unseen, 2 if a name is no leak's.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kunci.site.settings")
    django.setup()
    from tests.cluster import start_test_cluster
    from tests.secrecy.leaks.every import LEAKS
    from tests.secrecy.leaks.run import caught, clean
    from tests.secrecy.stage import stage

    asked = set(sys.argv[1:])
    planted = [leak for leak in LEAKS if not asked or leak.name in asked]
    if unknown := asked - {leak.name for leak in planted}:
        say(f"No leak is called {', '.join(sorted(unknown))}.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        cluster = start_test_cluster(Path(folder))
        try:
            with stage(cluster) as work:
                if (told := clean(work)) is not None:
                    say(f"The worlds differ without any leak:\n{told}")
                    return 1
                seen = 0
                for leak in planted:
                    told = caught(leak, work)
                    seen += told is not None
                    say(f"{leak.name.replace('_', ' ')}: {told or 'NOT CAUGHT'}")
        finally:
            cluster.stop()
    say(f"{seen} of {len(planted)} planted leaks caught")
    return 0 if seen == len(planted) else 1


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

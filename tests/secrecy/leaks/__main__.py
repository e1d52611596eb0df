"""`python -m tests.secrecy.leaks`: plants each leak and expects the two worlds to differ; exit 1 if one goes unseen."""

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

    with tempfile.TemporaryDirectory() as folder:
        cluster = start_test_cluster(Path(folder))
        try:
            with stage(cluster) as work:
                if (told := clean(work)) is not None:
                    say(f"The worlds differ without any leak:\n{told}")
                    return 1
                seen = 0
                for leak in LEAKS:
                    told = caught(leak, work)
                    seen += told is not None
                    say(f"{leak.name.replace('_', ' ')}: {told or 'NOT CAUGHT'}")
        finally:
            cluster.stop()
    say(f"{seen} of {len(LEAKS)} planted leaks caught")
    return 0 if seen == len(LEAKS) else 1


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

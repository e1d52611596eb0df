"""Every address that answers, as Django resolves it: what tests and operators enumerate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """`path` with its converters, such as '/kunci/<uuid:key>/'. `methods` and `secrecy_case` are what the view says of
    itself; None if it says nothing."""

    name: str | None
    path: str
    methods: list[str] | None
    secrecy_case: str | None


def every_route() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: Sequence[URLPattern | URLResolver], prefix: str, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, path, inner)
            continue
        methods = getattr(pattern.callback, "methods", None)
        yield Route(
            name=None if pattern.name is None else namespace + pattern.name,
            path=path,
            methods=None if methods is None else list(methods),
            secrecy_case=getattr(pattern.callback, "secrecy_case", None),
        )

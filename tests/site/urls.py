"""A few addresses, to see how they are listed."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def key(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


home.methods, home.secrecy_case = ("GET",), "own_page"  # type: ignore[attr-defined] # as the pages' decorator does
key.methods, key.secrecy_case = ("GET", "POST"), "one_key"  # type: ignore[attr-defined]

inner = [path("<uuid:key>/", key, name="key"), path("bare/", bare)]
urlpatterns = [path("", home, name="home"), path("inner/", include((inner, "inner")))]

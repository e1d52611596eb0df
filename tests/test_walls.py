"""The walls that an import contract cannot see, and the checks that go with every change."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from kunci.models.base import Door
from tools import messages

ROOT = Path(__file__).resolve().parent.parent
CLOCKS = {"now", "utcnow", "today", "monotonic", "perf_counter", "localtime", "localdate"}
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}


def _calls(folder: str) -> Iterator[tuple[Path, ast.Call]]:
    for file in sorted((ROOT / "kunci" / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                yield file, node


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


@pytest.mark.parametrize("folder", ["core", "models", "reveal", "actions"])
def test_time_is_an_argument(folder: str) -> None:
    grabbed = [(file.name, call.lineno) for file, call in _calls(folder) if _method(call) in CLOCKS]
    assert grabbed == []


def test_the_read_door_never_writes() -> None:
    written = [(file.name, call.lineno) for file, call in _calls("reveal") if _method(call) in WRITES]
    assert written == []


def test_pages_hold_no_query_and_no_model() -> None:
    for file in sorted((ROOT / "kunci" / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith(("django.db", "kunci.models")), file
            if isinstance(node, ast.Attribute):
                assert node.attr != "objects", file


@pytest.mark.parametrize(
    ("words", "may", "sql"),
    [
        (
            {"Guess", "Practice", "instinct", "guesses"},
            {
                "actions/handovers.py", "actions/instinct.py", "core/instinct.py", "models/instinct.py",
                "models/models.py", "reveal/archive.py", "reveal/archive_rhythm.py", "reveal/instinct.py",
                "site/demo_character.py", "site/urls.py", "web/views/instinct.py", "web/views/mediations.py",
                "web/views/offers.py", "web/views/opening.py", "web/views/partners.py",
            },
            ("guess", {"feeling.sql", "instinct.sql", "practice.sql"}),
        ),
        (
            {"Character", "CharacterSeen", "Impression", "Temperament", "character", "character_and_impressions"},
            {
                "actions/character.py", "core/character.py", "models/character.py", "models/models.py",
                "reveal/archive.py", "reveal/archive_rhythm.py", "reveal/character.py", "reveal/one_to_ones.py",
                "site/demo_character.py", "site/urls.py", "web/character_forms.py", "web/character_items.py",
                "web/views/character.py", "web/views/one_to_ones.py", "web/views/partners.py",
            },
            ("vault.character", {"character.sql"}),
        ),
    ],
    ids=["instinct", "character"],
)  # fmt: skip
def test_no_gate_forecast_or_match_reads_what_somebody_feels_about_people(
    words: set[str], may: set[str], sql: tuple[str, set[str]]
) -> None:
    """Both are read by their own pages, their owner's archive, and where a one-to-one is prepared; a feeling is
    written with a handover. No file of core that works out a standing, a gate, a forecast or a match is among them."""
    kunci, knows = ROOT / "kunci", set()
    for file in kunci.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            named = [one.name for one in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            if words & {*named, *module.split(".")}:
                knows.add(str(file.relative_to(kunci)))
    assert knows - may == set()
    assert len(knows) > 5
    word, only = sql
    tables = {file.name for file in (kunci / "models" / "sql").glob("*.sql") if word in file.read_text()}
    assert tables == only


def test_files_can_be_read_in_one_go() -> None:
    files = [*(ROOT / "kunci").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    long = {
        str(file.relative_to(ROOT)): lines
        for file in files
        if "migrations" not in file.parts and (lines := len(file.read_text().splitlines())) > 400
    }
    assert long == {}


def test_every_word_on_a_page_has_its_english() -> None:
    assert messages.check() == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(connection)
    with translation.override(None):
        now = ProjectState.from_apps(apps)
        changes = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)
    assert changes == {}


@pytest.mark.django_db
@pytest.mark.parametrize("model", Door.__subclasses__(), ids=lambda model: model.__name__)
def test_models_name_the_columns_of_their_views(model: type[Door]) -> None:
    concrete = [model, *model.__subclasses__()] if model._meta.abstract else [model]
    for one in concrete:
        if one._meta.abstract:
            continue
        columns = {
            field.column for field in one._meta.concrete_fields if not isinstance(field, models.CompositePrimaryKey)
        }
        with connection.cursor() as cursor:
            cursor.execute(
                "select column_name from information_schema.columns where table_schema = 'door' and table_name = %s",
                [one._meta.db_table],
            )
            assert {row[0] for row in cursor.fetchall()} == columns


@pytest.mark.django_db
def test_django_finds_nothing_wrong() -> None:
    call_command("check", fail_level="WARNING")

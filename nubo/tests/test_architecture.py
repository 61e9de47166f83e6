"""The plan of the house, checked: who may know whom, where writes live, how long functions are, what nothing is called."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
#: Bottom to top; each may know itself and what stands before it.
APPS = [name for name in ("accounts", "catalog", "billing", "delivery") if (ROOT / name).is_dir()]
#: Inside an app, bottom to top.
LAYERS = [
    "choices",
    "rules",
    "fields",
    "querysets",
    "models",
    "documents",
    "actions",
    "demo",
    "admin",
    "api",
    "management",
    "apps",
]
#: What another app may not import.
PRIVATE = {"admin", "api", "management", "demo"}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base2"}


def sources(folder: str, *, tests: bool = False) -> Iterator[Path]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            yield path


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every import of the module, inside functions too, as dotted names. ``TYPE_CHECKING`` blocks bind nothing."""
    tree = ast.parse(path.read_text())
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} relative import"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def layer_of(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else None


@pytest.mark.parametrize("app", APPS)
def test_an_app_knows_only_the_apps_below_it(app: str) -> None:
    above = set(APPS[APPS.index(app) + 1 :])
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sources(app)
        for line, name in imports(path)
        if name.split(".")[0] in above
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_another_apps_admin_api_and_commands_are_private(app: str) -> None:
    others = set(APPS) - {app}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sources(app)
        for line, name in imports(path)
        if name.split(".")[0] in others and layer_of(name) in PRIVATE
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_layers_inside_an_app_point_downwards(app: str) -> None:
    wrong = []
    for path in sources(app):
        own = layer_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for line, name in imports(path):
            other = layer_of(name)
            if own and other and name.split(".")[0] == app and LAYERS.index(other) > LAYERS.index(own):
                wrong.append(f"{path.relative_to(ROOT)}:{line} {name}")
    assert wrong == []


def test_admin_and_api_do_not_know_each_other() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for app in APPS
        for path in sources(app)
        for line, name in imports(path)
        if {layer_of(".".join(path.relative_to(ROOT).with_suffix("").parts)), layer_of(name)} == {"admin", "api"}
        and name.split(".")[0] in APPS
    ]
    assert wrong == []


def test_the_shared_ground_knows_no_app() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in sources("nubo/shared")
        for line, name in imports(path)
        if name.split(".")[0] in APPS
    ]
    assert wrong == []


def test_no_foreign_key_by_name_across_apps() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.args[0].value}"
        for app in APPS
        for path in sources(app)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and "." in str(node.args[0].value)
    ]
    assert wrong == []


def test_only_actions_save() -> None:
    """``.save()``, ``.create()``, ``bulk_…`` and ``.update()`` on rows stand in actions (and demo data), nowhere above."""
    verbs = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} .{node.func.attr}()"
        for app in APPS
        for path in sources(app)
        if layer_of(".".join(path.relative_to(ROOT).with_suffix("").parts)) in {"api", "management"}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in verbs
    ]
    assert wrong == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for folder in ("nubo", *APPS)
        for path in sources(folder, tests=True)
        if FORBIDDEN_NAMES & set(path.relative_to(ROOT).with_suffix("").parts)
    ]
    assert wrong == []


def test_every_module_says_what_it_is_for() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for folder in ("nubo", *APPS)
        for path in sources(folder)
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert wrong == []


def test_functions_are_short_and_files_are_split_by_noun() -> None:
    wrong = []
    for folder in ("nubo", *APPS):
        for path in sources(folder):
            text = path.read_text()
            if text.count("\n") > 400 and path.name != "settings.py":
                wrong.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
            wrong += [
                f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno > 50
            ]
    assert wrong == []


def test_no_migration_is_called_auto() -> None:
    wrong = [str(path) for path in ROOT.glob("*/migrations/*_auto_*.py")]
    assert wrong == []


def test_every_app_has_the_same_bones() -> None:
    for app in APPS:
        for bone in ("choices", "querysets", "models", "actions", "admin", "api"):
            assert (ROOT / app / f"{bone}.py").exists() or (ROOT / app / bone / "__init__.py").exists(), f"{app}/{bone}"


def test_soft_deleted_models_have_both_managers_and_conditional_uniqueness() -> None:
    from nubo.shared.soft_delete import SoftDeleteModel

    for model in apps.get_models():
        if not issubclass(model, SoftDeleteModel):
            continue
        assert model._meta.default_manager is not None
        assert model._meta.default_manager.name == "objects", model
        assert model._meta.base_manager.name == "all_objects", model
        for constraint in model._meta.constraints:
            if type(constraint).__name__ == "UniqueConstraint":
                assert constraint.condition is not None, constraint.name

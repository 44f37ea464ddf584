import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent

# A room imports from itself and from rooms listed above it. Changing either list is
# a decision, written in docs/decisions/.
ROOMS = [
    "studies.agencies",
    "studies.wording",
    "studies.printing",
    "studies.disclosure",
    "studies.planning",
    "studies.people",
    "studies.partners",
    "studies.outreach",
    "studies.intake",
    "studies.sessions",
    "studies.evidence",
    "studies.partner_page",
    "studies.withdrawal",
    "studies.progress",
    "studies.management",
    "feedback.surveys",
    "feedback.safety",
    "feedback.answering",
    "feedback.interchange",
    "feedback.paper",
    "feedback.results",
    "feedback.keying",
    "feedback.phoning",
    "feedback.exports",
    "feedback.scorecards",
    "feedback.sharing",
    "feedback.api",
    "feedback.demo",
    "feedback.management",
    "cxstudio.studio",
]
# Files of one room, lowest first; a file that is not named here is an action (2).
RANKS = {
    "models": 0,
    "tenancy": 0,
    "permissions": 0,
    "vault": 0,
    "calendar": 0,
    "emails": 1,
    "kinds": 1,
    "channels": 1,
    "tasks": 3,
    "forms": 3,
    "serializers": 3,
    "admin": 3,
    "views": 4,
    "urls": 5,
}
# Listing modules of an app, which only list their rooms.
LISTINGS = {"models", "admin", "urls", "tasks", "signals", "receivers", "apps"}


def sources():
    for app in ("studies", "feedback", "cxstudio"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def module_of(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> set[str]:
    """Every module that the file imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def room_of(module: str) -> str | None:
    room = ".".join(module.split(".")[:2])
    return room if room in ROOMS else None


def rank_of(module: str) -> int:
    words = module.split(".")[2:]
    names = [RANKS[word] for word in words[:1] if word in RANKS]
    return names[0] if names else 2


def unlisted_rooms() -> list[str]:
    rooms = {
        f"{app}.{path.name}"
        for app in ("studies", "feedback")
        for path in (ROOT / app).iterdir()
        if path.is_dir() and path.name not in {"migrations", "__pycache__"}
    }
    return sorted(
        rooms - set(ROOMS) - {"studies.templatetags", "feedback.templatetags"}
    )


def test_each_folder_of_an_app_is_a_listed_room():
    assert unlisted_rooms() == []


def test_no_room_is_an_empty_shell():
    shells = [
        room
        for room in ROOMS
        if (folder := ROOT / room.replace(".", "/")).exists()
        and not any(p.read_text().strip() for p in folder.rglob("*.py"))
        and not any(folder.rglob("*.json"))
    ]

    assert shells == []


def test_studies_never_imports_feedback():
    upward = [
        (module_of(path), name)
        for path in sources()
        if module_of(path).startswith("studies")
        for name in imports_of(path)
        if name.startswith("feedback")
    ]

    assert upward == []


def test_rooms_import_only_rooms_above_them():
    wrong = []
    for path in sources():
        module = module_of(path)
        own = room_of(module)
        for name in imports_of(path):
            other = room_of(name)
            if own and other and own != other and ROOMS.index(other) > ROOMS.index(own):
                wrong.append((module, name))

    assert wrong == []


def test_files_import_only_lower_ranks_of_their_room():
    wrong = []
    for path in sources():
        module = module_of(path)
        for name in imports_of(path):
            same_room = room_of(module) and room_of(module) == room_of(name)
            if same_room and rank_of(name) > rank_of(module):
                wrong.append((module, name))

    assert wrong == []


def test_only_the_studio_imports_every_room_and_nothing_imports_the_studio():
    wrong = [
        (module_of(path), name)
        for path in sources()
        if not module_of(path).startswith("cxstudio")
        for name in imports_of(path)
        if name.startswith("cxstudio.studio")
    ]

    assert wrong == []


@pytest.mark.parametrize("app", ["studies", "feedback"])
def test_relations_never_point_to_a_later_room(app):
    wrong = []
    for model in apps.get_app_config(app).get_models():
        own = room_of(model.__module__)
        if own is None:  # history tables live beside the model that they follow
            continue
        for field in model._meta.get_fields():
            if field.auto_created or not field.is_relation or not field.related_model:
                continue
            other = room_of(field.related_model.__module__)
            if other and ROOMS.index(other) > ROOMS.index(own):
                wrong.append((model.__name__, field.name))

    assert wrong == []


def test_no_module_is_past_its_budget():
    long = [
        (module_of(path), lines)
        for path in sources()
        if (lines := len(path.read_text().splitlines())) > 350
    ]

    assert long == []

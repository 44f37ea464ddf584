"""Running every migration from nothing in a fraction of the time.

After each change of a model, Django makes the classes of all models anew that hang
together with it, in our case nearly all of them, a thousand times over. What changes
the database looks at the changed model and at those that point at it; so only they are
made anew. A migration's own Python code still gets fresh classes of everything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.db.migrations.state import ProjectState

Key = tuple[str, str]


@contextmanager
def few_classes() -> Iterator[None]:
    with mock.patch.object(ProjectState, "_find_reload_model", _touched):
        yield


def _touched(
    state: ProjectState, app_label: str, model_name: str, delay: bool = False
) -> set[Key]:
    # So that Django makes all of them anew before it runs a migration's own code.
    state.is_delayed = True
    found = {(app_label, model_name)}
    if model_name in state.apps.all_models[app_label]:
        known = state.apps.get_model(app_label, model_name)
        pointing = [relation.related_model for relation in _relations_to(known)]
        found |= {
            (model._meta.app_label, model._meta.model_name)
            for model in pointing + known.__subclasses__()
        }
    return found


def _relations_to(model) -> list:
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and field.is_relation and not field.concrete
    ]

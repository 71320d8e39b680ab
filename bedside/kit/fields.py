"""A column that holds a sealed value. Reading the row gives the sealed bytes; opening is a separate, visible act."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    Bytes = models.BinaryField[bytes, bytes]
else:
    Bytes = models.BinaryField


class Sealed(Bytes):
    """Marks a column for key rotation; `seal_context` is "<table>.<column>:<organization id>"."""

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "bedside.kit.fields.Sealed", list(args), kwargs


def seal_context(model: type[models.Model], column: str, organization_id: int) -> str:
    return f"{model._meta.db_table}.{column}:{organization_id}"

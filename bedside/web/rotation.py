"""A new key, and everything sealed with older ones sealed anew, organization by organization."""

import secrets

from django.apps import apps

from bedside.environment import environment
from bedside.kit import crypto
from bedside.kit.fields import Sealed, seal_context
from bedside.organizations import tenancy
from bedside.organizations.queries import organizations

STEP = 500


def rotate() -> int:
    """Exit code: 0 when every value is under the new key. Can be run again after an interruption: older keys
    leave the ring only once everything is sealed anew."""
    env = environment()
    if env.keys:
        print("The keys come from BEDSIDE_KEYS: put a new one first there, start again, and everything new uses it.")
        print("Now sealing what is older with the first of them.")
        keys = crypto.load_keys(env.home / "keys.json", env.keys)
    else:
        keys = [secrets.token_bytes(32), *crypto.load_keys(env.home / "keys.json")]
        crypto.write_keys(env.home / "keys.json", keys)
    ring = crypto.Keyring(keys)
    done = sum(_reseal_all(ring, organization.pk) for organization in organizations())
    if not env.keys:
        # The key before stays until the next rotation: a value sealed with it may have been on its way meanwhile.
        crypto.write_keys(env.home / "keys.json", keys[:2])
    print(f"{done} sealed values are under the new key; everything new uses it from now on.")
    return 0


def _reseal_all(ring: crypto.Keyring, organization_id: int) -> int:
    done = 0
    with tenancy.entered(organization_id):
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, Sealed):
                    done += _reseal(ring, model, field.attname, organization_id)
    return done


def _reseal(ring: crypto.Keyring, model: type, column: str, organization_id: int) -> int:
    context = seal_context(model, column, organization_id)
    done, last = 0, 0
    while True:
        rows = model.objects.filter(organization_id=organization_id, pk__gt=last)  # type: ignore[attr-defined]
        found = list(rows.order_by("pk").values_list("pk", column)[:STEP])
        if not found:
            return done
        for pk, sealed in found:
            last = pk
            if sealed and not ring.is_current(bytes(sealed)):
                fresh = ring.seal(ring.open(bytes(sealed), context=context), context=context)
                # Only if nobody sealed something newer meanwhile.
                done += model.objects.filter(  # type: ignore[attr-defined]
                    organization_id=organization_id, pk=pk, **{column: sealed}
                ).update(**{column: fresh})

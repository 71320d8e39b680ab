from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "bedside.organizations"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate
        from django.dispatch import receiver

        from bedside.kit import queue
        from bedside.organizations import fences, tenancy

        queue.surround(tenancy.around_job)
        # Sent once all migrations of a run are done, so every table exists by then.
        post_migrate.connect(fences.fence, sender=self, dispatch_uid="bedside.fences")

        @receiver(connection_created, weak=False, dispatch_uid="bedside.tenancy")
        def start_closed(connection: object, **_signal: object) -> None:
            """A session from the pool may have worked for somebody else: it starts with nobody's rows, or with
            those of the organization this work has already entered."""
            from django.db.backends.base.base import BaseDatabaseWrapper

            assert isinstance(connection, BaseDatabaseWrapper)
            if connection.alias == "default":
                whose = tenancy.current()
                with connection.cursor() as cursor:
                    cursor.execute(
                        "select set_config('bedside.organization', %s, false), set_config('bedside.user', '', false)",
                        ["" if whose is None else str(whose)],
                    )

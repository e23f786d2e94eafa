"""The set-up of `env=django`: what a project would have in settings.py.

It runs before the block, in the same namespace. The block is then the module
`example`, which is also the project's only app and its root URLconf: models
are registered under the label `example`, `urlpatterns` is found where the
block defines it, and templates are read from the folder `templates/` of the
block's own temporary folder. The database is SQLite in memory, unless a set-up
file before this one names another in `_database`; the tables of the block's
models are created just before the first query.
"""


def _configure():
    import os
    import sys

    sys.modules["example"] = sys.modules["__main__"]

    import django
    from django.apps import AppConfig
    from django.conf import settings

    class ExampleConfig(AppConfig):
        name = label = "example"
        # Of the block, also where this ran in another folder and the block goes on in a copy of the process.
        path = "."
        default_auto_field = "django.db.models.BigAutoField"

    ExampleConfig.__module__ = "example_apps"
    apps_module = type(sys)("example_apps")
    apps_module.ExampleConfig = ExampleConfig
    sys.modules["example_apps"] = apps_module

    in_memory = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    settings.configure(
        DEBUG=False,
        SECRET_KEY="only-for-the-examples-of-this-guide",
        ALLOWED_HOSTS=["testserver", "localhost", "127.0.0.1"],
        ROOT_URLCONF="example",
        INSTALLED_APPS=[
            "django.contrib.admin",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.staticfiles",
            "django.contrib.humanize",
            "rest_framework",
            "example_apps.ExampleConfig",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": ["templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={"default": globals().pop("_database", None) or in_memory},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        MEDIA_ROOT="media",
        MEDIA_URL="/media/",
        STATIC_URL="/static/",
        USE_TZ=True,
        TIME_ZONE="UTC",
        LANGUAGE_CODE="en-us",
        LOGGING_CONFIG=None,
    )
    django.setup()
    _create_tables_on_first_query()


def _create_tables_on_first_query():
    from threading import RLock

    from django.apps import apps
    from django.db import connection
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.backends.signals import connection_created

    lock = RLock()
    state = {"busy": False, "contrib": False}
    created = set()
    in_memory = connection.vendor == "sqlite"

    def editor():
        """Creates tables at once, whatever transaction the block is in."""
        if not in_memory:
            return connection.copy().schema_editor(atomic=False)
        from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

        # SQLite's editor refuses to work inside atomic(); creating tables there is safe.
        class TableCreator(DatabaseSchemaEditor):
            __enter__ = BaseDatabaseSchemaEditor.__enter__
            __exit__ = BaseDatabaseSchemaEditor.__exit__

        return TableCreator(connection, atomic=False)

    def is_real(model):
        return model._meta.managed and not model._meta.proxy and not model._meta.swapped

    def fill_contrib():
        from django.contrib.auth.management import create_permissions
        from django.contrib.contenttypes.management import create_contenttypes

        for each in apps.get_app_configs():
            if each.models_module is not None or each.label == "example":
                each.models_module = each.models_module or apps
                create_contenttypes(each, verbosity=0, interactive=False)
                create_permissions(each, verbosity=0, interactive=False)

    def create_pending():
        config = apps.get_app_config("example")
        pending = [m for m in config.models.values() if is_real(m) and m not in created]
        if state["contrib"] and not pending:
            return
        state["busy"] = True
        logged = len(connection.queries_log)
        try:
            # Through tables of many-to-many fields come with the model that declares them.
            wanted = [m for m in pending if not m._meta.auto_created]
            if not state["contrib"]:
                wanted += [m for m in apps.get_models() if m._meta.app_label != "example" and is_real(m)]
            with editor() as tables:
                present = set(tables.connection.introspection.table_names())
                for model in wanted:
                    if model._meta.db_table not in present:
                        tables.create_model(model)
            if not in_memory:
                tables.connection.close()
            created.update(pending)
            if not state["contrib"]:
                state["contrib"] = True
                fill_contrib()
        finally:
            while len(connection.queries_log) > logged:
                connection.queries_log.pop()
            state["busy"] = False

    def before_query(execute, sql, params, many, context):
        with lock:
            if not state["busy"]:
                create_pending()
        return execute(sql, params, many, context)

    def watch(connection, **_):
        if before_query not in connection.execute_wrappers:
            connection.execute_wrappers.append(before_query)

    watch(connection)
    if not in_memory:
        # Each thread has a connection of its own to the same database.
        state["watch"] = watch
        connection_created.connect(watch)


_configure()
del _configure, _create_tables_on_first_query
__name__ = "example"

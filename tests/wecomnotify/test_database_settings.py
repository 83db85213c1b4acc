from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from wecomnotify import database_settings

ADDRESS = "postgres://wecomnotify:secret@db.example.com:5433/notify"


def database(address, *, pool_size=20):
    return database_settings.database(Env.db_url_config(address), pool_size=pool_size)


def test_sqlite_is_durable_and_takes_its_lock_at_the_start():
    found = database("sqlite:////srv/x.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_postgresql_keeps_a_pool_and_looks_at_each_connection_before_it_is_used():
    found = database(ADDRESS, pool_size=7)
    assert (found["HOST"], found["PORT"], found["NAME"], found["USER"]) == (
        "db.example.com", 5433, "notify", "wecomnotify",
    )  # fmt: skip
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (0, True)
    assert found["OPTIONS"]["pool"]["max_size"] == 7


def test_a_session_of_postgresql_is_durable_and_never_holds_others_up_for_long():
    assert database(ADDRESS)["OPTIONS"]["options"] == (
        "-c synchronous_commit=on -c timezone=UTC -c plan_cache_mode=force_generic_plan "
        "-c idle_in_transaction_session_timeout=15s -c lock_timeout=10s"
    )


def test_what_the_address_says_goes_first():
    options = database(f"{ADDRESS}?sslmode=verify-full&connect_timeout=2&options=-c%20search_path=notify")
    options = options["OPTIONS"]
    assert (options["sslmode"], int(options["connect_timeout"])) == ("verify-full", 2)
    assert options["options"].endswith("lock_timeout=10s -c search_path=notify")


def test_a_pooler_that_shares_sessions_is_told_of_no_statements():
    assert database(ADDRESS)["OPTIONS"]["prepare_threshold"] == 2
    assert database(f"{ADDRESS}?prepare_threshold=None")["OPTIONS"]["prepare_threshold"] is None


def test_another_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL is mysql: write postgres://user:password"):
        database("mysql://a:b@db.example.com/notify")


def test_a_pool_without_connections_is_refused():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_POOL_SIZE is 0: set it to"):
        database(ADDRESS, pool_size=0)


@pytest.mark.parametrize("missing", ["psycopg", "psycopg_pool"])
def test_a_missing_driver_names_the_file_that_installs_it(monkeypatch, missing):
    monkeypatch.setattr(database_settings, "find_spec", lambda name: None if name == missing else name)
    with pytest.raises(ImproperlyConfigured, match=r"pip install .* -r requirements-postgres\.txt"):
        database(ADDRESS)

"""A small subject of its own, far from the shipped one: everything must work for it unchanged."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from classifier.codebook import parse_codebook

settings.register_profile(
    "belowline", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("belowline")

TOY_CODEBOOK = """
name = "cycle-lanes"
version = "1"

[[heads]]
name = "position"
opposed = ["for", "against"]

[[heads.labels]]
name = "for"
definition = "Wants the cycle lane."

[[heads.labels]]
name = "against"
definition = "Does not want the cycle lane."

[[heads.labels]]
name = "undecided"
definition = "Is about the lane and takes no side."

[mirror]
pairs = [["cyclists", "drivers"], ["bikes", "cars"]]
"""

_TOY_TEXTS = {
    "for": [
        "Build the lane, cyclists deserve a safe way to school",
        "The lane will save lives, thank you council",
        "At last a safe lane, my children can ride",
        "More lanes please, the air is better already",
        "Drivers had the whole road for long enough",
        "I love the new lane and so does the whole street",
        "A safe lane is cheaper than another hospital bed",
        "Good news for cyclists, bad news for traffic jams",
    ],
    "against": [
        "The lane is a waste of money and nobody uses it",
        "Cyclists never stop at red lights, why reward them",
        "My shop lost half its customers since the lane came",
        "Drivers pay for the road and are pushed off it",
        "Rip the lane out, the jams are worse than ever",
        "Stop this nonsense, we need parking and not paint",
        "A waste of paint, the buses are stuck because of it",
        "Nobody asked for it and nobody wants it here",
    ],
    "undecided": [
        "Does anyone know when the works will be finished",
        "How wide will the lane be at the bridge",
        "The council meets on Monday to talk about the lane",
        "Both cyclists and drivers will need to be patient",
        "Are there figures from the trial last summer",
        "I would wait for the report before judging",
        "Where can I read the plan for the crossing",
        "Is the lane open to scooters as well",
    ],
}


@pytest.fixture(scope="session")
def toy_rows():
    """Labelled rows of the toy subject, by six writers."""
    return [
        {"id": f"{label}-{n}-{w}", "text": f"{text}{ending}", "position": label, "writer": f"w{(n + w) % 6}"}
        for label, texts in _TOY_TEXTS.items()
        for n, text in enumerate(texts)
        for w, ending in enumerate((".", " I say.", " in our town!"))
    ]


@pytest.fixture(scope="session")
def toy_book():
    """The toy codebook."""
    return parse_codebook(TOY_CODEBOOK)


@pytest.fixture(scope="session")
def toy_files(tmp_path_factory, toy_rows):
    """Folder with the toy `codebook.toml` and `labels.jsonl`."""
    folder = tmp_path_factory.mktemp("toy")
    (folder / "codebook.toml").write_text(TOY_CODEBOOK, "utf-8")
    (folder / "labels.jsonl").write_text("".join(json.dumps(row) + "\n" for row in toy_rows), "utf-8")
    return folder


@pytest.fixture(scope="session")
def toy_models(tmp_path_factory, toy_files):
    """Folder of versions with one active toy version."""
    from classifier.flow.retrain import retrain

    models = tmp_path_factory.mktemp("toy-models")
    store = tmp_path_factory.mktemp("toy-store") / "none.db"
    retrain([toy_files / "labels.jsonl"], toy_files / "codebook.toml", str(store), models)
    return models


@pytest.fixture
def toy_home(tmp_path, toy_files, toy_models, monkeypatch):
    """A home folder of the toy subject: codebook, labels, an active model and two saved pages."""
    import shutil

    home = tmp_path / "home"
    (home / "labels").mkdir(parents=True)
    shutil.copy(toy_files / "codebook.toml", home / "labels")
    shutil.copy(toy_files / "labels.jsonl", home / "labels" / "comments.jsonl")
    shutil.copytree(toy_models, home / "models", ignore=shutil.ignore_patterns("compiled-*"))
    (home / "seeds").mkdir()
    monkeypatch.setenv("BELOWLINE_HOME", str(home))
    monkeypatch.delenv("BELOWLINE_STORE", raising=False)
    return home


@pytest.fixture(scope="session")
def originals():
    """Folder of the five original documents; skips where it is not named."""
    folder = os.environ.get("BELOWLINE_ORIGINALS")
    if not folder:
        pytest.skip("BELOWLINE_ORIGINALS does not name the folder of the original documents")
    return Path(folder)


def _postgres_programs():
    """Folder of PostgreSQL's programs; skips where there is none, but not where everything is to be tested."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    if os.environ.get("CI") == "true":
        pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
    return pytest.skip("PostgreSQL is not installed")


@pytest.fixture(scope="session")
def postgres():
    """Address of a PostgreSQL server of these tests' own, on a socket in a folder of its own."""
    import pwd
    import shutil
    import subprocess
    import tempfile

    programs, folder = _postgres_programs(), Path(tempfile.mkdtemp(prefix="blpg-"))
    other = {}
    if os.geteuid() == 0:  # the server refuses to be run by root
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(folder, user)
        other = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}

    def run(program, *args):
        command = [str(programs / program), "-D", str(folder / "data"), *args]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **other)
        assert done.returncode == 0, done.stderr.decode()

    run("initdb", "-U", "belowline", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c shared_buffers=16MB"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    yield f"postgresql+psycopg://belowline@/{{}}?host={folder}"
    run("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def empty_postgres(postgres):
    """Address of an empty database on PostgreSQL."""
    import uuid

    import sqlalchemy as sa

    name = f"t{uuid.uuid4().hex}"
    engine = sa.create_engine(postgres.format("postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as db:
        db.exec_driver_sql(f"CREATE DATABASE {name}")
    yield postgres.format(name)
    with engine.connect() as db:
        db.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_place(request, tmp_path):
    """An empty place for a store, on each kind of database in turn."""
    if request.param == "sqlite":
        return str(tmp_path / "labels.db")
    return request.getfixturevalue("empty_postgres")

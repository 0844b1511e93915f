"""Nobody gets in who has not been named."""

import sys

import pytest

from classifier.errors import BelowlineError, InputError, StoreError
from classifier.flow import serve as serving
from classifier.flow.access import is_loopback, may_enter, read_access, role_of, secrets_file, shared, shared_by
from classifier.flow.upload import ingest_place
from classifier.store import LabelStore

SECRETS = """
[auth]
redirect_uri = "https://labels.example.org/oauth2callback"
cookie_secret = "long and random"
client_id = "belowline"
client_secret = "secret"
server_metadata_url = "https://login.example.org/.well-known/openid-configuration"

[belowline]
people = ["ann@example.org"]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder to work in, of a person without any files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    (tmp_path / ".streamlit").mkdir()
    return tmp_path


@pytest.fixture
def started(monkeypatch):
    """What would have been run, with the surroundings it was given."""
    calls = []

    def run(command, env, check):
        calls.append((command, env))
        return type("Done", (), {"returncode": 0})

    monkeypatch.setattr(serving.subprocess, "run", run)
    monkeypatch.setattr(serving, "prepare", lambda *_: None)
    return calls


def written(folder, text=SECRETS):
    path = folder / ".streamlit" / "secrets.toml"
    path.write_text(text)
    return path


def hosts(command):
    return [part.partition("=")[2] for part in command if part.startswith("--server.allowedHosts=")]


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.0.7", "lab.example.org", ""])
def test_an_address_others_reach_is_refused_without_a_way_to_log_in(folder, started, address):
    with pytest.raises(InputError, match=r"way to log in.*docs/store.md"):
        serving.serve(8501, "s.db", address=address)
    assert started == []


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        ("cookie_secret", "lacks cookie_secret"),
        ("redirect_uri", "lacks redirect_uri"),
        ("client_secret", "lacks client_secret"),
        ("people", "people"),
        ("[belowline]", r"\[belowline\]"),
        ("[auth]", r"\[auth\]"),
    ],
)
def test_what_is_missing_is_named(folder, started, gone, named):
    written(folder, "\n".join(line for line in SECRETS.splitlines() if not line.startswith(gone)))
    with pytest.raises(InputError, match=named):
        serving.serve(8501, "s.db", address="0.0.0.0")
    assert started == []


@pytest.mark.parametrize("role", ["people", "adjudicators", "owners"])
@pytest.mark.parametrize("people", ["[]", '"ann@example.org"', "[7]", '[""]'])
def test_a_list_of_nobody_is_no_list(folder, role, people):
    path = written(folder, SECRETS.replace('people = ["ann@example.org"]', f"{role} = {people}"))
    with pytest.raises(InputError, match=f"does not list the `{role}`"):
        read_access(path)


def test_people_may_be_known_by_their_role_alone(folder):
    by_list = read_access(written(folder, SECRETS.replace("people", "owners")))
    assert (by_list.people, by_list.owners) == ((), ("ann@example.org",))
    by_claim = SECRETS.replace('people = ["ann@example.org"]', 'role_claim = "roles"')
    assert read_access(written(folder, by_claim)).role_claim == "roles"
    with pytest.raises(InputError, match="does not name the `role_claim`"):
        read_access(written(folder, by_claim.replace('"roles"', "7")))


ANN = {"email": "ann@example.org"}


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        (ANN, "owner"),
        ({"email": "bob@example.org"}, "annotator"),
        ({"email": "cy@example.org"}, "adjudicator"),
        ({"email": "dan@example.com"}, None),
        ({"email": "dan@example.com", "team": {"roles": ["adjudicator", "cook"]}}, "adjudicator"),
        ({"email": "dan@example.com", "team": {"roles": "owner"}}, "owner"),
        ({"email": "dan@example.com", "email_verified": False, "team": {"roles": "owner"}}, None),
        ({"team": {"roles": "owner"}}, None),
        ({"email": "bob@example.org", "team": "owner"}, "annotator"),
        ({"email": "bob@example.org", "team": {"roles": {"owner": 1}}}, "annotator"),
        ({"email": "bob@example.org", "team": {"roles": 7}}, "annotator"),
        (ANN | {"team": {"roles": "annotator"}}, "owner"),
    ],
)
def test_the_highest_role_of_the_lists_and_the_claim_counts(folder, claims, role):
    lists = (
        'people = ["*@example.org"]\nadjudicators = ["cy@example.org"]\nowners = ["ann@example.org"]\n'
        'role_claim = "team.roles"'
    )
    access = read_access(written(folder, SECRETS.replace('people = ["ann@example.org"]', lists)))
    assert role_of(claims, access) == role


def test_a_file_that_is_no_toml_is_said_so(folder):
    with pytest.raises(InputError, match="cannot be read"):
        read_access(written(folder, "[auth"))


def test_a_missing_library_is_named(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "authlib", None)
    monkeypatch.setattr("classifier.flow.access.find_spec", lambda _name: None)
    with pytest.raises(StoreError, match=r"belowline\[team\]"):
        read_access(written(folder))


def test_providers_have_names_of_their_own(folder):
    lines = SECRETS.replace('client_id = "b', '[auth.lab]\nclient_id = "b')
    assert read_access(written(folder, lines)).providers == ("lab",)


def test_served_to_others_the_page_knows_it_and_answers_to_its_own_names_only(folder, started):
    path = written(folder)
    serving.serve(8501, "s.db", address="0.0.0.0")
    ((command, surroundings),) = started
    assert "--server.address=0.0.0.0" in command
    assert f"--secrets.files={path}" in command
    assert hosts(command) == ["localhost", "127.0.0.1", "::1", "labels.example.org", "0.0.0.0"]
    assert surroundings["BELOWLINE_SHARED"] == str(path)


def test_on_this_machine_nobody_has_to_log_in(folder, started):
    serving.serve(8501, "s.db")
    ((command, surroundings),) = started
    assert "--server.address=127.0.0.1" in command
    assert hosts(command) == ["localhost", "127.0.0.1", "::1"]
    assert surroundings["BELOWLINE_SHARED"] == ""
    for setting in (
        "enableXsrfProtection=true",
        "enableCORS=true",
        "showErrorDetails=none",
        "gatherUsageStats=false",
    ):
        assert any(part.endswith(setting) for part in command)
    assert "--server.maxUploadSize=20" in command


def test_files_of_the_server_cannot_be_named_by_others(folder, monkeypatch):
    (folder / "page.txt").write_text("The council met on Monday.\n")
    with LabelStore(folder / "s.db") as store:
        for key, value in shared_by(read_access(written(folder))).items():
            monkeypatch.setenv(key, value)
        with pytest.raises(InputError, match="cannot be named from here"):
            ingest_place(str(folder / "page.txt"), store)
        assert store.documents() == []


def test_the_folder_one_works_in_comes_before_ones_own(folder):
    own = folder / "person" / ".streamlit"
    own.mkdir(parents=True)
    (own / "secrets.toml").write_text("")
    assert secrets_file() == own / "secrets.toml"
    assert secrets_file() != written(folder) == secrets_file()


def test_a_list_that_vanished_lets_nobody_in(folder, monkeypatch):
    monkeypatch.setenv("BELOWLINE_SHARED", str(folder / "gone.toml"))
    with pytest.raises(BelowlineError):
        shared()


@pytest.mark.parametrize(
    ("email", "verified", "right"),
    [
        ("ann@example.org", True, True),
        ("ANN@example.org", None, True),
        ("ann@example.org", False, False),
        ("ann@example.org", "false", False),
        ("bob@example.org", True, False),
        ("ann@example.org.evil.com", True, False),
        ("cy@lab.example.org", True, True),
        ("cy@xlab.example.org", True, False),
        ("", True, False),
        (None, True, False),
        (["ann@example.org"], True, False),
    ],
)
def test_only_those_on_the_list_may_enter(email, verified, right):
    assert may_enter(email, verified, ["ann@example.org", "*@lab.example.org"]) is right


def test_loopback_is_told_from_the_rest():
    assert [is_loopback(a) for a in ("127.0.0.1", "127.9.9.9", "::1", "localhost")] == [True] * 4
    assert not any(is_loopback(a) for a in ("0.0.0.0", "::", "10.0.0.1", "localhost.evil.com", ""))

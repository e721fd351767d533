import subprocess

import pytest

from tests.proof_age import old_proofs


@pytest.fixture
def repository(tmp_path):
    """A project whose one proof covers `events/`."""
    for folder in ("events", "tests", "site"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "rules.py").write_text("first = 1\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "-c", "user.name=A", "-c", "user.email=a@example.jp", "commit", "--quiet", "-m", "First")
    commit = git(tmp_path, "rev-parse", "HEAD")
    (tmp_path / "tests" / "proof.toml").write_text(f'[seats]\ncommit = "{commit}"\ncovers = ["events"]\n')
    return tmp_path


def git(folder, *words):
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_a_proof_of_unchanged_code_is_not_old(repository):
    (repository / "site" / "rules.py").write_text("second = 2\n")
    assert old_proofs(repository) == {}


def test_a_change_in_what_it_covers_makes_a_proof_old(repository):
    (repository / "events" / "rules.py").write_text("second = 2\n")
    assert old_proofs(repository) == {"seats": ["events/rules.py"]}


def test_without_proofs_nothing_is_old(tmp_path):
    assert old_proofs(tmp_path) == {}


def test_a_proof_of_a_commit_that_nobody_knows_is_old(repository):
    file = repository / "tests" / "proof.toml"
    file.write_text(f'[seats]\ncommit = "{"0" * 40}"\ncovers = ["events"]\n')
    assert old_proofs(repository) == {"seats": ["events"]}

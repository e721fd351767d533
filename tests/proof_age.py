"""Warns when code has changed since the long proofs that cover it: `make lint` runs it, and it never fails.

Each table of `tests/proof.toml` is one proof: `commit` and `date` of its last run, the `command`, the
`load` of the machine, its `figures`, and `covers`, the paths whose change makes it old.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_NAMED = 4


def old_proofs(root):
    """Return the name of each proof and those of its paths that have changed since, also uncommitted."""
    file = root / "tests" / "proof.toml"
    proofs = tomllib.loads(file.read_text()) if file.exists() else {}
    changes = {name: changed_since(root, proof["commit"], proof["covers"]) for name, proof in proofs.items()}
    return {name: paths for name, paths in changes.items() if paths}


def changed_since(root, commit, paths):
    """Return which of these paths differ from a commit; all of them when nobody knows the commit any more."""
    command = ["git", "diff", "--name-only", commit, "--", *paths]
    asked = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return asked.stdout.split() if asked.returncode == 0 else list(paths)


if __name__ == "__main__":
    for proof, paths in old_proofs(ROOT).items():
        more = f" ほか{len(paths) - MOST_NAMED}" if len(paths) > MOST_NAMED else ""
        named = " ".join(paths[:MOST_NAMED])
        sys.stderr.write(f"注意: 証明「{proof}」のあとで変わりました（make proof）: {named}{more}\n")

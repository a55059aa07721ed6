"""The register's folder: all its files read, checked one by one and against each other; no Django.

Nothing is used unless everything is right: a reader of the folder gets the whole register or the
list of what has to be put right.
"""

from __future__ import annotations

from pathlib import Path

from moratoriums.register import schema
from moratoriums.register.cross_checks import disagreements
from moratoriums.register.entries import Entry, Register
from moratoriums.register.files import BadFile, read_record
from moratoriums.register.reading import MAX_BYTES

# More mistakes than this are not told one by one.
MOST_MISTAKES = 50


class BadRegister(ValueError):
    """A folder that cannot be used; ``mistakes`` are plain lines with file, line and remedy."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        shown = mistakes[:MOST_MISTAKES]
        if len(mistakes) > MOST_MISTAKES:
            shown.append(f"... and {len(mistakes) - MOST_MISTAKES} more.")
        super().__init__("\n".join(shown))


FOLDERS: dict[str, type[schema.AnyRecord]] = {
    "companies": schema.CompanyRecord,
    "beneficiaries": schema.BeneficiaryRecord,
    "pledges": schema.PledgeRecord,
    "refusals": schema.RefusalRecord,
}


def files_in(directory: Path) -> dict[str, dict[str, Path]]:
    """Return the files of each folder by the slug that their names give.

    Raises:
        BadRegister: there is no such folder, or something in it is no register file.
    """
    if not any((directory / folder).is_dir() for folder in FOLDERS):
        raise BadRegister(
            [f"{directory}: is no register. It has the folders {', '.join(FOLDERS)}."]
        )
    found: dict[str, dict[str, Path]] = {}
    mistakes = []
    for folder in FOLDERS:
        found[folder] = {}
        for path in sorted((directory / folder).glob("*")):
            if path.suffix == ".yaml" and path.is_file():
                found[folder][path.stem] = path
            elif not path.name.startswith("."):
                mistakes.append(f"{path}: is no .yaml file. Rename it or take it out.")
    if mistakes:
        raise BadRegister(mistakes)
    return found


def read_raw(path: Path) -> bytes:
    """Return the bytes of a file, but no more of them than show that it is too large."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def read_register(directory: Path) -> Register:
    """Return the whole register of a folder.

    Raises:
        BadRegister: with every mistake that was found, each with its file and line.
    """
    register = Register()
    mistakes: list[str] = []
    for folder, files in files_in(directory).items():
        kept = getattr(register, folder)
        for name, path in files.items():
            try:
                raw = read_raw(path)
                record, tree = read_record(raw, FOLDERS[folder])
            except BadFile as error:
                mistakes += [f"{path}:{m.line}: {m.message}" for m in error.mistakes]
            except OSError as error:
                mistakes.append(f"{path}: cannot be read ({error.strerror}).")
            else:
                kept[name] = Entry(path, raw, record, tree)
    # References into files that could not be read would only be told as further mistakes.
    if not mistakes:
        mistakes = list(disagreements(register))
    if mistakes:
        raise BadRegister(mistakes)
    return register

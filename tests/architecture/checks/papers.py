"""The written side of the house: decision records, links, the README, and what stays out."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

HEADINGS = ["Context", "Decision", "Consequences", "Alternatives"]
MOST_WORDS = 500
MEDIAN_WORDS = 300
STATUS = re.compile(
    r"^Status: (accepted|superseded by \[\d{4}\]\(\d{4}-[a-z0-9-]+\.md\)), \d{4}-\d{2}-\d{2}$",
    re.MULTILINE,
)
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
COMMANDS = ("make env", "make run", "make test")
WRITTEN = {
    ".cfg", ".css", ".csv", ".html", ".json", ".js", ".lock", ".md", ".po", ".py", ".sh", ".svg",
    ".toml", ".txt", ".yaml", ".yml", "",
}  # fmt: skip
SELF = "tests/architecture/checks/papers.py"
# What must never be written into the project. The halves keep this file from finding itself.
PRIVATE = {
    "a package host": r"files\.python" + r"hosted|pypi\.(org|python)|registry\.npm" + r"js",
    "a machine path": r"(?<![\w.])/(work|root|home|Users)" + r"/\w",
    "talk of how it was written": r"(?i)\b(chat ?gpt|claude|copilot|language mod"
    r"el|ai assist" + r"ant|assist" + r"ant|subag" + r"ent)\b",
    "a workplace address": r"(?i)\bhttps?://[\w.-]*\.(internal|corp|local)\b",
}


def broken_decisions(root: Path) -> list[str]:
    """Return decision records whose number, shape, length or place in the index is wrong."""
    folder = root / "docs/adr"
    records = sorted(each for each in folder.glob("*.md") if each.name != "README.md")
    index = (folder / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+?) \| (\w+)", index, re.MULTILINE)
    found = [
        f"docs/adr/{each.name}: the number {each.name[:4]} should be {number:04}"
        for number, each in enumerate(records, start=1)
        if each.name[:4] != f"{number:04}"
    ]
    expected = [(each.name[:4], each.name, *_title_and_status(each)) for each in records]
    found += [f"docs/adr/README.md does not list {row}" for row in expected if row not in listed]
    found += [f"docs/adr/README.md lists {row} in vain" for row in listed if row not in expected]
    for each in records:
        found += [f"docs/adr/{each.name}: {fault}" for fault in _faults_of_record(each)]
    if records and (typical := median(map(_length, records))) > MEDIAN_WORDS:
        found.append(f"docs/adr: the median record has {typical:.0f} words (under {MEDIAN_WORDS})")
    return found


def broken_links(root: Path) -> list[str]:
    """Return links in the documents that lead nowhere."""
    return [
        f"{path.relative_to(root).as_posix()}: {target} leads nowhere"
        for path in _documents(root)
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not _resolves(path, target)
    ]


def broken_readme(root: Path) -> list[str]:
    """Return the commands that the README does not name."""
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    return [f"README.md does not name `{each}`" for each in COMMANDS if each not in text]


def broken_privacy(root: Path) -> list[str]:
    """Return what was written into the project and tells of machines, hosts or its making."""
    return [
        f"{place}:{number}: {what}: {match.group()}"
        for place in _written(root)
        for number, line in enumerate(_lines(root / place), start=1)
        for what, pattern in PRIVATE.items()
        if (match := re.search(pattern, line))
    ]


def _title_and_status(record: Path) -> tuple[str, str]:
    text = record.read_text(encoding="utf-8")
    title = re.search(r"^# \d+\. (.+)$", text, re.MULTILINE)
    status = re.search(r"^Status: (\w+)", text, re.MULTILINE)
    return (title.group(1) if title else "", status.group(1) if status else "")


def _faults_of_record(record: Path) -> Iterator[str]:
    text = record.read_text(encoding="utf-8")
    number = int(record.name[:4])
    if not re.match(rf"# {number}\. \S", text):
        yield f"does not begin with `# {number}. Title`"
    if not STATUS.search(text):
        yield "has no line `Status: accepted, YYYY-MM-DD`"
    if re.findall(r"^## (.+)$", text, re.MULTILINE) != HEADINGS:
        yield f"its headings are not {', '.join(HEADINGS)}"
    if _length(record) > MOST_WORDS:
        yield f"{_length(record)} words (one page: at most {MOST_WORDS})"


def _length(record: Path) -> int:
    return len(record.read_text(encoding="utf-8").split())


def _documents(root: Path) -> list[Path]:
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")])


def _resolves(path: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    if re.match(r"[a-z]+:", file):
        return True
    aimed = (path.parent / file) if file else path
    return aimed.exists() and (not anchor or anchor in _anchors(aimed))


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in headings}


def _written(root: Path) -> list[str]:
    """Return the text files of the project: those that git keeps, or all of a copy without git."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard"],
            cwd=root, capture_output=True, text=True, check=True,
        )  # fmt: skip
        places = listed.stdout.splitlines()
    else:
        places = [each.relative_to(root).as_posix() for each in root.rglob("*") if each.is_file()]
    return sorted(
        place
        for place in places
        if Path(place).suffix in WRITTEN and place != SELF and (root / place).is_file()
    )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()

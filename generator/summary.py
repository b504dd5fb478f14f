"""Floor 10. What a person reads while a build runs and when it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from generator.build.report import Report
from generator.problem import Severity

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

PLAIN_EVERY = 50  #: editions between two plain lines, where there is no terminal


class Progress:
    """A bar on a terminal; plain lines elsewhere; nothing where only JSON may stand."""

    def __init__(self, quiet: bool):
        self.quiet = quiet
        self.bar: RichProgress | None = None
        self.task = None

    def __enter__(self) -> Progress:
        if not self.quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as RichProgress
            console = Console(file=sys.stderr)
            if not console.is_terminal:
                return self
            self.bar = RichProgress(TextColumn("Making"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                                    TextColumn("{task.description}"), console=console, transient=True, auto_refresh=False)
            self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        if self.bar:
            self.bar.stop()

    def step(self, name: str, done: int, total: int) -> None:
        """One edition came back."""
        if self.bar:
            if self.task is None:
                self.task = self.bar.add_task(name, total=total)
            self.bar.update(self.task, completed=done, description=name, refresh=True)
        elif not self.quiet and (done % PLAIN_EVERY == 0 or done == total):
            print(f"made {done} of {total}", file=sys.stderr, flush=True)


def summary(report: Report, build: Path) -> str:
    """The last thing that is printed: made, unchanged, failed and why, what is still draft, where to look."""
    lines = [""]
    if not report.whole:
        lines.append("Nothing was published; what stood in the build folder still stands.")
    kinds, drafts = report.tally.kinds, report.tally.reasons
    lines.append(f"Made {report.made} editions, {report.unchanged} unchanged, {len(report.failed)} failed, "
                 f"in {report.seconds:.0f} s.")
    if kinds and report.whole:
        lines.append("Files: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
                     + f". Checked on the finished pages: {report.numbers} numbers, {report.qr_codes} QR codes.")
    if report.failed:
        lines.append("")
        reasons: dict[tuple[object, str], list[str]] = {}
        for f in report.failed:
            reasons.setdefault((f["material"], str((f["problems"] or ["see above"])[0])), []).append(str(f["locale"]))
        for (material, reason), tags in list(reasons.items())[:20]:
            where = " ".join(dict.fromkeys(tags)) if len(tags) < 6 else f"in {len(set(tags))} languages"
            lines.append(f"  failed: {material} {where}: {reason}")
        if len(reasons) > 20:
            lines.append(f"  … and {len(reasons) - 20} more; see {build}/index.html")
    if drafts:
        lines += ["", "Everything is still a DRAFT:" if report.tally.files == report.tally.statuses["draft"]
                  else "Still drafts:"]
        lines += [f"  {count} files: {reason}" for reason, count in drafts.most_common(8)]
        lines.append("  What to do, in order: make status")
    warnings = sum(p.severity is Severity.WARNING for p in report.problems)
    if warnings:
        lines.append(f"{warnings} warnings: make check")
    if report.whole:
        lines += ["", f"Look here: {build}/index.html",
                  "To change a number: content/services/ (helpline.yaml is the one on every card), then make"]
    return "\n".join(lines)

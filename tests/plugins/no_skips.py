"""With NO_SKIPS=1, a run in which a test was skipped has failed: everything is installed."""

import os

import pytest

_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note a test that was skipped, but not one that is expected to fail."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Note a whole file that was skipped."""
    if report.skipped:
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn a run that would have passed red."""
    if _forbidden() and exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which tests did not run."""
    for nodeid in _forbidden():
        terminalreporter.write_line(f"SKIPPED, but this run may skip nothing: {nodeid}", red=True)


def _forbidden() -> list[str]:
    return _skipped if os.environ.get("NO_SKIPS") == "1" else []

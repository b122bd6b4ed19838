"""The whole of Sayso running as a newcomer runs it, and a real browser to look at it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.places import Running
from tests.telegram.fake_bot_api import FakeBotApi

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60.0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def telegram() -> Iterator[FakeBotApi]:
    """A Bot API of our own."""
    with FakeBotApi() as fake:
        yield fake


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, telegram: FakeBotApi) -> Iterator[Running]:
    """`sayso demo`, as a process of its own, with the links it wrote."""
    folder = tmp_path_factory.mktemp("house")
    links = folder / "links.json"
    command = [sys.executable, "-m", "bot", "demo", "--no-open"]
    command += ["--data", str(folder / "data"), "--links", str(links)]
    environment = {
        **os.environ,
        "SAYSO_TELEGRAM_TOKEN": telegram.token,
        "SAYSO_TELEGRAM_API_URL": telegram.url,
        "SAYSO_LEAVE_URL": "http://127.0.0.1:1/elsewhere",
    }
    log = (folder / "log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield _once_up(process, links, folder)
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _once_up(process: subprocess.Popen[bytes], links: Path, folder: Path) -> Running:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, (folder / "log").read_text()
        if links.exists() and "Stop with" in (folder / "log").read_text():
            running = Running(json.loads(links.read_text()), folder)
            if running.is_up():
                return running
        time.sleep(0.1)
    raise AssertionError((folder / "log").read_text())

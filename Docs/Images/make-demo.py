#!/usr/bin/env python3
# Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.
"""Makes demo.svg, the moving picture of the README, from a real run.

Types commands into the headless host in a terminal (tmux) and keeps each screen that differs from the last one, with its time; the page's
screenshot, which `dotnet test tests/AsyncTick.Dashboard.Tests --filter Name=Images_OfTheReadme` makes, is the end.

    dotnet build -c Release Source/Programs/AsyncTick.Tool && Docs/Images/make-demo.py
"""

import base64
import html
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TOOL = ROOT / "Source/Programs/AsyncTick.Tool/bin/Release/net10.0/AsyncTick.Tool.dll"
SESSION = "asynctick-demo"
COLUMNS, ROWS = 118, 26
CHAR, LINE, PAD, BAR = 7.83, 17, 14, 30
LOOK_EVERY = 0.2
PAGE_SECONDS = 6
# How long a screen stands at most: what a machine takes to start a program is not worth seeing.
MAX_STILL = 2.5

# What is typed, the text that its effect shows, and how many seconds are watched after that.
SCENE = [
    ("asynctick host Content/Scripts/Timers.cs", "3 seconds elapsed", 1.5),
    ("Run BrokenCoroutine.cs", "Started at", 3),
    ("List", "SimpleTimer(3)", 3.5),
    ("Eval await Delay(1); Loop.FrameNumber", "", 3),
    ("Cancel Timers.cs", "", 2),
    ("List", "", 2.5),
]


def tmux(*args):
    return subprocess.run(["tmux", *args], check=True, capture_output=True, text=True).stdout


def record():
    """Yields (seconds since the begin, lines of the screen) for each screen that differs from the one before."""
    game = pathlib.Path(tempfile.gettempdir()) / "MyGame"
    shutil.copytree(ROOT / "Content", game / "Content", dirs_exist_ok=True)
    shell = f"PS1='$ '; asynctick() {{ dotnet {TOOL} \"$@\"; }}; clear"
    tmux("new-session", "-d", "-s", SESSION, "-x", str(COLUMNS), "-y", str(ROWS), "bash --norc --noprofile")
    tmux("set-option", "-t", SESSION, "status", "off")
    tmux("send-keys", "-t", SESSION, f"cd {game}; {shell}", "Enter")
    time.sleep(2)
    begin, last = time.monotonic(), None
    try:
        for text, effect, seconds in SCENE:
            for letter in text:
                tmux("send-keys", "-t", SESSION, "-l", letter)
                time.sleep(0.02)
                screen = look()
                if screen != last:
                    yield time.monotonic() - begin, screen
                    last = screen
            tmux("send-keys", "-t", SESSION, "Enter")
            until = None
            while until is None or time.monotonic() < until:
                screen = look()
                if screen != last:
                    yield time.monotonic() - begin, screen
                    last = screen
                if until is None and any(effect in line for line in screen):
                    until = time.monotonic() + seconds
                time.sleep(LOOK_EVERY)
        yield time.monotonic() - begin, None
    finally:
        tmux("kill-session", "-t", SESSION)
        shutil.rmtree(game)


def look():
    # Without the date, which only takes room.
    lines = tmux("capture-pane", "-p", "-t", SESSION).rstrip("\n").split("\n")
    return [re.sub(r"^\[\d{4}\.\d\d\.\d\d-", "[", line.rstrip()) for line in lines]


def color(line):
    if "Error:" in line:
        return "#ff7b72"
    if "Warning:" in line:
        return "#e3b341"
    if line.startswith(("> ", "$ ")):
        return "#7ee787"
    return "#c9d1d9"


def thin(frames):
    """Typing in pieces of some letters instead of letter by letter, which is a third of the size, and no screen for longer than MAX_STILL."""
    kept, cut, before = [], 0, 0
    for at, screen in frames:
        cut += max(0, at - before - MAX_STILL)
        before = at
        if kept and screen is not None and at - cut - kept[-1][0] < 0.12:
            kept[-1] = (kept[-1][0], screen)
        else:
            kept.append((at - cut, screen))
    return kept


def write(frames):
    end = frames[-1][0]
    total = end + PAGE_SECONDS
    width, height = COLUMNS * CHAR + 2 * PAD, BAR + ROWS * LINE + 2 * PAD
    shot = base64.b64encode((HERE / "dashboard-dark.png").read_bytes()).decode()
    rules, groups = [], []
    for i, (at, screen) in enumerate(frames):
        until = frames[i + 1][0] if i + 1 < len(frames) else total
        rules.append(
            f"@keyframes k{i}{{0%{{visibility:{'visible' if i == 0 else 'hidden'}}}{100 * at / total:.2f}%{{visibility:visible}}"
            f"{100 * until / total:.2f}%,100%{{visibility:{'visible' if i + 1 == len(frames) else 'hidden'}}}}}#f{i}{{animation-name:k{i}}}"
        )
        if screen is None:
            groups.append(f'<g class="f" id="f{i}"><image href="data:image/png;base64,{shot}" y="{BAR}" width="{width:.0f}" height="{height - BAR:.0f}" preserveAspectRatio="xMidYMin slice"/></g>')
            continue
        texts = "".join(
            f'<text x="{PAD}" y="{BAR + PAD + (row + 0.8) * LINE:.1f}" fill="{color(line)}">{html.escape(line)}</text>'
            for row, line in enumerate(screen)
            if line
        )
        groups.append(f'<g class="f" id="f{i}">{texts}</g>')
    # Whoever asks for less motion sees the list of tasks, which stands still.
    still = max((i for i, (_, screen) in enumerate(frames) if screen and any(line.startswith("> List") for line in screen)), default=0)
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">
<style>
text{{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre}}
.f{{visibility:hidden;animation:{total:.1f}s step-end infinite}}
{"".join(rules)}
@media (prefers-reduced-motion:reduce){{.f{{animation:none}}#f{still}{{visibility:visible}}}}
</style>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g fill="#30363d"><circle cx="18" cy="15" r="5"/><circle cx="36" cy="15" r="5"/><circle cx="54" cy="15" r="5"/></g>
{"".join(groups)}
</svg>
"""
    (HERE / "demo.svg").write_text(svg)
    print(f"demo.svg: {len(frames)} screens, {total:.0f} s, {len(svg) // 1024} KiB")


write(thin(list(record())))

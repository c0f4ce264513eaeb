#!/usr/bin/env bash
# Makes the pictures of docs/guide anew, from real runs on the simulated node. Needs tmux, chromium and python3.
set -euo pipefail
here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
agentload="${AGENTLOAD:-$here/../../agentload}"
work="$(mktemp -d)"
trap 'tmux -L agentload-pictures kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"

shoot() { # SIZE SOURCE PICTURE
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=3000 --window-size="$1" --screenshot="$here/$3" "$2" >/dev/null 2>&1
}

# The terminal: what tmux holds, with its colours, as a page.
tmux -L agentload-pictures new-session -d -x 132 -y 40 "$agentload run --tasks 400 --web 2>said.txt"
for _ in $(seq 60); do grep -q 'Live page' said.txt 2>/dev/null && break; sleep 1; done
sleep 25
tmux -L agentload-pictures capture-pane -p -e | python3 "$here/terminal.py" >terminal.html
shoot 1130,740 "file://$work/terminal.html" live-terminal.png
shoot 1200,1180 "$(sed -n 's/^Live page: //p' said.txt)" live-page.png
tmux -L agentload-pictures kill-server

$agentload run --tasks 100 --name quickstart --slo task.latency:p95:le:60s >/dev/null 2>&1
shoot 1200,1180 "file://$($agentload report)" report.png
ls -l "$here"/*.png

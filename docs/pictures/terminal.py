"""Text with colours of a terminal, as a page: reads stdin, writes stdout."""
import html
import re
import sys

STYLES = {"1": "font-weight:700", "2": "color:#8b949e", "32": "color:#7ee787", "31": "color:#ff7b72", "36": "color:#79c0ff"}

print('<meta charset="utf-8"><body style="margin:0;background:#0d1117;color:#e6edf3">'
      '<pre style="margin:18px;font:14px/1.25 \'DejaVu Sans Mono\',monospace">')
styles: set[str] = set()
for part in re.split(r"(\x1b\[[0-9;]*m|\x0e|\x0f)", sys.stdin.read().rstrip()):
    code = re.fullmatch(r"\x1b\[([0-9;]*)m", part)
    if code:
        for number in (code.group(1) or "0").split(";"):
            styles = set() if number in ("", "0") else {s for s in styles if len(s) == 1} if number == "39" else styles | {number}
    elif part not in ("\x0e", "\x0f"):
        css = ";".join(STYLES[s] for s in sorted(styles) if s in STYLES)
        print(f'<span style="{css}">{html.escape(part)}</span>' if css else html.escape(part), end="")
print("</pre>")

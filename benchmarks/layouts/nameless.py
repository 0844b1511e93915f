# ruff: noqa: E501 - markup is easier to check on one line
"""Comments whose markup says nothing: hashed and utility classes, or none."""

from __future__ import annotations

from layouts.frame import Layout
from layouts.sample import Said, Sample


def css_modules(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f"""<div class="css-1x2y3z"><div class="css-9ab0cd"><div class="css-0kf8a2"><span class="css-77qwe1">{said.who}</span><span class="css-a1b2c3">{said.at:%b} {said.at.day}, {said.at.year} {said.at:%H:%M}</span></div><div class="css-8dd11e"><p class="css-lmn098">{said.broken}</p></div><div class="css-u7y6t5"><button type="button" class="css-r4">Reply</button><button type="button" class="css-r5"><svg></svg>{said.votes}</button></div></div>{f'<div class="css-2mmm9p">{inner}</div>' if inner else ""}</div>"""

    return f'<div class="css-5t6u7v"><h2 class="css-ppp111">Comments</h2><div class="css-zz88yy">{"".join(map(one, sample.roots))}</div></div>'


def styled_components(sample: Sample) -> str:
    rows = "".join(
        f'''<li class="sc-bdVaJa sc-htpNat kJhgFd"><header class="sc-bwzfXH"><a class="sc-bxivhb hLKaQo" href="/u/{said.number}">{said.who}</a><time class="sc-ifAKCX" datetime="{said.iso}:00Z">{said.at:%d %b}</time></header><div class="sc-EHOje cffgrt">{said.paragraphs}</div><footer class="sc-bZQynM"><span role="button" tabindex="0" class="sc-gzVnrw">Report</span></footer></li>'''
        for said in sample.comments
    )
    return f'<div class="sc-dnqmqq"><ul class="sc-iwsKbI">{rows}</ul></div>'


def tailwind(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f"""<div class="flex gap-3 py-4 border-b border-gray-200"><img class="h-8 w-8 rounded-full" src="a.png" alt=""><div class="flex-1 min-w-0"><div class="flex items-center justify-between text-sm"><span class="font-semibold text-gray-900">{said.who}</span><span class="text-xs text-gray-500">{said.at:%Y-%m-%d %H:%M}</span></div><div class="mt-1 text-base text-gray-800 leading-6">{said.paragraphs}</div><div class="mt-2 flex gap-4 text-xs text-gray-500"><button>Like</button><button>Reply</button></div>{f'<div class="mt-4 pl-6 border-l space-y-4">{inner}</div>' if inner else ""}</div></div>"""

    return f'<div class="mt-10 max-w-2xl mx-auto"><h2 class="text-xl font-bold">Conversation</h2><div class="divide-y">{"".join(map(one, sample.roots))}</div><textarea class="w-full rounded" placeholder="Join in"></textarea></div>'


def bare_divs(sample: Sample) -> str:
    rows = "".join(
        f"<div><b>{said.who}</b> <small>{said.at:%d/%m/%Y %H:%M}</small>{said.paragraphs}</div>\n"
        for said in sample.comments
    )
    return f"<div><h3>Comments</h3>{rows}</div>"


def bare_divs_silent(sample: Sample) -> str:
    """The same with no heading above."""
    rows = "".join(
        f"<div><b>{said.who}</b> <small>{said.at:%d %B %Y}</small>{said.paragraphs}</div>\n"
        for said in sample.comments
    )
    return f"<div>{rows}</div>"


def bare_tables(sample: Sample) -> str:
    rows = "".join(
        f"""<table width="100%" border="0"><tr><td bgcolor="#eeeeee"><font size="2"><b>{said.who}</b></font></td><td bgcolor="#eeeeee" align="right"><font size="1">{said.at:%d.%m.%Y - %H:%M}</font></td></tr><tr><td colspan="2">{said.broken}</td></tr></table><br>"""
        for said in sample.comments
    )
    return f'<a name="postings"></a><font size="3"><b>Readers\' comments</b></font><br>{rows}'


def bare_lists(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f"<li><strong>{said.who}</strong> <em>{said.at:%b} {said.at.day}, {said.at.year}, {said.at:%H:%M}</em><br>{said.broken}{f'<ul>{inner}</ul>' if inner else ''}</li>"

    return f"<h4>{len(sample.comments)} responses</h4><ul>{''.join(map(one, sample.roots))}</ul>"


def bare_dl(sample: Sample) -> str:
    rows = "".join(
        f"<dt>{said.who}, {said.at:%d %b %Y %H:%M}</dt><dd>{said.paragraphs}</dd>" for said in sample.comments
    )
    return f"<h3>Comments</h3><dl>{rows}</dl>"


def heading_runs(sample: Sample) -> str:
    rows = "".join(
        f"<h4>{said.who} <small>{said.at:%Y-%m-%d %H:%M}</small></h4>{said.paragraphs}" for said in sample.comments
    )
    return f'<div class="lower"><h2>Comments</h2>{rows}</div>'


def rule_runs(sample: Sample) -> str:
    rows = "".join(
        f"<p><strong>{said.who}</strong> wrote on {said.at:%d/%m/%Y} at {said.at:%H:%M}:</p>{said.paragraphs}<hr>"
        for said in sample.comments
    )
    return f"<div><h3>Your comments</h3>{rows}</div>"


def signed_below(sample: Sample) -> str:
    rows = "".join(
        f'<div class="k3">{said.paragraphs}<p align="right"><small>{said.who}, {said.at:%B} {said.at.day}, {said.at.year}</small></p></div>'
        for said in sample.comments
    )
    return f'<div class="k1"><p class="k2">Have your say</p>{rows}</div>'


def table_rows(sample: Sample) -> str:
    rows = "".join(
        f'<tr><td valign="top"><b>{said.who}</b><br>{said.at:%Y-%m-%d}<br>{said.at:%H:%M}</td><td>{said.broken}</td></tr>'
        for said in sample.comments
    )
    return f'<table cellpadding="4"><tr><th colspan="2">Comments</th></tr>{rows}</table>'


LAYOUTS = [
    Layout("css modules", css_modules, "author time parent"),
    Layout("styled components", styled_components, "author time", held_out=True),
    Layout("tailwind", tailwind, held_out=True),
    Layout("bare divs", bare_divs, "author time"),
    Layout("bare divs silent", bare_divs_silent, "author date", held_out=True),
    Layout("bare tables", bare_tables, "author time", held_out=True),
    Layout("bare lists", bare_lists, "author time parent", held_out=True),
    Layout("bare dl", bare_dl, "author time"),
    Layout("heading runs", heading_runs, "author time"),
    Layout("rule runs", rule_runs, "author time", held_out=True),
    Layout("signed below", signed_below, "author date"),
    Layout("table rows", table_rows, "author time"),
]

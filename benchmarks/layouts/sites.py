# ruff: noqa: E501 - markup is easier to check on one line
"""Comments as single sites make them: news sites in several languages, and names no engine uses."""

from __future__ import annotations

from layouts.frame import Layout
from layouts.sample import Said, Sample

_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "hy": "հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի",
}


def _day(said: Said, language: str) -> str:
    return f"{said.at.day} {_MONTHS[language].split()[said.at.month - 1]} {said.at.year}"


def russian_news(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f'''<div class="b-otzyv" data-otzyv="{said.number}"><div class="b-otzyv__shapka"><span class="b-otzyv__imya">{said.who}</span><span class="b-otzyv__kogda">{_day(said, "ru")} в {said.at:%H:%M}</span></div><div class="b-otzyv__slova">{said.broken}</div><div class="b-otzyv__niz"><span class="plus">+{said.votes}</span> <span class="minus">-0</span> <a href="#">Ответить</a> <a href="#">Пожаловаться</a></div><div class="b-otzyvy__vlozh">{inner}</div></div>'''

    return f'<div class="b-otzyvy"><h3 class="b-otzyvy__zag">Комментарии ({len(sample.comments)})</h3>{"".join(map(one, sample.roots))}</div>'


def turkish_news(sample: Sample) -> str:
    rows = "".join(
        f"""<div class="yorum-kutu" id="yorum{said.number}"><div class="yorum-ust"><strong class="yorum-isim">{said.who}</strong><span class="yorum-tarih">{_day(said, "tr")} {said.at:%H:%M}</span></div><p class="yorum-metin">{said.broken}</p><div class="yorum-alt"><a class="begen">Beğen <b>{said.votes}</b></a> <a class="cevapla">Cevapla</a></div></div>"""
        for said in sample.comments
    )
    return f'<section id="yorumlar"><h3>Yorumlar ({len(sample.comments)})</h3>{rows}<form class="yorum-yap"><textarea placeholder="Yorumunuz"></textarea><button>Gönder</button></form></section>'


def azeri_news(sample: Sample) -> str:
    rows = "".join(
        f"""<li class="serh"><div class="serh-ad">{said.who}</div><div class="serh-vaxt">{_day(said, "az")}, {said.at:%H:%M}</div><div class="serh-metn">{said.paragraphs}</div><a class="serh-cavab" href="#">Cavab yaz</a></li>"""
        for said in sample.comments
    )
    return f'<div class="serhler"><h4>Şərhlər ({len(sample.comments)})</h4><ul>{rows}</ul></div>'


def armenian_news(sample: Sample) -> str:
    rows = "".join(
        f"""<div class="mek-item"><span class="mek-n">{said.who}</span> <i>{_day(said, "hy")} {said.at:%H:%M}</i><div class="mek-t">{said.broken}</div><a href="#">Պատասխանել</a></div>"""
        for said in sample.comments
    )
    return f'<div class="mek-list"><h4>Մեկնաբանություններ ({len(sample.comments)})</h4>{rows}</div>'


def german_news(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f'''<article class="leserpost" data-ct="{said.number}"><div class="leserpost__kopf"><a class="leserpost__pseudonym" href="/nutzer/1">{said.who}</a> <span class="leserpost__zeit">#{said.number % 50} — {said.at.day}. {_day(said, "de").split(" ", 1)[1]}, {said.at:%H:%M} Uhr</span></div><div class="leserpost__rumpf">{said.paragraphs}</div><div class="leserpost__fuss"><a>Antworten</a> <a>Melden</a> <a>Empfehlen <span>{said.votes}</span></a></div></article>{f'<div class="leserpost__antworten">{inner}</div>' if inner else ""}'''

    return f'<section class="leserforum"><h2>{len(sample.comments)} Kommentare</h2><div class="leserforum__liste">{"".join(map(one, sample.roots))}</div></section>'


def german_board(sample: Sample) -> str:
    rows = "".join(
        f"""<div class="lf-eintrag"><h5>{said.who}</h5><div class="lf-datum">am {said.at:%d.%m.%Y} um {said.at:%H:%M} Uhr</div><div class="lf-inhalt">{said.paragraphs}</div><a class="lf-link">Beitrag melden</a></div>"""
        for said in sample.comments
    )
    return f'<div class="lf"><div class="lf-titel">Diskutieren Sie mit</div>{rows}</div>'


def telegram(sample: Sample) -> str:
    rows = "".join(
        f'''<div class="bc-item" data-cid="{said.number}"><div class="bc-pic"><i style="background-image:url(a)"></i></div><div class="bc-main"><div class="bc-head"><span class="bc-who" dir="auto">{said.who}</span>{f'<a class="bc-re" href="#" data-to="{said.parent.number}"><span>{said.parent.who}</span></a>' if said.parent else ""}</div><div class="bc-words" dir="auto">{said.broken}</div><div class="bc-foot"><span class="bc-do"><span class="bc-up">{said.votes}</span><span class="bc-down">0</span></span><a href="#"><time datetime="{said.iso}:00+00:00">{said.at:%d.%m.%y}</time></a><span class="bc-do">Reply</span></div></div></div>'''
        for said in sample.comments
    )
    return f'<div class="bc-frame"><div class="bc-header">{len(sample.comments)} comments</div><div class="bc-rows">{rows}</div></div>'


def microdata(sample: Sample) -> str:
    rows = "".join(
        f'''<div class="x{place % 3}" itemprop="comment" itemscope itemtype="http://schema.org/UserComments"><meta itemprop="commentTime" content="{said.iso}"><p><span itemprop="creator" itemscope itemtype="http://schema.org/Person"><span itemprop="name">{said.who}</span></span></p><div itemprop="commentText">{said.paragraphs}</div></div>'''
        for place, said in enumerate(sample.comments)
    )
    return f'<div class="lower">{rows}</div>'


def reader_opinions(sample: Sample) -> str:
    rows = "".join(
        f"""<div class="opinion-row"><p class="who">{said.who}</p><p class="when">{said.at:%d/%m/%Y %H:%M}</p><div class="what">{said.paragraphs}</div></div>"""
        for said in sample.comments
    )
    return f'<div class="reader-opinions"><h2>What readers say</h2>{rows}</div>'


def discussion_list(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f"""<li class="discussion-entry"><p class="discussion-by"><b>{said.who}</b>, {said.at:%d %b %Y, %H:%M}</p>{said.paragraphs}<p class="discussion-act"><a href="#">Answer</a> | <a href="#">Report</a></p>{f"<ul>{inner}</ul>" if inner else ""}</li>"""

    return f'<h3>Discussion</h3><ul class="discussion-list">{"".join(map(one, sample.roots))}</ul>'


def details_box(sample: Sample) -> str:
    rows = "".join(
        f'''<div class="CommentBox-row"><span class="CommentBox-nick">{said.who}</span><span class="CommentBox-stamp" title="{said.iso}">{said.at:%b} {said.at.day}</span><div class="CommentBox-words">{said.broken}</div></div>'''
        for said in sample.comments
    )
    return f'<details class="CommentBox" open><summary>Show {len(sample.comments)} comments</summary>{rows}</details>'


def french_news(sample: Sample) -> str:
    rows = "".join(
        f'''<div class="reac" data-reac-id="{said.number}" data-reac-parent="{said.parent.number if said.parent else 0}"><div class="reac-tete"><span class="reac-pseudo">{said.who}</span> - <span class="reac-heure">le {said.at:%d/%m/%Y à %H:%M}</span></div><blockquote class="reac-corps">{said.paragraphs}</blockquote><a class="reac-alerte" href="#">Signaler un abus</a></div>'''
        for said in sample.comments
    )
    return f'<div class="reacs"><h3>Vos réactions ({len(sample.comments)})</h3>{rows}</div>'


def likes_and_dislikes(sample: Sample) -> str:
    rows = "".join(
        f"""<div class="talk-row" id="talk_{said.number}"><div class="talk-name">{said.who} <em>{said.at:%Y.%m.%d %H:%M}</em></div><div class="talk-msg">{said.broken}</div><div class="talk-foot"><a href="#" class="thumb-up" title="I like it">&#128077; <span>{said.votes + 2}</span></a><a href="#" class="thumb-down">&#128078; <span>2</span></a> <a>Reply</a></div></div>"""
        for said in sample.comments
    )
    return f'<div class="talk"><div class="talk-title">Comments: {len(sample.comments)}</div>{rows}</div>'


LAYOUTS = [
    Layout("russian news", russian_news, "author time parent votes", language="ru"),
    Layout("turkish news", turkish_news, "author time votes", held_out=True, language="tr"),
    Layout("azeri news", azeri_news, "author time", language="az"),
    Layout("armenian news", armenian_news, "author time", held_out=True, language="hy"),
    Layout("german news", german_news, "author time parent votes", language="de"),
    Layout("german board", german_board, "author time", held_out=True, language="de"),
    Layout("telegram widget", telegram, "author time parent votes"),
    Layout("microdata", microdata, "author time"),
    Layout("reader opinions", reader_opinions, "author time"),
    Layout("discussion list", discussion_list, "author time parent"),
    Layout("details box", details_box, "author time", held_out=True),
    Layout("french news", french_news, "author time parent", held_out=True),
    Layout("likes and dislikes", likes_and_dislikes, "author time votes", held_out=True),
]

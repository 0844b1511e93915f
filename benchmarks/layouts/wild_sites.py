# ruff: noqa: E501 - markup is easier to check on one line
"""Whole pages of news sites, old pages and what tools make of pages; written before the reader's rules were looked at."""

from __future__ import annotations

import html

from layouts.frame import Layout
from layouts.sample import Said, Sample
from layouts.wild_platforms import article, flat, page, trees

KA_MONTHS = [
    "იანვარი",
    "თებერვალი",
    "მარტი",
    "აპრილი",
    "მაისი",
    "ივნისი",
    "ივლისი",
    "აგვისტო",
    "სექტემბერი",
    "ოქტომბერი",
    "ნოემბერი",
    "დეკემბერი",
]
FR_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def dictionary(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"""<li data-id="{said.number}" data-author="{said.who}" data-author-id="{said.number % 97}" data-flags="share msg report vote" data-favorite-count="{said.votes}" data-ispinned="false" data-comment-count="0"><div class="content">{said.broken}</div><footer><div class="feedback-container"><div class="feedback"><span class="rate-options"><a class="like"><span>şükela!</span></a><a class="dislike"></a></span><span class="favorite-links"><a class="favorite-link"></a><a class="favorite-count toggles">{said.votes}</a></span></div></div><div class="info"><div id="entry-footer-bottom"><div class="footer-info"><div style="display:inline-block;vertical-align:middle"><div><a class="entry-author" href="/biri/x">{said.who}</a></div><div><a class="entry-date permalink" href="/entry/{said.number}">{said.at:%d.%m.%Y %H:%M}</a></div></div></div></div><div class="avatar-container"><a href="/biri/x"><img class="avatar" src="a.png" alt="" title="{said.who}"></a></div></div></footer></li>"""

    return page(
        sample,
        f"""<header id="top-bar"><h1 id="logo"><a href="/">sözlük</a></h1><ul id="quick-index-nav"><li><a>gündem</a></li><li><a>debe</a></li><li><a>sorunsallar</a></li></ul></header><div id="container"><aside id="partial-index"><h2>gündem</h2><ul class="topic-list"><li><a href="/a">yağmurlu hafta sonu yürüyüşleri <small>41</small></a></li><li><a href="/b">ekmek fiyatları <small>12</small></a></li></ul></aside><div id="main"><div class="haber"><h2>{html.escape(sample.title)}</h2>{article(sample)}</div><div id="topic"><h1 id="title"><a>{html.escape(sample.title)}</a></h1><div class="sub-title-menu"><a>tümü</a> <a>bugün</a><a>linkler</a></div><ul id="entry-item-list">{flat(sample, one)}</ul><div class="pager">1 / 1</div></div></div></div><footer id="site-footer"><a>iletişim</a><a>şeffaflık raporları</a></footer>""",
    )


def persian_news(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        digits = f"{said.votes}".translate(PERSIAN)
        clock = f"{said.at:%H:%M}".translate(PERSIAN)
        return f"""<div class="comment_item"><div class="comment_info"><span class="comment_name">{said.who}</span><span class="comment_sep">|</span><span class="comment_country"><img src="ir.png" alt="Iran, Islamic Republic of"></span><span class="comment_date" title="{said.iso}">{clock}</span></div><div class="comment_text" dir="rtl">{said.broken}</div><div class="comment_vote"><span class="comment_answer">پاسخ</span> <a class="comment_like" title="موافقم"><span>{digits}</span></a> <a class="comment_dislike" title="مخالفم"><span>۰</span></a></div>{answers and f'<div class="comment_answers">{answers}</div>'}</div>"""

    return page(
        sample,
        f"""<div class="header"><ul class="menu"><li><a>سیاسی</a></li><li><a>ورزشی</a></li><li><a>اقتصادی</a></li></ul></div><div class="news_body_con"><div class="news_nav">کد خبر: ۱۲۳۴۵ تاریخ انتشار: ۱۳ اسفند ۱۳۹۹</div><h1 class="title">{html.escape(sample.title)}</h1><div class="body">{article(sample)}</div><div class="news_tools"><a>ارسال به دوستان</a> <a>نسخه چاپی</a></div></div><div class="comments_con"><div class="comments_head">نظر کاربران</div><div class="comments_stat">انتشار یافته: {str(len(sample.comments)).translate(PERSIAN)} — در انتظار بررسی: ۲</div>{trees(sample, node)}</div><div class="comment_form"><div>نظرات حاوی توهین منتشر نمی‌شود.</div><label>نام:</label><input><label>* نظر:</label><textarea></textarea><button>ارسال</button></div><div class="most_visited"><h3>پربیننده‌ترین</h3><ul><li><a>باران در راه است</a></li></ul></div>""",
        attributes='dir="rtl"',
    )


def georgian_news(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"""<div class="kom-box{" kom-sub" if said.level else ""}"><div class="kom-av"><img src="/i/user.svg" alt=""></div><div class="kom-body"><div class="kom-top"><b>{said.who}</b><i>{said.at.day} {KA_MONTHS[said.at.month - 1]}, {said.at.year} - {said.at:%H:%M}</i></div><div class="kom-txt">{said.broken}</div><div class="kom-act"><a>პასუხი</a> <span class="up">+{said.votes}</span> <span class="down">-0</span></div></div></div>"""

    return page(
        sample,
        f"""<div class="topline"><a>მთავარი</a><a>პოლიტიკა</a><a>სპორტი</a></div><div class="article"><h1>{html.escape(sample.title)}</h1><div class="date">3 მარტი, 2021 - 10:00</div><div class="text">{article(sample)}</div><div class="share">გააზიარე: <a>Facebook</a></div></div><div class="koms"><h3>კომენტარები ({len(sample.comments)})</h3><div class="kom-form"><input placeholder="სახელი"><textarea placeholder="დაწერე კომენტარი"></textarea><a class="btn">გაგზავნა</a></div>{flat(sample, one)}<a class="more">მეტის ნახვა</a></div><div class="other"><h3>სხვა სიახლეები</h3><div><a>ხვალ წვიმას ელიან</a><span>2 მარტი, 2021</span></div></div>""",
    )


def tabloid(sample: Sample) -> str:
    def one(said: Said) -> str:
        row = said.number % 7
        return f"""<div class="comment-2Kcmj {"reply-x1" if said.level else ""}" data-comment-id="{said.number}"><div class="commentBody-4"><div class="userInfo-9"><a class="userName-z" href="/registration/{said.number}/profile.html">{said.who}</a><span class="userLocation-y">, Upper Mill, United Kingdom</span><span class="timestamp-q" title="{said.at:%d/%m/%Y %H:%M}">, {row + 2} years ago</span></div><p class="commentText-e">{said.broken}</p></div><div class="rateAndReply-f"><a class="reply-h">Reply</a><span class="rateLabel-j">Click to rate</span><a class="up-k" title="Rate this comment up"><span>{said.votes + row}</span></a><a class="down-l" title="Rate this comment down"><span>{row}</span></a></div></div>"""

    return page(
        sample,
        f"""<div class="page-banner"><a>Home</a><a>U.K.</a><a>Showbiz</a></div><div id="content"><div class="article-text wide"><h1>{html.escape(sample.title)}</h1><ul class="mol-bullets"><li><strong>Council voted behind closed doors</strong></li><li><strong>Residents say they were never asked</strong></li></ul><p class="author-section">By <a>Nora Lind</a></p><p class="byline-section"><span class="article-timestamp">Published: 10:01 GMT, 3 March 2021</span></p><div class="shareArticles"><ul><li>Share</li><li>32 shares</li></ul></div><div itemprop="articleBody">{article(sample, '<p class="mol-para-with-font">{}</p>')}</div><div class="related-carousel"><h3>RELATED ARTICLES</h3><ul><li><a>Bakers run short of rye before the holidays</a></li></ul></div></div><div class="mol-comments"><div id="reader-comments"><div class="reader-comments"><div class="rc-title"><span>Share what you think</span></div><div class="tabs-c"><button>Newest</button><button>Oldest</button><button>Best rated</button><button>Worst rated</button></div><p class="rc-moderation">The comments below have not been moderated.</p>{flat(sample, one)}<p>The views expressed in the contents above are those of our users and do not necessarily reflect the views of the paper.</p></div></div></div></div><div class="puff"><h3>DON'T MISS</h3><ul><li><a>Five walks for a rainy weekend</a> And where to dry the boots</li></ul></div>""",
    )


def french_quotes(sample: Sample) -> str:
    def one(said: Said) -> str:
        day = f"{said.at.day}{'er' if said.at.day == 1 else ''} {FR_MONTHS[said.at.month - 1]} {said.at.year}"
        return f"""<blockquote class="reac" style="margin-left:{said.level * 2}em">{said.paragraphs}<footer>— <cite>{said.who}</cite>, le {day} à {said.at:%Hh%M} · <a>Recommander</a> ({said.votes}) · <a>Répondre</a> · <a>Signaler</a></footer></blockquote>"""

    return page(
        sample,
        f"""<header><p class="logo">Le Courrier de la vallée</p><nav><a>À la une</a> <a>Culture</a> <a>Météo</a></nav></header><article><h1>{html.escape(sample.title)}</h1><p class="signature">Par Nora Lind — Publié le 3 mars 2021 à 10h01</p>{article(sample)}<p class="abo">Cet article est réservé aux abonnés. Abonnez-vous pour 1 € par mois.</p></article><section><h2>Réactions ({len(sample.comments)})</h2><p>Pour réagir, connectez-vous ou créez un compte.</p>{flat(sample, one)}<p class="pagination">Page 1 2 3 suivante</p></section><aside><h2>À lire aussi</h2><p><a>Cinq promenades sous la pluie</a></p></aside><footer>Mentions légales – Charte de modération</footer>""",
    )


def amp(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"""<div role="listitem" class="amp-c i-amphtml-fill-content" style="margin-inline-start:{16 * said.level}px"><amp-img class="av i-amphtml-element" src="a.png" width="32" height="32" alt=""></amp-img><p class="nm">{said.who} <small>{said.at:%d %b %Y, %H:%M}</small></p><amp-truncated-text layout="fixed-height" height="3em"><div class="tx">{said.paragraphs}</div><button slot="expand">Show more</button></amp-truncated-text><p class="lk"><amp-social-share></amp-social-share><span aria-label="Likes">{said.votes}</span> <a>Reply in app</a></p></div>"""

    return page(
        sample,
        f"""<amp-sidebar id="sb" layout="nodisplay"><ul><li><a>News</a></li><li><a>Sport</a></li></ul></amp-sidebar><header><button on="tap:sb.toggle">☰</button></header><article class="amp-wp-article"><h1 class="amp-wp-title">{html.escape(sample.title)}</h1><div class="amp-wp-meta"><time datetime="2021-03-03">3 March 2021</time> By Nora Lind</div><div class="amp-wp-article-content">{article(sample)}</div><amp-ad width="300" height="250"><div placeholder>Advertisement</div></amp-ad></article><amp-accordion><section expanded><h2>Comments ({len(sample.comments)})</h2><amp-list id="cl" src="/c.json" layout="responsive"><div class="i-amphtml-fill-content i-amphtml-replaced-content" role="list">{flat(sample, one)}</div></amp-list></section></amp-accordion><amp-carousel type="carousel"><a class="card" href="/1"><p>Five walks for a rainy weekend</p></a><a class="card" href="/2"><p>School strike enters its second week</p></a></amp-carousel><footer><p>© The Valley Courier</p><a href="#top">Back to top</a></footer>""",
        '<script async src="https://cdn.invalid/v0.js"></script><style amp-custom>.nm{font-weight:bold}</style>',
        'amp=""',
    )


def reader_mode(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"<p><strong>{said.who}</strong></p><p>{said.at:%B} {said.at.day}, {said.at.year} at {said.at:%I:%M %p}</p>{said.paragraphs}<p>Reply</p>"

    return page(
        sample,
        f"""<div class="container" dir="ltr"><div class="header reader-header"><a class="domain reader-domain" href="/">courier.invalid</a><h1 class="reader-title">{html.escape(sample.title)}</h1><div class="credits reader-credits">Nora Lind</div><div class="meta-data"><div class="reader-estimated-time">3–4 minutes</div></div></div><hr><div class="content"><div class="moz-reader-content reader-show-element"><div id="readability-page-1" class="page"><div>{article(sample)}<h2>{len(sample.comments)} thoughts on this</h2>{flat(sample, one)}</div></div></div></div></div>""",
    )


def archived_tables(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"""<TR><TD BGCOLOR="#DDDDCC"><FONT FACE="Verdana" SIZE="1"><B>From:</B> <A HREF="/web/20030412/http://old.invalid/u?{said.number}">{said.who}</A></FONT></TD><TD BGCOLOR="#DDDDCC" ALIGN="right"><FONT SIZE="1">{said.at:%a %b} {said.at.day:2} {said.at:%H:%M} {said.at.year}</FONT></TD></TR>
<TR><TD COLSPAN="2" BGCOLOR="#FFFFFF"><FONT FACE="Verdana" SIZE="2">{said.broken}</FONT></TD></TR>
<TR><TD COLSPAN="2"><IMG SRC="/web/2003im_/http://old.invalid/spacer.gif" HEIGHT="6"></TD></TR>"""

    return page(
        sample,
        f"""<!-- BEGIN TOOLBAR INSERT --><div id="wm-ipp-base" lang="en"><div id="wm-ipp"><a href="/web/">ARCHIVE</a><table><tr><td>MAR</td><td>APR</td><td>MAY</td></tr><tr><td>12</td></tr><tr><td>2002</td><td>2003</td><td>2004</td></tr></table><p>5 captures</p><span>12 Apr 2003 - 3 Feb 2009</span></div></div><!-- END TOOLBAR INSERT -->
<CENTER><TABLE WIDTH="760" BORDER="0" CELLPADDING="4"><TR><TD COLSPAN="2"><IMG SRC="logo.gif" ALT="The Valley Courier Online"></TD></TR><TR><TD WIDTH="130" VALIGN="top" BGCOLOR="#336699"><FONT COLOR="#FFFFFF" SIZE="1"><A HREF="/web/2003/http://old.invalid/">Home</A><BR><A HREF="/n">News</A><BR><A HREF="/g">Guestbook</A><BR><A HREF="/l">Links</A></FONT></TD><TD VALIGN="top"><FONT FACE="Times" SIZE="5">{html.escape(sample.title)}</FONT><P>{article(sample, '<FONT FACE="Times" SIZE="3">{}</FONT><P>')}<HR><FONT SIZE="4">Talkback</FONT><BR><FONT SIZE="1">[ <A HREF="/post">Post your opinion</A> ]</FONT><TABLE WIDTH="100%" CELLSPACING="0">{flat(sample, one)}</TABLE></TD></TR><TR><TD COLSPAN="2" ALIGN="center"><FONT SIZE="1">Copyright 2003 The Valley Courier. You are visitor 18211.</FONT></TD></TR></TABLE></CENTER>""",
    )


def single_file(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        inner = (
            f'<div class=_1qZ style="margin-left:24px;border-left:2px solid rgb(221,221,221);padding-left:12px">{answers}</div>'
            if answers
            else ""
        )
        return f"""<div class=_3xR style="display:flex;flex-direction:column;margin:12px 0"><div class=_9aB style="display:flex;gap:8px;align-items:center"><div class=_9aC style="background-image:url(data:image/png;base64,iVBORw0KGgo=);width:32px;height:32px"></div><span class=_9aD style="font-weight:700;color:rgb(20,20,20)">{said.who}</span><span class=_9aE style="font-size:12px;color:rgb(120,120,120)">{said.at.day} {said.at:%B %Y}, {said.at:%H:%M}</span></div><div class=_5kT style="font-size:15px;line-height:1.5">{said.paragraphs}</div><div class=_7pW style="display:flex;gap:16px;font-size:12px"><span class=_7pX title=Like><svg viewBox="0 0 16 16"><path d="M1 1"></path></svg> {said.votes}</span><span class=_7pY role=button>Reply</span><span class=_7pY role=button>Report</span></div>{inner}</div>"""

    return page(
        sample,
        f"""<div class=_0ab style="height:64px"><a class=_0ac href=https://courier.invalid/>The Valley Courier</a><span class=_0ad role=button>Subscribe</span></div><div class=_1aa style="max-width:680px;margin:0 auto"><h1 class=_1ab style="font-size:40px">{html.escape(sample.title)}</h1><div class=_1ac><span>Nora Lind</span> <span>3 March 2021</span></div>{article(sample, '<p class=_1ad style="font-size:18px;margin-bottom:16px">{}</p>')}<div class=_2aa><span>Was this worth your time?</span><span role=button>Yes</span><span role=button>No</span></div><div class=_3aa style="border-top:1px solid"><div class=_3ab style="font-size:24px">Discussion · {len(sample.comments)}</div><div class=_3ac contenteditable=true>Say something kind</div>{trees(sample, node)}</div></div><div class=_4aa><div class=_4ab style="font-size:24px">Keep reading</div><a class=_4ac href=https://courier.invalid/1><span class=_4ad>Five walks for a rainy weekend</span><span class=_4ae>1 February 2021</span></a><a class=_4ac href=https://courier.invalid/2><span class=_4ad>School strike enters its second week</span><span class=_4ae>2 February 2021</span></a></div>""",
        "<!--\n Page saved with SingleFile \n url: https://courier.invalid/a \n saved date: Thu Mar 11 2021 10:00:00 GMT+0000 (Coordinated Universal Time)\n--><style>._3xR{display:flex}</style>",
    )


def br_and_hr(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"<b>{said.who}</b> ({said.at:%d.%m.%y, %H:%M})<br>\n{said.broken}<br>\n<hr>\n"

    return page(
        sample,
        f"""<center><h2>{html.escape(sample.title)}</h2></center>\n<a href="index.htm">home</a> | <a href="arch.htm">archive</a> | <a href="mail.htm">write to me</a><br><br>\n{article(sample, "{}<br><br>")}\n<hr>\n<a name="talk"></a><b>What readers say:</b><br><br>\n{flat(sample, one)}<a href="say.php">add yours</a> | <a href="#top">top</a><br>\n<small>last change 12 October 2021</small>""",
    )


def br_only(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"<b>{said.who}</b> schrieb am {said.at:%d.%m.%Y} um {said.at:%H:%M} Uhr:<br>\n{said.broken}<br><br>\n"

    return page(
        sample,
        f"""<table width=700><tr><td class=nav><a href=/>Start</a><br><a href=/archiv>Archiv</a><br><a href=/kontakt>Kontakt</a></td><td class=inhalt><h1>{html.escape(sample.title)}</h1>{article(sample)}<p>&nbsp;</p><font size=4>Lesermeinungen</font><br><br>\n{flat(sample, one)}<a href=/schreiben>Meinung schreiben</a></td></tr></table>""",
    )


def figures(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"""<figure class="u-m u-p"><div class="u-t">{said.paragraphs}</div><figcaption><img src="f.webp" alt="" loading="lazy"><span>{said.who}</span><span class="u-m2">Reader since 2014</span><button aria-label="{said.votes} people found this helpful">{said.votes}</button></figcaption></figure>"""

    return page(
        sample,
        f"""<header class="u-h"><a href="/">Courier</a></header><main><h1>{html.escape(sample.title)}</h1><div class="u-b">{article(sample)}</div><div class="u-n"><p>Get our letter</p><input></div><section aria-labelledby="rr"><h2 id="rr">Reader responses</h2>{flat(sample, one)}<a class="u-l" href="?all">Read all {len(sample.comments) + 9} responses</a></section></main><footer class="u-f"><p>Reuse of our texts only with permission.</p></footer>""",
    )


def flat_parents(sample: Sample) -> str:
    def one(said: Said) -> str:
        parent = f"{said.parent.number}" if said.parent else "0"
        return f"""<div class="d-row" data-id="{said.number}" data-parent-id="{parent}" data-ts="{said.epoch}" data-level="{said.level}"><span class="d-u" data-uid="{said.number % 97}">{said.who}</span><span class="d-w">{said.at:%Y/%m/%d %H:%M}</span><div class="d-b">{said.paragraphs}</div><span class="d-s">▲ {said.votes} ▼</span><a class="d-r">answer</a></div>"""

    return page(
        sample,
        f"""<div class="top"><a href="/">all links</a> <a href="/new">new</a> <a href="/ask">ask</a></div><div class="story"><h1>{html.escape(sample.title)}</h1><div class="story-text">{article(sample)}</div><div class="story-meta">submitted by nlind 2021/03/03 | {len(sample.comments)} answers | hide</div></div><div class="d-list" data-sort="top"><div class="d-sort">sorted by: best | <a>new</a> | <a>old</a></div>{flat(sample, one, second='<div class="d-row d-gone" data-id="1" data-parent-id="0"><span class="d-u">[gone]</span><div class="d-b">removed by its author</div></div>')}</div><div class="foot"><a>rules</a> <a>api</a></div>""",
    )


def reply_links(sample: Sample) -> str:
    def one(said: Said) -> str:
        to = (
            f'<a class="inreply" href="#k{said.parent.number}">in reply to {said.parent.who}</a>'
            if said.parent
            else ""
        )
        return f"""<section id="k{said.number}" class="kommentar"><h5>{said.who} {to}</h5><h6><time>{said.at:%A}, {said.at.day} {said.at:%B %Y} at {said.at:%H.%M}</time></h6><div>{said.paragraphs}</div><ul class="tools"><li>Agree ({said.votes})</li><li>Report</li><li><a href="#k{said.number}">#</a></li></ul></section>"""

    return page(
        sample,
        f"""<div class="skip"><a href="#content">Skip to content</a></div><div id="content"><article><h1>{html.escape(sample.title)}</h1><h6>3 March 2021</h6>{article(sample)}</article><div class="pages">Comments, page 2 of 5: <a>1</a> <b>2</b> <a>3</a> <a>4</a> <a>5</a></div>{flat(sample, one)}<div class="pages">Comments, page 2 of 5: <a>1</a> <b>2</b> <a>3</a> <a>4</a> <a>5</a></div><p class="closed">Comments are closed fourteen days after an article appears.</p></div><div id="sub"><h4>Latest comments</h4><ul><li>Ute: <a href="/x#k1">We have had this discussion before and it …</a></li><li>J. Palmer: <a href="/y#k2">As if the lake cared …</a></li></ul></div>""",
    )


def undated_names(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"""<div class="serh"><div class="serh_ad">{said.who}</div><div class="serh_metn">{said.broken}</div></div>"""

    return page(
        sample,
        f"""<div class="basliq"><a>Ana səhifə</a><a>Gündəm</a><a>İdman</a></div><div class="xeber"><h1>{html.escape(sample.title)}</h1><div class="tarix">03.03.2021 10:00</div><div class="metn">{article(sample)}</div><div class="paylas"><a>Paylaş</a></div></div><div class="serhler"><div class="serh_bas">Şərhlər</div>{flat(sample, one)}<form><input placeholder="Adınız"><textarea placeholder="Şərhiniz"></textarea><button>Göndər</button></form></div><div class="oxsar"><h3>Digər xəbərlər</h3><div><a>Sabah yağış gözlənilir</a></div><div><a>Çörək bahalaşır</a></div></div>""",
    )


def print_view(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"""<p><i>{said.who}, {said.at:%d/%m/%Y}</i></p>{said.paragraphs}"""

    return page(
        sample,
        f"""<p><b>The Valley Courier</b> | printed from courier.invalid/a/17</p><h1>{html.escape(sample.title)}</h1><p>by Nora Lind</p>{article(sample)}<h3>Comments</h3>{flat(sample, one)}<p>End of document. <a href="javascript:window.print()">Print</a></p>""",
    )


LAYOUTS = [
    Layout("dictionary entries", dictionary, "author time votes", language="tr", whole=True),
    Layout("persian news", persian_news, "author time parent votes", language="fa", held_out=True, whole=True),
    Layout("georgian news", georgian_news, "author time votes", language="ka", whole=True),
    Layout("tabloid", tabloid, "author time votes", whole=True),
    Layout("french quotes", french_quotes, "author time parent votes", language="fr", held_out=True, whole=True),
    Layout("amp", amp, "author time parent votes", whole=True),
    Layout("reader mode", reader_mode, "author time", whole=True),
    Layout("archived tables", archived_tables, "author time", whole=True),
    Layout("single file", single_file, "author time parent votes", whole=True),
    Layout("breaks and rules", br_and_hr, "author time", whole=True),
    Layout("breaks only", br_only, "author time", language="de", whole=True),
    Layout("figures", figures, "author votes", whole=True),
    Layout("flat parents", flat_parents, "author time parent votes", whole=True),
    Layout("reply links", reply_links, "author time parent votes", held_out=True, whole=True),
    Layout("undated names", undated_names, "author", language="az", whole=True),
    Layout("print view", print_view, "author date", whole=True),
]

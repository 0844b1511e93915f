# ruff: noqa: E501 - markup is easier to check on one line
"""Whole pages of kinds that the other layouts lack, written without a look at the rules; none was used to mend them."""

from __future__ import annotations

import html

from layouts.frame import Layout
from layouts.sample import Said, Sample, below
from layouts.wild_platforms import article, flat, page, tree, trees


def chat_export(sample: Sample) -> str:
    def one(said: Said) -> str:
        stamp = f"{said.at:%d.%m.%Y %H:%M}:00 UTC+01:00"
        to = (
            said.parent
            and f"""<div class="reply_to details">In reply to <a href="#go_to_message{said.parent.number}" onclick="return GoToMessage({said.parent.number})">this message</a></div>"""
        )
        return f"""<div class="message default clearfix" id="message{said.number}"><div class="pull_left userpic_wrap"><div class="userpic userpic{said.number % 8 + 1}" style="width: 42px; height: 42px"><div class="initials" style="line-height: 42px">{said.who[0]}</div></div></div><div class="body"><div class="pull_right date details" title="{stamp}">{said.at:%H:%M}</div><div class="from_name">{said.who}</div>{to or ""}<div class="text">{said.broken}</div><span class="reactions"><span class="reaction"><span class="emoji">👍</span><span class="count">{said.votes}</span></span></span></div></div>"""

    post = f"""<div class="message default clearfix" id="message4"><div class="body"><div class="pull_right date details" title="03.03.2021 10:00:00 UTC+01:00">10:00</div><div class="from_name">The Valley Courier</div><div class="text"><strong>{html.escape(sample.title)}</strong><br><br>{article(sample, "{}<br><br>")}</div></div></div>"""
    return page(
        sample,
        f"""<div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">Courier Chat</div></div></div><div class="page_body chat_page"><div class="history"><div class="message service" id="message-1"><div class="body details">3 March 2021</div></div>{post}<div class="message service" id="message-2"><div class="body details">The Valley Courier pinned this message</div></div>{flat(sample, one)}<a class="pagination block_link" href="messages2.html">Next messages</a></div></div></div>""",
    )


def photo_post(sample: Sample) -> str:
    def one(said: Said) -> str:
        name = said.who.replace(" ", "_").lower()
        likes = f'<button class="_a9ze"><span>{said.votes} likes</span></button>' if said.votes else ""
        return f"""<div role="button" class="_a9zm"><li class="_a9zj _a9zl"><div class="_a9zr0"><div class="_aarf"><a href="/{name}/" role="link" tabindex="0"><img alt="{said.who}'s profile picture" crossorigin="anonymous" draggable="false" src="p.jpg"></a></div><div class="_a9zr"><h3 class="_a9zc"><div class="xt0psk2"><span class="xt0psk2"><div><a class="x1i10hfl notranslate" href="/{name}/" role="link">{said.who}</a></div></span></div></h3><div class="_a9zs"><span class="_ap3a _aaco" dir="auto">{said.broken}</span></div><div class="_ab8w"><span class="x1lliihq"><a class="x1i10hfl" href="/p/CL9x/c/{said.number}/"><time class="_a9ze _a9zf" datetime="{said.iso}:00.000Z" title="{said.at:%b} {said.at.day}, {said.at.year}">164w</time></a></span>{likes}<button class="_a9ze"><span>Reply</span></button><div class="_ab8w _abcp"><button class="_abl-" type="button"><svg aria-label="Comment Options" role="img"><title>Comment Options</title></svg></button></div></div></div></div><span class="_a9zu"><div class="_abm0"><svg aria-label="Like" role="img"><title>Like</title></svg></div></span></li></div>"""

    def thread(root: Said) -> str:
        answers = "".join(one(said) for said in list(below(root))[1:])
        more = f'<li><ul class="_a9yo"><li class="_a9yg"><div><button class="_acan"><span class="_a9yi">Hide replies</span></button></div></li>{answers}</ul></li>'
        return f'<ul class="_a9ym">{one(root)}{more if answers else ""}</ul>'

    caption = f"""<div role="button" class="_a9zm"><li class="_a9zj _a9zl _a9zn"><h2 class="_a9zc"><a href="/valleycourier/">valleycourier</a></h2><div class="_a9zs"><h1 class="_ap3a" dir="auto">{html.escape(sample.title)}<br><br>{article(sample, "{}<br><br>")}</h1></div><time datetime="2021-03-03T10:00:00.000Z">165w</time></li></div>"""
    return page(
        sample,
        f"""<div id="mount_0_0"><div class="x9f619"><div class="x1n2onr6"><nav><a href="/">Home</a><a href="/explore/">Explore</a><a href="/reels/">Reels</a></nav><main role="main"><article role="presentation"><div class="_aagv"><img alt="Photo by The Valley Courier on March 03, 2021. May be an image of a bridge." src="b.jpg"></div><div class="_ae65"><ul class="_a9z6">{caption}<div>{"".join(thread(root) for root in sample.roots)}</div></ul></div><section class="_ae5m"><a href="/p/CL9x/liked_by/">Liked by 214 others</a><form><textarea aria-label="Add a comment…" placeholder="Add a comment…"></textarea><div role="button">Post</div></form></section></article></main><footer><a>About</a><a>Jobs</a><a>Privacy</a><span>© 2024</span></footer></div></div></div>""",
    )


def microblog(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        inside = answers and f'<div class="list_box_in S_bg3"><div class="list_ul">{answers}</div></div>'
        return f"""<div class="list_li S_line1 clearfix" node-type="root_comment" comment_id="{said.number}"><div class="WB_face W_fl"><a target="_blank" href="/u/{said.number}"><img width="30" height="30" alt="{said.who}" src="f.jpg" usercard="id={said.number}"></a></div><div class="list_con" node-type="replywrap"><div class="WB_text"><a target="_blank" href="/u/{said.number}" usercard="id={said.number}">{said.who}</a> : {said.broken}</div><div class="WB_func clearfix"><div class="WB_handle W_fr"><ul class="clearfix"><li><span class="line S_line1"><a href="#" action-type="report">report</a></span></li><li><span class="line S_line1"><a href="#" action-type="reply">reply</a></span></li><li><span class="line S_line1"><a href="#" action-type="fl_like" title="like"><span><em class="W_ficon">ñ</em><em>{said.votes}</em></span></a></span></li></ul></div><div class="WB_from S_txt2">{said.at.year}-{said.at.month}-{said.at.day} {said.at:%H:%M}</div></div>{inside}</div></div>"""

    return page(
        sample,
        f"""<div class="WB_global_nav"><a>Home</a><a>Hot</a><a>Messages</a></div><div class="WB_frame"><div class="WB_detail"><div class="WB_face"><img alt="Valley Courier" src="v.jpg"></div><div class="WB_info"><a class="W_f14">Valley Courier</a></div><div class="WB_from S_txt2">2021-3-3 10:00 from the web</div><div class="WB_text W_f14"><b>{html.escape(sample.title)}</b><br>{article(sample, "{}<br>")}</div></div><div class="WB_handle"><ul class="WB_row_line"><li><a><em>forward</em><em>18</em></a></li><li><a><em>reply</em><em>{len(sample.comments)}</em></a></li><li><a><em>like</em><em>140</em></a></li></ul></div><div class="WB_repeat"><div class="WB_feed_publish"><textarea></textarea><a class="W_btn_a">reply</a></div><div class="tab_box"><a>by heat</a><a>by time</a></div><div class="repeat_list"><div class="list_box"><div class="list_ul">{trees(sample, node)}</div></div></div></div></div><div class="WB_footer"><p>Help | Terms | Report</p></div>""",
    )


def app_view(sample: Sample) -> str:
    def one(said: Said) -> str:
        deep = " k3v9" if said.level else ""
        return f"""<div class="q7xk2{deep}"><div class="r01aa"><div class="b8w1z">{said.who[0]}</div><div class="n4c7e"><div class="zz1p0">{said.who}</div><div class="u5d3f">{said.at.day} {said.at:%b} {said.at.year} · {said.at:%H:%M}</div></div></div><div class="t6m2g">{said.broken}</div><div class="y9j4h"><div class="a1s5j"><svg viewBox="0 0 24 24"><path d="M0 0h24"></path></svg><div class="c2l8k">{said.votes}</div></div><div class="a1s5j"><svg viewBox="0 0 24 24"><path d="M2 2h20"></path></svg><div class="c2l8k">Reply</div></div></div></div>"""

    return page(
        sample,
        f"""<div id="root"><div class="x0"><div class="h1v4t"><div>‹</div><div>Valley Courier</div><div>Aa</div></div><div class="s8p3d"><div class="ttl9q">{html.escape(sample.title)}</div><div class="m3n2b">3 Mar 2021 · 4 min</div>{article(sample, '<div class="p1o4l">{}</div>')}</div><div class="w2e6r"><div class="v7b1n">{len(sample.comments)} responses</div>{flat(sample, one, second='<div class="ad0ff">Advertisement</div>')}<div class="l5g8y">Show more</div></div><div class="f3r5c"><div class="e4x9s"><img src="1.jpg"><div>Five walks for a rainy weekend</div><div>2 Mar 2021 · 3 min</div></div><div class="e4x9s"><img src="2.jpg"><div>School strike enters its second week</div><div>1 Mar 2021 · 5 min</div></div></div><div class="g6t2w"><div>Home</div><div>Saved</div><div>Profile</div></div></div></div>""",
    )


def topic_print(sample: Sample) -> str:
    def post(name: str, place: int, day: str, text: str, likes: int = 0) -> str:
        hearts = f"""<div class="likes">{likes} {"Like" if likes == 1 else "Likes"}</div>"""
        return f"""<div class="post-print"><p><b>{name}</b> <span>{day}</span> <span>#{place}</span></p><div class="cooked-print">{text}</div>{hearts if likes else ""}</div><hr>"""

    posts = [post("valley_desk", 1, "March 3, 2021, 10:00am", article(sample))]
    for place, said in enumerate(sample.comments, 2):
        clock = (
            f"{said.at:%B} {said.at.day}, {said.at.year}, {said.at.hour % 12 or 12}:{said.at:%M}{said.at:%p}".replace(
                "AM", "am"
            ).replace("PM", "pm")
        )
        posts.append(post(said.who, place, clock, said.paragraphs, said.votes))
    return page(
        sample,
        f"""<div id="main-outlet" class="wrap"><h1><a href="/t/a/77">{html.escape(sample.title)}</a></h1><div class="category-print"><span>Region</span> <span>Council</span></div>{"".join(posts)}<p>Page 1 of 1</p></div><footer><p>Powered by a forum, best viewed with scripts enabled</p></footer>""",
        "<style>@media print{hr{border:1px solid}}</style>",
    )


def usenet_archive(sample: Sample) -> str:
    subject = html.escape(sample.title)

    def header(name: str, number: int, stamp: str, title: str) -> str:
        return f"""<a name="{number}"></a><pre>From: {name} &lt;user{number % 89}@mail.invalid&gt;\nNewsgroups: valley.talk\nSubject: {title}\nDate: {stamp}\nMessage-ID: &lt;{number}@news.invalid&gt;\nLines: 12\n\n"""

    def one(said: Said) -> str:
        stamp = f"{said.at:%a}, {said.at.day} {said.at:%b %Y %H:%M}:00 +0000"
        return (
            header(said.who, said.number, stamp, f"Re: {subject}")
            + "\n".join(html.escape(line) for line in said.lines)
            + "\n</pre><hr>\n"
        )

    first = (
        header("Valley Courier", 3, "Wed, 3 Mar 2021 10:00:00 +0000", subject)
        + article(sample, "{}\n")
        + "</pre><hr>\n"
    )
    return page(
        sample,
        f"""<table width="100%" bgcolor="#dddddd"><tr><td><b>valley.talk</b></td><td align="right"><a href="index.html">Index</a> | <a href="search.html">Search</a></td></tr></table><h2>{subject}</h2><p>{len(sample.comments) + 1} messages in this thread</p><hr>\n{first}{flat(sample, one)}<p><a href="0411.html">Previous thread</a> | <a href="0413.html">Next thread</a></p><address>This archive was made on 1 June 2021</address>""",
    )


def side_drawer(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        replies = answers and f'<ol class="css-9rep1" aria-label="Replies">{answers}</ol>'
        return f"""<li class="css-1x{said.level}"><article class="css-8dy"><header class="css-3hd"><div class="css-ini" aria-hidden="true">{said.who[:1]}</div><div><h4 class="css-nm">{said.who}</h4><p class="css-lo">Upper Mill</p></div><a class="css-tm" href="#permid={said.number}">{said.at:%B} {said.at.day}, {said.at.year} at {said.at.hour % 12 or 12}:{said.at:%M} {"p.m." if said.at.hour > 11 else "a.m."}</a></header><div class="css-bd">{said.paragraphs}</div><footer class="css-ft"><button type="button"><span>{said.votes}</span> <span>Recommend</span></button><button type="button">Reply</button><button type="button">Share</button><button type="button" aria-label="Flag this comment"><svg></svg></button></footer></article>{replies}</li>"""

    return page(
        sample,
        f"""<div id="app"><div aria-hidden="true" inert class="css-main"><header><a href="/">The Valley Courier</a><a href="/subscribe">Subscribe for 1 € a week</a></header><main id="site-content"><article id="story"><h1 class="css-hl">{html.escape(sample.title)}</h1><p class="css-by">By <a href="/by/lind">Nora Lind</a></p><time datetime="2021-03-03T10:00:00Z">March 3, 2021</time><section name="articleBody">{article(sample, '<p class="css-ev">{}</p>')}</section></article><div data-testid="gateway"><h2>Keep reading the Courier.</h2><p>You have read your last free article of this month.</p><button>See my options</button></div></main></div><div role="dialog" aria-modal="true" class="css-drawer"><div class="css-top"><h2>Comments <span>{len(sample.comments)}</span></h2><button aria-label="Close">×</button></div><p class="css-note">Comments are moderated for civility. The thread closed on 9 March.</p><div role="tablist"><button role="tab">Reader Picks</button><button role="tab">Editors' Picks</button><button role="tab">All</button></div><ol class="css-list">{"".join(tree(root, node) for root in sample.roots)}</ol></div></div>""",
    )


def chat_replay(sample: Sample) -> str:
    def one(said: Said) -> str:
        place = sample.comments.index(said)
        return f"""<live-chat-line class="style-scope lc-item-list" id="M{said.number}"><photo-shadow id="author-photo"><img alt="" height="24" width="24" src="u.jpg"></photo-shadow><div id="content" class="style-scope lc-line"><span id="stamp" class="lc-line">{place // 3}:{place * 17 % 60:02}</span><chip class="lc-line"><span id="author-name" dir="auto" class="chip">{said.who}<span id="chip-badges"></span></span></chip>\u200b<span id="message" dir="auto" class="lc-line">{html.escape(" ".join(said.lines))}</span></div><div id="menu"><button aria-label="Chat actions"></button></div></live-chat-line>"""

    return page(
        sample,
        f"""<div id="masthead"><a href="/">Watch</a><input placeholder="Search"></div><div id="columns"><div id="primary"><div id="player"><video></video></div><h1>{html.escape(sample.title)}</h1><div id="info">1,204 views · Streamed live on 3 Mar 2021</div><div id="description">{article(sample)}</div></div><div id="secondary"><div id="chat"><div id="chat-header"><span>Top chat replay</span></div><div id="items">{flat(sample, one)}</div><div id="chat-off">Live chat replay was turned on for this video.</div></div><div id="related"><div class="video"><span class="name">Five walks for a rainy weekend</span><span class="by">Valley Courier</span><span class="n">3K views · 2 years ago</span></div><div class="video"><span class="name">School strike enters its second week</span><span class="by">Valley Courier</span><span class="n">1K views · 2 years ago</span></div></div></div></div>""",
    )


LAYOUTS = [
    Layout(name, render, shows, held_out=True, whole=True)
    for name, render, shows in (
        ("chat export", chat_export, "author time parent votes"),
        ("photo post", photo_post, "author time"),
        ("microblog", microblog, "author time parent votes"),
        ("app view", app_view, "author time votes"),
        ("topic print", topic_print, "author time"),
        ("usenet archive", usenet_archive, "author time"),
        ("side drawer", side_drawer, "author time parent votes"),
        ("chat replay", chat_replay, "author"),
    )
]

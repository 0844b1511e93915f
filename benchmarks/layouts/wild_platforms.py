# ruff: noqa: E501 - markup is easier to check on one line
"""Whole pages of platforms and comment systems as browsers save them; written before the reader's rules were looked at."""

from __future__ import annotations

import html
from collections.abc import Callable

from layouts.frame import Layout
from layouts.sample import Said, Sample, below

RU_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")


def page(sample: Sample, body: str, head: str = "", attributes: str = "") -> str:
    """A document with a head of its own around the whole content."""
    return f"""<!DOCTYPE html>
<html lang="{sample.language}" {attributes}><head><meta charset="utf-8"><title>{html.escape(sample.title)}</title>{head}</head>
<body>{body}</body></html>
"""


def article(sample: Sample, line: str = "<p>{}</p>") -> str:
    """The lines of the body, each in its markup."""
    return "\n".join(line.format(html.escape(text)) for text in sample.body)


def tree(said: Said, node: Callable[[Said, str], str]) -> str:
    """Markup of a comment with that of its answers inside."""
    return node(said, "".join(tree(answer, node) for answer in said.answers))


def trees(sample: Sample, node: Callable[[Said, str], str]) -> str:
    return "".join(tree(root, node) for root in sample.roots)


def flat(sample: Sample, node: Callable[[Said], str], *, second: str = "") -> str:
    """Markup of all comments one after another; `second` follows the first."""
    parts = [node(said) for said in sample.comments]
    return "".join([*parts[:1], second, *parts[1:]])


def vk(sample: Sample) -> str:
    def one(said: Said) -> str:
        day = f"{said.at.day} {RU_MONTHS[said.at.month - 1]} {said.at.year} в {said.at.hour}:{said.at.minute:02}"
        to = f'<a class="reply_to" href="/id{said.parent.number}">{said.parent.who}</a>' if said.parent else ""
        kind = "reply reply_dived clear reply_replieable" + (" reply_in_thread" if said.parent else "")
        return f"""<div id="post-77_{said.number}" class="{kind}" onclick="wall.replyClick()"><div class="reply_wrap _reply_content clear_fix" tabindex="0">
<a class="reply_image" href="/id{said.number}"><img src="c.jpg" class="reply_img" alt=""></a><div class="reply_content"><div class="reply_author"><a class="author" href="/id{said.number}" data-from-id="{said.number}">{said.who}</a></div>
<div class="reply_text"><div id="wpt-77_{said.number}"><div class="wall_reply_text">{said.broken}</div></div></div>
<div class="reply_footer clear_fix"><div class="like_wrap"><a class="like_btn like _like" title="Нравится"><div class="like_button_icon"></div><div class="like_button_count">{said.votes}</div></a></div><div class="reply_date"><a class="wd_lnk" href="/wall-77_1?reply={said.number}"><span class="rel_date">{day}</span></a> {to}</div><div class="reply_link_wrap"><a class="reply_link">Ответить</a></div></div></div></div></div>"""

    def thread(root: Said) -> str:
        answers = "".join(one(said) for said in list(below(root))[1:])
        deep = f'<div class="replies_wrap_deep"><div class="replies_list_deep">{answers}<a class="replies_next">Показать следующие комментарии</a></div></div>'
        return one(root) + (deep if answers else "")

    post = article(sample, "{}<br>")
    return page(
        sample,
        f"""<div id="page_header_wrap"><div class="top_nav"><a href="/feed">Новости</a><a href="/im">Мессенджер</a><a href="/groups">Сообщества</a></div></div>
<div id="side_bar"><ol><li><a href="/id1">Моя страница</a></li><li><a href="/video">Видео</a></li></ol></div>
<div id="wall_post"><div class="post_header"><a class="author" href="/courier">Долинный курьер</a><div class="post_date"><a href="/wall-77_1"><span class="rel_date">3 мар 2021 в 9:10</span></a></div></div>
<div class="wall_post_text"><h2>{html.escape(sample.title)}</h2>{post}</div><div class="like_btns"><a class="like_btn like"><div class="like_button_count">31</div></a><a class="like_btn share"><div class="like_button_count">2</div></a></div>
<div class="replies"><div class="post_replies_header"><div class="post_replies_reorder">Сначала интересные</div></div><div id="replies-77_1" class="replies_list">{"".join(thread(root) for root in sample.roots)}</div><div class="reply_box"><div class="reply_field submit_post_field" contenteditable="true" data-placeholder="Написать комментарий..."></div></div></div></div>""",
    )


def github(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"""<div class="js-timeline-item js-timeline-progressive-focus-container"><div class="TimelineItem js-comment-container"><div class="avatar-parent-child TimelineItem-avatar"><a class="d-inline-block" href="/{said.who}"><img class="avatar rounded-1" alt="@{said.who}" src="u.png"></a></div>
<div class="timeline-comment-group js-minimizable-comment-group" id="issuecomment-{said.number}"><div class="timeline-comment unminimized-comment comment editable-comment js-task-list-container"><div class="timeline-comment-header clearfix d-flex"><div class="timeline-comment-actions flex-shrink-0"><details class="details-overlay"><summary class="btn-link" role="button">…</summary><details-menu role="menu"><clipboard-copy role="menuitem">Copy link</clipboard-copy><button role="menuitem">Quote reply</button><a role="menuitem">Report content</a></details-menu></details></div>
<h3 class="f5 text-normal"><strong class="css-truncate"><a class="author Link--primary" href="/{said.who}">{said.who}</a></strong> commented <a class="Link--secondary js-timestamp" href="#issuecomment-{said.number}"><relative-time datetime="{said.iso}:00Z" class="no-wrap">on {said.at:%b} {said.at.day}, {said.at.year}</relative-time></a></h3></div>
<div class="edit-comment-hide"><task-lists><table class="d-block"><tbody class="d-block"><tr class="d-block"><td class="d-block comment-body markdown-body js-comment-body">{said.paragraphs}</td></tr></tbody></table></task-lists><div class="comment-reactions"><button class="btn-link reaction-summary-item" aria-label="react with thumbs up">👍 {said.votes}</button></div></div></div></div></div></div>"""

    return page(
        sample,
        f"""<div class="Header"><a href="/">GitHub-like</a><nav><a href="/pulls">Pulls</a><a href="/issues">Issues</a></nav></div><main id="js-repo-pjax-container"><article class="post">
<h1 class="gh-header-title"><bdi class="js-issue-title markdown-title">{html.escape(sample.title)}</bdi></h1><div class="content">{article(sample)}</div></article>
<section class="gsc-comments" id="comments"><div class="gsc-header"><h4><a class="gsc-comments-count">{len(sample.comments)} comments</a></h4><ul class="gsc-order"><li>Oldest</li><li>Newest</li></ul></div><div class="js-discussion">{flat(sample, one)}</div><form class="js-new-comment-form"><label>Add a comment</label><textarea></textarea><p>Styling with Markdown is supported</p><button>Comment</button></form></section></main><footer><ul><li>Terms</li><li>Privacy</li></ul></footer>""",
    )


def isso(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        return f"""<div class="isso-comment" id="isso-{said.number}"><div class="isso-avatar"><svg data-hash="ab{said.number}" width="48"></svg></div><div class="isso-text-wrapper"><div class="isso-comment-header"><span class="isso-author">{said.who}</span><span class="isso-spacer">•</span><a class="isso-permalink" href="#isso-{said.number}"><time title="{said.at:%a %b} {said.at.day} {said.at.year} {said.at:%H:%M:%S} GMT+0000" datetime="{said.iso}:00.000Z">4 years ago</time></a><span class="isso-note"></span></div><div class="isso-text">{said.paragraphs}</div>
<div class="isso-comment-footer"><span class="isso-votes">{said.votes}</span><a class="isso-upvote" href="#"><svg></svg></a><span class="isso-spacer">|</span><a class="isso-downvote" href="#"><svg></svg></a><a class="isso-reply" href="#">Reply</a></div></div><div class="isso-target"></div><div class="isso-follow-up">{answers}</div></div>"""

    return page(
        sample,
        f"""<header class="site"><a href="/">a small site</a> <a href="/about/">about</a> <a href="/feed.xml">feed</a></header><main><h1>{html.escape(sample.title)}</h1><p class="dt"><time datetime="2021-03-03">2021-03-03</time></p>{article(sample)}<hr>
<section id="isso-thread"><h4 class="isso-thread-heading">{len(sample.comments)} Comments</h4><div class="isso-postbox"><div class="isso-form-wrapper"><div class="isso-textarea-wrapper"><div class="isso-textarea" contenteditable>Type Comment Here (at least 3 chars)</div></div><section class="isso-auth-section"><p class="isso-input-wrapper"><input name="author" placeholder="John Doe"><label>Name (optional)</label></p></section></div></div><div id="isso-root">{trees(sample, node)}</div></section></main><footer>Made with a generator. No cookies.</footer>""",
    )


def hyvor(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        return f"""<div class="comment-wrap" id="ht-comment-{said.number}"><div class="comment"><div class="left"><img class="picture" src="p.png" alt="{said.who}"></div><div class="right"><div class="top"><span class="name">{said.who}</span><span class="badge">Member</span><button class="date" title="{said.at:%Y-%m-%d %H:%M}">{said.at.day} {said.at:%b %Y}</button></div><div class="content">{said.paragraphs}</div><div class="footer"><button class="vote" aria-label="Upvote"><span class="count">{said.votes}</span></button><button>Reply</button><button>Share</button></div></div></div><div class="replies">{answers}</div></div>"""

    return page(
        sample,
        f"""<header><a href="/">The Log</a></header><article><h1>{html.escape(sample.title)}</h1>{article(sample)}</article><hyvor-talk-comments website-id="12" page-id="a1"><template shadowrootmode="open"><style>.comment{{display:flex}}</style><div class="wrap"><div class="top-widget"><div class="reactions"><button>👍 3</button><button>😮 1</button></div></div><div class="comment-box"><div contenteditable="true" data-placeholder="Write a comment..."></div><button>Login to comment</button></div><div class="nav"><span>{len(sample.comments)} comments</span><select><option>Newest</option><option>Oldest</option></select></div><div class="comments">{trees(sample, node)}</div><div class="load-more"><button>Load more</button></div></div></template></hyvor-talk-comments><footer>© The Log</footer>""",
    )


def viafoura(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        edited = '<span class="vf-edited">(Edited)</span>' if said.number % 2 else ""
        pinned = '<div class="vf-comment__editor-pick">Editor\'s Pick</div>' if said.votes > 9 else ""
        return f"""<li class="vf-comment-thread" data-testid="vf-comment"><article class="vf-comment vf-content-layout" data-comment-uuid="{said.number:08d}-aa"><header class="vf-comment-header"><div class="vf-user-avatar vf-user-avatar--initials"><span aria-hidden="true">{said.who[:1]}</span></div><div class="vf-comment-header__content">{pinned}<button class="vf-comment-header__username vf3-text">{said.who}</button><ul class="vf-badges"><li>Top Commenter</li></ul><time class="vf-comment-header__timestamp" datetime="{said.iso}:00+00:00" title="{said.at:%d %B, %Y}">5 Years Ago</time>{edited}</div></header>
<div class="vf-comment__content"><div class="vf-comment__text vf3-content">{said.paragraphs}</div></div><footer class="vf-comment-actions"><button class="vf-comment-actions__reply">Reply</button><button aria-label="Like this comment, {said.votes} likes" class="vf-action vf-like"><span class="vf-count">{said.votes}</span></button><button aria-label="Dislike this comment" class="vf-action vf-dislike"><span class="vf-count"></span></button><button class="vf-share">Share</button><button>Flag</button></footer></article><ul class="vf-comment-replies">{answers}</ul></li>"""

    return page(
        sample,
        f"""<div class="leaderboard ad">Advertisement</div><nav class="main"><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li><li><a href="/obits">Obituaries</a></li></ul></nav><main><article class="story"><h1 class="headline">{html.escape(sample.title)}</h1><div class="byline">Nora Lind · Published Mar 03, 2021 · 3 minute read</div><div class="share"><a>Facebook</a><a>Twitter</a><a>Email</a></div><p class="comments-link"><a href="#comments-area">Join the conversation</a></p><section class="story-content">{article(sample)}</section></article><div class="article-newsletter"><h3>Sign up to receive the daily top stories</h3><p>By signing up you consent to receive the above newsletter.</p><input><button>Sign Up</button></div>
<div class="vf-conversations vf-comments-container" id="comments-area"><div class="vf-conversations__guidelines"><p>We want this to be a civil place. Please keep comments relevant and respectful. Comments may take up to an hour to appear on the site.</p></div><div class="vf-post-form"><p>Join the Conversation</p><div contenteditable="true"></div></div><div class="vf-tray"><span>All Comments ({len(sample.comments)})</span><div class="vf-sort"><button>Newest</button><button>Most Liked</button><button>Most Replies</button></div></div><ul class="vf-comments-list">{trees(sample, node)}</ul><button class="vf-load-more">View more comments</button></div><aside class="trending"><h2>Trending</h2><ol><li><a href="/1">Bakers run short of rye</a></li><li><a href="/2">School strike enters its second week</a></li></ol></aside></main><footer>365 Valley Street. © 2021 The Valley Courier.</footer>""",
    )


def ghost(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        replies = f'<div class="-ml-2 mb-4 mt-7 sm:mb-0 sm:ml-0 sm:mt-8">{answers}</div>' if answers else ""
        return f"""<div class="flex w-full flex-row mb-7" data-testid="comment-component"><div class="mr-2 flex flex-col items-center justify-start sm:mr-3"><div class="flex-0"><figure class="relative h-9 w-9"><div class="flex items-center justify-center rounded-full h-9 w-9"><p class="font-sans text-base font-semibold text-white">{said.who[:1]}</p></div></figure></div></div><div class="grow"><div class="mb-[8px] flex w-full flex-col items-start sm:flex-row"><h4 class="w-full font-sans text-sm font-bold leading-snug text-neutral-900">{said.who}</h4><div class="flex w-full flex-wrap items-baseline font-sans text-sm text-neutral-900/60"><span><span class="mx-[0.3em]">·</span><span title="{said.at:%Y-%m-%d %H:%M}">{said.at.day} {said.at:%b %Y}</span></span></div></div><div class="mt mb-2 flex flex-row items-center gap-4 pr-4"><div class="gh-comment-content -mx-1 text-pretty px-1 font-sans text-neutral-900" data-testid="comment-content">{said.paragraphs}</div></div><div class="flex items-center gap-4"><button class="group cursor-pointer items-center font-sans text-sm flex" data-testid="like-button"><svg></svg>{said.votes}</button><button data-testid="reply-button">Reply</button></div>{replies}</div></div>"""

    inner = f"""<!DOCTYPE html><html><head><style>.flex{{display:flex}}</style></head><body><div class="ghost-display"><section class="flex flex-col" data-testid="content-box"><div class="mb-8"><h2>Member discussion</h2><span data-testid="count">{len(sample.comments)} comments</span></div><div class="mb-10"><p>Join the discussion</p><h1 class="mb-[8px] text-center">Become a member of The Log to start commenting.</h1><button>Sign up now</button><p>Already a member? <button>Sign in</button></p></div><div data-test="comment-elements">{trees(sample, node)}</div></section></div></body></html>"""
    return page(
        sample,
        f"""<div class="gh-viewport"><header class="gh-navigation"><a href="/">The Log</a></header><main><article class="gh-article post"><header class="gh-article-header gh-canvas"><a class="gh-article-tag" href="/tag/valley/">Valley</a><h1 class="gh-article-title is-title">{html.escape(sample.title)}</h1><div class="gh-article-meta"><h4 class="gh-article-author-name">Nora Lind</h4><div class="gh-article-meta-content"><time datetime="2021-03-03">03 Mar 2021</time> — 4 min read</div></div></header><section class="gh-content gh-canvas is-body">{article(sample)}</section></article><div class="gh-comments gh-canvas"><div id="ghost-comments-root"><iframe title="comments-frame" srcdoc="{html.escape(inner)}"></iframe></div></div></main><section class="gh-container is-grid"><h2>Read more</h2><article class="gh-card"><h3>Five walks for a rainy weekend</h3><p>Residents had asked for them for months.</p><time>01 Feb 2021</time></article></section></div>""",
    )


def substack(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        children = (
            f'<div class="comment-list"><div class="comment-list-items">{answers}</div></div>' if answers else ""
        )
        return f"""<div class="comment"><div id="comment-{said.number}" class="comment-anchor"></div><div role="article" aria-label="Comment by {said.who}" class="pencraft pc-display-contents pc-reset color-pub-primary-text-NyXPlw"><table class="comment-content"><tr><td class="comment-head"><div class="pencraft pc-display-flex pc-reset profile-img-wrap"><a href="https://x.invalid/profile/{said.number}"><img class="img-OACg1c" src="p.png" alt="{said.who}'s avatar"></a></div></td><td class="comment-rest"><div class="pencraft pc-display-flex pc-gap-8 pc-reset"><div class="pencraft pc-display-flex comment-meta"><span class="pencraft weight-medium-fw81nC"><a href="https://x.invalid/profile/{said.number}" class="pencraft">{said.who}</a></span><a href="https://x.invalid/p/a/comment/{said.number}" rel="nofollow" title="{said.at:%b} {said.at.day}, {said.at.year}, {said.at:%I:%M %p}" class="pencraft size-13 reset-IxiVJZ">{said.at:%b} {said.at.day}, {said.at.year}</a></div></div>
<div class="comment-body">{said.paragraphs}</div><div class="pencraft pc-display-flex comment-actions withShareButton"><span><a class="pencraft like-button" title="Like">Like ({said.votes})</a></span><span><a>Reply</a></span><span><a>Share</a></span></div></td></tr></table></div>{children}</div>"""

    return page(
        sample,
        f"""<div id="entry"><div id="main" class="main typography use-theme-bg"><div class="main-menu"><a href="/">The Log</a><button>Subscribe</button><button>Sign in</button></div><div class="single-post-container"><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title published">{html.escape(sample.title)}</h1><h3 class="subtitle">What nobody told the council</h3><div class="meta">Nora Lind<br>Mar 03, 2021</div><div class="post-ufi">12 ❤ {len(sample.comments)} 💬 Share</div></div><div class="available-content"><div class="body markup">{article(sample)}<div class="subscription-widget-wrap"><p>Thanks for reading! Subscribe for free to receive new posts.</p></div></div></div></article><div class="post-footer"><div class="facepile">12 Likes</div></div><div id="discussion" class="single-post-section comments-section"><h4>Discussion about this post</h4><div class="tabs"><button>Comments</button><button>Restacks</button></div><div class="comments-page"><div class="comment-input"><textarea placeholder="Write a comment..."></textarea></div><div class="comment-list post-page-root-comment-list"><div class="comment-list-items">{trees(sample, node)}</div></div><a class="more-comments">{len(sample.comments)} more comments...</a></div></div><div class="portable-archive"><div class="portable-archive-list"><div class="post-preview"><a href="/p/b">Five walks for a rainy weekend</a><div>And where to dry the boots</div><time>Feb 1, 2021</time> • Nora Lind</div></div></div></div></div><div class="footer">© 2021 Nora Lind <a>Privacy</a> ∙ <a>Terms</a></div></div>""",
    )


def medium(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        nested = f'<div class="l kx"><div class="ky kz la">{answers}</div></div>' if answers else ""
        return f"""<div class="km"><div class="kn ko l"><pre class="bg kp"><div class="ab q kq"><a rel="noopener" href="/@{said.number}"><img alt="{said.who}" class="l fa bx" src="a.jpg"></a><div class="kr l"><div class="ab q"><a class="af ag ah" href="/@{said.number}"><p class="be b bf z">{said.who}</p></a></div><p class="be b bf z dw">{said.at:%b} {said.at.day}, {said.at.year}</p></div><button class="ks" aria-label="More options"><svg></svg></button></div><div class="kt ku l"><div class="be b do z">{said.broken}</div></div></pre><div class="ab q kv"><div class="ab kw"><button aria-label="clap"><svg></svg></button><p class="be b dv z"><button class="af">{said.votes}</button></p></div><p class="be b bf z"><button class="af">Reply</button></p></div></div>{nested}</div>"""

    return page(
        sample,
        f"""<div id="root"><div class="a b c"><div class="d e f"><a href="/">Open in app</a><p>Sign up</p><p>Sign in</p></div><article><div class="l"><section><h1 class="pw-post-title gh gi">{html.escape(sample.title)}</h1><div class="ab q"><p class="be b">Nora Lind</p><button>Follow</button><p class="be b">4 min read</p><p>·</p><p>Mar 3, 2021</p></div>{article(sample, '<p class="pw-post-body-paragraph mb mc md">{}</p>')}</section></div></article><div class="ab q pw"><button>120</button><button>{len(sample.comments)}</button></div><div class="l me"><h2 class="be mf">Written by Nora Lind</h2><p>310 Followers</p><p>Reports from the valley since 2009. Lives in a house without a television.</p><button>Follow</button></div><div class="l mg"><div class="mh"><h2 class="be">Responses ({len(sample.comments)})</h2><div class="mi"><p>Write a response</p><a>What are your thoughts?</a></div><div class="mj">{trees(sample, node)}</div><button class="mk">See all responses</button></div></div><div class="ml"><h2>More from Nora Lind</h2><div class="mm"><p>Nora Lind</p><h2>Five walks for a rainy weekend</h2><h3>And where to dry the boots</h3><p>Feb 1, 2021</p><p>88</p></div></div><div class="mn"><p>Help</p><p>Status</p><p>Careers</p></div></div></div>""",
    )


def dle(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        inner = f'<ol class="comments-tree-list">{answers}</ol>' if answers else ""
        day = f"{said.at:%d-%m-%Y, %H:%M}"
        vote = f"+{said.votes}" if said.votes else "0"
        return f"""<li id="comments-tree-item-{said.number}" class="comments-tree-item"><div id="comment-id-{said.number}"><div class="comment{" positive" if said.votes > 5 else ""}"><div class="com_info"><div class="avatar"><span class="cover" style="background-image: url(/noavatar.png);">{said.who}</span><span class="com_decor"></span></div><div class="com_user"><b class="name"><a onclick="ShowProfile(); return false;" href="/user/{said.number}/">{said.who}</a></b><span class="grey">от {day}</span></div><div class="meta"><ul class="left"><li>Гости</li></ul><div class="rate_like-dislike"><span id="comments-ratig-layer-{said.number}"><span class="ratingtypeplusminus ignore-select ratingplus">{vote}</span></span></div></div></div><div class="com_content"><div class="text"><div id="comm-id-{said.number}">{said.broken}</div></div></div><div class="com_tools"><ul><li class="reply"><a onclick="dle_reply(); return false;"><span>Ответить</span></a></li><li><a>Цитировать</a></li><li class="complaint"><a>Жалоба</a></li></ul></div></div></div>{inner}</li>"""

    return page(
        sample,
        f"""<div class="page"><div class="wrp"><header id="header"><a class="logotype" href="/">Долина</a><form><input placeholder="Поиск по сайту ..."></form></header><nav id="topmenu"><ul><li><a href="/o-sajte.html">О сайте</a></li><li><a href="/v-mire/">В мире</a></li></ul></nav><div id="content"><div id="dle-content"><article class="box story fullstory"><div class="box_in"><h1 class="title h1">{html.escape(sample.title)}</h1><div class="text">{article(sample)}</div></div><div class="meta"><ul class="right"><li class="grey" title="Просмотров: 870">870</li><li title="Комментариев: {len(sample.comments)}">{len(sample.comments)}</li></ul><ul class="left"><li class="story_cats"><a href="/v-mire/">В мире</a></li><li class="story_date"><a href="/2021/03/03/">3-03-2021, 10:00</a></li></ul></div></article><div class="comments ignore-select"><div class="box"><h4 class="heading">Комментарии <span class="grey hnum">{len(sample.comments)}</span></h4><div class="com_list"><form name="dlemasscomments"><div id="dle-comments-list"><ol class="comments-tree-list">{trees(sample, node)}</ol></div></form></div></div><form id="dle-comments-form"><div class="box"><h3>Добавить комментарий</h3><ul><li><input placeholder="Ваше имя"></li><li><textarea></textarea></li></ul><button>Отправить</button></div></form></div></div></div><aside><div class="block"><h4>Опрос на сайте</h4><p>Оцените работу движка</p><label>Лучший из новостных</label></div><ul class="lastcomm"><li><b>Марина</b> в новости <a href="/1.html">Снова о дороге</a></li></ul></aside></div></div>""",
    )


def ucoz(sample: Sample) -> str:
    def one(said: Said) -> str:
        shift = f"padding-left:{20 * said.level}px;"
        return f"""<div class="report-spam-target" id="comEnt{said.number}" style="{shift}"><table border="0" cellpadding="2" cellspacing="1" width="100%" class="cBlock1"><tr><td style="padding:3px;"><div style="float:right;font-size:8pt;"><span class="cRep">{said.votes}</span> <a href="javascript:;">Спам</a></div><a class="cNumber" href="#ent{said.number}"><b>{said.number % 90 + 1}</b></a> <a class="cUser" href="/index/8-{said.number}"><b>{said.who}</b></a> &nbsp;<span class="cDate">({said.at:%d.%m.%Y %H:%M})</span> <a href="javascript:;" class="cEdit">[<u>Материал</u>]</a><hr size="1"><div class="cMessage" style="clear:both;padding-top:2px;">{said.broken}</div><div class="cAnswerLink" style="text-align:right"><a href="javascript:;">Ответить</a></div></td></tr></table></div>"""

    return page(
        sample,
        f"""<table width="100%" class="siteTable"><tr><td class="siteHead" colspan="2"><h2><a href="/">Наш край</a></h2>Приветствую Вас <b>Гость</b> | <a href="/register">Регистрация</a> | <a>Вход</a></td></tr><tr><td width="200" class="siteLeft"><table class="boxTable"><tr><th>Меню сайта</th></tr><tr><td><ul class="uz"><li><a href="/">Главная страница</a></li><li><a href="/news">Новости</a></li><li><a href="/gb">Гостевая книга</a></li></ul></td></tr></table><table class="boxTable"><tr><th>Статистика</th></tr><tr><td>Онлайн всего: <b>2</b><br>Гостей: <b>2</b></td></tr></table></td><td class="siteBody"><div class="breadcrumbs"><a href="/">Главная</a> » 2021 » Март » 3 » {html.escape(sample.title)}</div><div class="eTitle">{html.escape(sample.title)}</div><table width="100%" class="eBlock"><tr><td class="eText"><div class="eMessage">{article(sample)}</div><div class="eDetails">Просмотров: 181 | Добавил: admin | Рейтинг: 0.0/0</div></td></tr></table><table width="100%"><tr><td width="60%" height="25">Всего комментариев: <b>{len(sample.comments)}</b></td><td align="right">Порядок вывода комментариев: <select><option>По умолчанию</option><option>Сначала новые</option></select></td></tr><tr><td colspan="2"><div id="allEntries">{flat(sample, one)}</div></td></tr><tr><td colspan="2" align="center"><form id="acform"><table class="commTable"><tr><td class="commTd1">Имя *:</td><td class="commTd2"><input></td></tr><tr><td>Email *:</td><td><input></td></tr></table></form></td></tr></table></td></tr></table>""",
    )


def livejournal(sample: Sample) -> str:
    def one(said: Said) -> str:
        parent = (
            f'<li class="b-leaf-actions-item b-leaf-actions-parent"><a href="#t{said.parent.number}">Parent</a></li>'
            if said.parent
            else ""
        )
        return f"""<div class="b-leaf b-leaf-seemore-width b-leaf-clear" id="t{said.number}" style="margin-left: {30 * said.level}px" data-tid="t{said.number}" data-username="{said.who}" data-displayname="{said.who}"><div class="b-leaf-inner"><div class="b-leaf-header"><div class="b-leaf-userpic"><span class="b-leaf-userpic-inner"><img class="b-leaf-userpic-img" alt=""></span></div><div class="b-leaf-details"><div class="b-leaf-username"><span class="b-leaf-username-name"><span class="ljuser i-ljuser i-ljuser-type-P" lj:user="{said.who}"><a class="i-ljuser-profile" href="/profile"><img class="i-ljuser-userhead" src="u.gif"></a><a class="i-ljuser-username" href="/"><b>{said.who}</b></a></span></span></div><p class="b-leaf-meta"><span class="b-leaf-createdtime">{said.at:%b} {said.at.day} {said.at.year}, {said.at:%H:%M:%S} UTC</span></p><ul class="b-leaf-actions b-leaf-actions-ghost">{parent}<li class="b-leaf-actions-item"><a href="#t{said.number}">Link</a></li></ul></div></div><div class="b-leaf-body"><div class="b-leaf-article">{said.broken}</div></div><div class="b-leaf-footer"><ul class="b-leaf-actions"><li class="b-leaf-actions-item b-leaf-actions-reply"><a href="?replyto={said.number}">Reply</a></li><li class="b-leaf-actions-item"><a>Thread</a></li></ul></div></div></div>"""

    gone = '<div class="b-leaf b-leaf-clear b-leaf-seemore-width" style="margin-left: 0px"><div class="b-leaf-inner"><div class="b-leaf-collapsed"><p class="b-leaf-deleted">Deleted comment</p></div></div></div>'
    return page(
        sample,
        f"""<header class="s-header"><ul class="s-nav"><li><a href="/">Main</a></li><li><a href="/ratings">Ratings</a></li><li><a href="/login">Login</a></li></ul></header><div class="p-lenta"><article class="b-singlepost hentry"><h1 class="b-singlepost-title entry-title">{html.escape(sample.title)}</h1><p class="b-singlepost-standout"><time class="dt-published">March 3rd, 2021, 10:01 am</time></p><article class="b-singlepost-body entry-content">{article(sample, "{}<br><br>")}</article><ul class="b-singlepost-tags"><li>Tags: <a>valley</a></li></ul></article><div class="b-xylem"><div id="comments" class="b-tree b-tree-root"><ul class="b-xylem-nav"><li>{len(sample.comments)} comments</li><li><a>Leave a comment</a></li><li><a>Expand all</a></li></ul><div class="b-grove">{flat(sample, one, second=gone)}</div></div><div class="b-watering"><form id="postform"><textarea></textarea></form></div></div></div><footer>Powered by an old engine</footer>""",
    )


def dreamwidth(sample: Sample) -> str:
    def one(said: Said) -> str:
        return f"""<a name="comments"></a><div class="comment-thread comment-depth-{said.level + 1}"><div class="dwexpcomment" style="margin-left:{25 * said.level}px; margin-top:5px"><div id="cmt{said.number}"><div class="comment comment-wrapper visible {"odd" if said.level % 2 else "even"}"><div class="inner"><div class="header"><h4 class="comment-title"><span class="invisible">no subject</span></h4><div class="datetime"><span class="date">Date: </span><span class="datetime">{said.at:%Y-%m-%d %I:%M %p}</span> (UTC)</div><div class="userpic no-userpic"></div><div class="poster comment-poster"><span class="poster-from">From: </span><span class="ljuser" style="white-space:nowrap"><a href="/profile"><img src="identity.png" alt="[personal profile] "></a><a href="/"><b>{said.who}</b></a></span></div></div><div class="contents"><div class="comment-content">{said.broken}</div></div><div class="footer"><div class="inner"><ul class="comment-interaction-links"><li class="link first-item"><a href="?thread={said.number}">(link)</a></li><li class="reply"><a href="?replyto={said.number}">Reply to this</a></li><li class="thread"><a>Thread</a></li></ul></div></div></div></div></div></div></div>"""

    return page(
        sample,
        f"""<div id="canvas"><div class="inner"><div id="header"><h1 id="title"><a>moss_and_fern</a></h1><h2 id="pagetitle">{html.escape(sample.title)}</h2></div><div id="content"><div id="primary"><div class="entry-wrapper public"><div class="entry"><div class="header"><h3 class="entry-title">{html.escape(sample.title)}</h3><div class="datetime"><span>Mar. 3rd, 2021</span> <span>10:01 am</span></div></div><div class="contents"><div class="entry-content">{article(sample, "{}<br /><br />")}</div></div><div class="metadata bottom-metadata"><ul><li>Current Mood: tired</li></ul></div></div></div><div id="comments"><div class="inner"><div class="comment-pages toppages"><div class="comment-page-list">Flat | <a>Top-Level Comments Only</a></div><ul class="entry-interaction-links"><li class="entry-replylink">Post a new comment</li></ul></div>{flat(sample, one)}<div class="bottomcomment"><ul><li>{len(sample.comments)} comments</li></ul></div></div></div></div><div id="secondary"><div class="module-navlinks"><h2>Navigation</h2><ul><li><a>Recent Entries</a></li><li><a>Archive</a></li></ul></div></div></div></div></div>""",
    )


def invision(sample: Sample) -> str:
    def one(said: Said) -> str:
        quote = ""
        if said.parent:
            quote = f'<blockquote class="ipsQuote" data-ipsquote="" data-ipsquote-username="{said.parent.who}" data-ipsquote-contentcommentid="{said.parent.number}"><div class="ipsQuote_citation">On {said.parent.at:%m/%d/%Y} at {said.parent.at:%I:%M %p}, {said.parent.who} said:</div><div class="ipsQuote_contents"><p>{html.escape(said.parent.lines[0])}</p></div></blockquote>'
        return f"""<a id="comment-{said.number}"></a><article id="elComment_{said.number}" class="cPost ipsBox ipsComment ipsComment_parent ipsClearfix ipsColumns"><aside class="ipsComment_author cAuthorPane ipsColumn"><h3 class="ipsType_sectionHead cAuthorPane_author"><strong><a href="/profile/{said.number}/" class="ipsType_break">{said.who}</a></strong></h3><ul class="cAuthorPane_info ipsList_reset"><li data-role="photo"><img src="p.png" alt="{said.who}"></li><li data-role="group">Members</li><li data-role="stats"><ul><li><a>142 posts</a></li></ul></li></ul></aside>
<div class="ipsColumn ipsColumn_fluid"><div id="comment-{said.number}_wrap" data-controller="core.front.core.comment" data-commentid="{said.number}" class="ipsComment_content ipsType_medium"><div class="ipsComment_meta ipsType_light"><p class="ipsComment_tools"><a>Report post</a></p><div class="ipsType_reset"><a href="?do=findComment&comment={said.number}" class="ipsType_blendLinks">Posted <time datetime="{said.iso}:00Z" title="{said.at:%m/%d/%Y %I:%M %p}">{said.at:%B} {said.at.day}, {said.at.year}</time></a></div></div><div class="cPost_contentWrap"><div data-role="commentContent" class="ipsType_normal ipsType_richText ipsContained">{quote}{said.paragraphs}</div><div class="ipsItemControls"><div class="ipsReact"><ul class="ipsReact_reactions"><li class="ipsReact_reactCount"><span>{said.votes}</span></li></ul></div><ul class="ipsComment_controls"><li><a>Quote</a></li></ul></div><div data-role="memberSignature" class="ipsType_light"><p>Never argue with the river.</p></div></div></div></div></article>"""

    return page(
        sample,
        f"""<div id="ipsLayout_header"><nav><ul><li><a>Forums</a></li><li><a>Staff</a></li><li><a>Online Users</a></li></ul></nav></div><main id="ipsLayout_body"><div class="ipsPageHeader"><h1 class="ipsType_pageTitle">{html.escape(sample.title)}</h1><p>By Nora Lind, March 3, 2021 in News</p></div><article class="cCmsRecord"><div class="ipsType_richText ipsType_normal" data-role="recordContent">{article(sample)}</div></article><div class="cTopic ipsClear" id="comments"><div class="ipsBox ipsResponsive_pull"><h2 class="ipsType_sectionHead">User Feedback</h2><p>{len(sample.comments)} Comments</p></div><div data-role="commentFeed">{flat(sample, one)}</div><div class="cTopicPostArea"><form><div class="ipsComposeArea"><h3>Join the conversation</h3><p>You can post now and register later. If you have an account, sign in now to post with your account.</p></div></form></div></div></main><div id="elCookie">By using this site, you agree to our Terms of Use.</div>""",
    )


def nodebb(sample: Sample) -> str:
    def one(said: Said) -> str:
        parent = (
            f'<a component="post/parent" class="threaded-replies" data-topid="{said.parent.number}" href="/post/{said.parent.number}"><i class="fa fa-reply"></i> @{said.parent.who}</a>'
            if said.parent
            else ""
        )
        to = f' data-toPid="{said.parent.number}"' if said.parent else ""
        return f"""<li component="post" class="posts-list-item" data-index="{said.number % 50}" data-pid="{said.number}" data-uid="4" data-timestamp="{said.epoch}000" data-username="{said.who}" data-userslug="x" itemprop="comment" itemscope itemtype="http://schema.org/Comment"{to}><a component="post/anchor" id="{said.number}"></a><meta itemprop="datePublished" content="{said.iso}:00.000Z"><meta itemprop="author" content="{said.who}"><div class="clearfix post-header"><div class="icon pull-left"><a href="/user/x"><span class="avatar avatar-sm2x">{said.who[:1]}</span></a></div><small class="pull-left"><strong><a href="/user/x" itemprop="author" data-username="{said.who}">{said.who}</a></strong> <span class="group-label">Regulars</span> <span class="visible-xs-inline-block">{parent}<a class="permalink" href="/post/{said.number}"><span class="timeago" title="{said.iso}:00.000Z">{said.at:%b} {said.at.day}, {said.at.year}</span></a></span></small></div><div class="content" component="post/content" itemprop="text">{said.paragraphs}</div><div class="clearfix post-footer"><small class="pull-right"><span class="post-tools"><a component="post/reply">Reply</a><a component="post/quote">Quote</a></span><span class="votes"><a component="post/upvote"></a><span component="post/vote-count" data-votes="{said.votes}">{said.votes}</span><a component="post/downvote"></a></span></small></div><hr></li>"""

    return page(
        sample,
        f"""<nav class="navbar"><ul><li><a>Categories</a></li><li><a>Unread</a></li><li><a>Popular</a></li></ul></nav><article class="blog-post"><h1>{html.escape(sample.title)}</h1>{article(sample)}</article><div class="topic"><div class="topic-header"><span component="topic/post-count" title="{len(sample.comments)}">{len(sample.comments)}</span> Posts 3 Posters 1.2k Views</div><ul component="topic" class="posts timeline" data-tid="71">{flat(sample, one)}</ul><div class="post-bar"><button component="topic/reply">Reply</button><div class="dropdown">Oldest to Newest / Newest to Oldest / Most Votes</div></div></div><footer>Powered by software | Contributors</footer>""",
    )


def mastodon(sample: Sample) -> str:
    def one(said: Said) -> str:
        handle = f"user{said.number % 997}"
        return f"""<div class="entry entry-reply h-entry"><div class="status"><div class="status__info"><a class="status__relative-time u-url u-uid" target="_blank" href="https://m.invalid/@{handle}/{said.number}"><span class="status__visibility-icon"><i class="fa fa-globe"></i></span><time class="time-ago" datetime="{said.iso}:00Z" title="{said.at:%b %d, %Y, %H:%M}">{said.at:%b %d, %Y}</time></a><div class="p-author h-card"><a class="status__display-name u-url" href="https://m.invalid/@{handle}"><div class="status__avatar"><img alt="" class="u-photo account__avatar" src="a.png"></div><span class="display-name"><bdi><strong class="display-name__html p-name emojify">{said.who}</strong></bdi> <span class="display-name__account">@{handle}<i class="fa fa-lock"></i></span></span></a></div></div><div class="status__content emojify"><div class="e-content" lang="{sample.language}">{said.paragraphs}</div></div><div class="status__action-bar"><a class="status__action-bar-button icon-button icon-button--with-counter"><i class="fa fa-reply"></i><span class="icon-button__counter">{len(said.answers)}</span></a><a><i class="fa fa-retweet"></i></a><a><i class="fa fa-star"></i></a></div></div></div>"""

    return page(
        sample,
        f"""<div class="public-layout"><div class="container"><nav class="header"><a class="brand" href="/">m.invalid</a><a>Log in</a></nav></div><div class="container"><article class="linked"><h1>{html.escape(sample.title)}</h1>{article(sample)}</article><div class="grid"><div class="column-0"><div class="activity-stream h-entry">{flat(sample, one)}</div></div><div class="column-1"><p class="about">This server is moderated by three people of the valley.</p></div></div></div><div class="footer"><ul><li>Resources: Terms of service, Privacy policy</li></ul></div></div>""",
    )


def shreddit(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        parent = f' parentid="t1_{said.parent.number:x}"' if said.parent else ""
        return f"""<shreddit-comment author="{said.who}" thingid="t1_{said.number:x}" depth="{said.level}" permalink="/r/valley/comments/a/comment/{said.number:x}/" postid="t3_a" score="{said.votes}" content-type="text" created="{said.iso}:00.000000+0000"{parent} is-comment-permalink-page arialabel="Thread level {said.level}: Comment from {said.who}" class="pt-md px-md">
<div slot="commentAvatar" class="flex"><faceplate-hovercard><img src="a.png" alt="u/{said.who} avatar"></faceplate-hovercard></div><div slot="commentMeta" class="flex flex-wrap"><faceplate-tracker noun="comment_author"><a class="truncate font-bold" href="/user/x/">{said.who}</a></faceplate-tracker><span>•</span><a href="/r/x"><faceplate-timeago ts="{said.iso}:00.000000+0000"><time datetime="{said.iso}:00.000Z" title="{said.at:%A, %B %d, %Y}">4y ago</time></faceplate-timeago></a></div>
<div id="t1_{said.number:x}-comment-rtjson-content" class="md text-14" slot="comment"><div class="py-0 inline-block">{said.paragraphs}</div></div><shreddit-comment-action-row slot="actionRow" score="{said.votes}" comment-id="t1_{said.number:x}"><button slot="comment-reply">Reply</button><button slot="comment-share">Share</button></shreddit-comment-action-row>{answers}</shreddit-comment>"""

    gone = '<shreddit-comment author="[deleted]" thingid="t1_zz" depth="0" score="1" created="2021-03-04T10:10:00.000000+0000"><div slot="commentMeta"><span>[deleted]</span></div><div slot="comment"><p>[removed]</p></div></shreddit-comment>'
    return page(
        sample,
        f"""<shreddit-app><reddit-header-large><a href="/">Home</a><a>Log In</a></reddit-header-large><div class="grid-container"><main><shreddit-post post-title="{html.escape(sample.title)}" author="nlind" score="310" comment-count="{len(sample.comments)}"><h1 slot="title">{html.escape(sample.title)}</h1><div slot="text-body"><div class="md">{article(sample)}</div></div></shreddit-post><shreddit-comments-sort-dropdown>Sort by: Best Top New</shreddit-comments-sort-dropdown><shreddit-comment-tree id="comment-tree" totalcomments="{len(sample.comments)}">{trees(sample, node)}{gone}<faceplate-partial><button>View more comments</button></faceplate-partial></shreddit-comment-tree></main><aside><shreddit-subreddit-header>r/valley — Talk of the valley. 12K Members 31 Online</shreddit-subreddit-header><h2>Rules</h2><ol><li>Be civil.</li><li>No advertising.</li></ol></aside></div></shreddit-app>""",
    )


def x_thread(sample: Sample) -> str:
    def post(name: str, handle: str, text: str, when: str, iso: str, likes: int) -> str:
        return f"""<div class="css-175oi2r" data-testid="cellInnerDiv" style="position:absolute"><div class="css-175oi2r r-1igl3o0"><article aria-labelledby="id__a id__b" role="article" tabindex="0" class="css-175oi2r r-18u37iz r-1udh08x" data-testid="tweet"><div class="css-175oi2r"><div class="css-175oi2r r-18kxxzh" data-testid="Tweet-User-Avatar"><a href="/{handle}" role="link"><img alt="" src="a.jpg"></a></div><div class="css-175oi2r r-1iusvr4"><div class="css-175oi2r r-zl2h9q"><div data-testid="User-Name" class="css-175oi2r r-1wbh5a2"><a href="/{handle}" role="link"><div dir="ltr" class="css-146c3p1 r-bcqeeo"><span class="css-1jxf684"><span class="css-1jxf684">{name}</span></span></div></a><div class="css-175oi2r"><a href="/{handle}"><span class="css-1jxf684">@{handle}</span></a><span class="css-1jxf684">·</span><a href="/{handle}/status/1" aria-label="{when}"><time datetime="{iso}:00.000Z">{when}</time></a></div></div><button aria-label="More" data-testid="caret"></button></div><div class="css-175oi2r"><div dir="auto" lang="en" class="css-146c3p1 r-8akbws" data-testid="tweetText"><span class="css-1jxf684">{text}</span></div></div><div role="group" aria-label="{likes} likes, 2 replies" class="css-175oi2r r-1kbdv8c"><button data-testid="reply" aria-label="2 Replies. Reply"><span>2</span></button><button data-testid="retweet" aria-label="0 reposts. Repost"></button><button data-testid="like" aria-label="{likes} Likes. Like"><span data-testid="app-text-transition-container"><span class="css-1jxf684">{likes}</span></span></button></div></div></div></article></div></div>"""

    def one(said: Said) -> str:
        return post(
            said.who,
            f"user{said.number % 997}",
            said.broken,
            f"{said.at:%b} {said.at.day}, {said.at.year}",
            said.iso,
            said.votes,
        )

    ad = '<div class="css-175oi2r" data-testid="cellInnerDiv"><div class="css-175oi2r r-1h0z5md"><h2>Discover more</h2><span class="css-1jxf684">Sourced from across the network</span></div></div>'
    return page(
        sample,
        f"""<div id="react-root"><header role="banner"><nav aria-label="Primary" role="navigation"><a href="/home">Home</a><a href="/explore">Explore</a></nav></header><main role="main"><div data-testid="primaryColumn"><h2 role="heading">Post</h2><article class="longform" role="article"><h1>{html.escape(sample.title)}</h1>{article(sample)}</article><div aria-label="Timeline: Conversation" role="region"><div style="min-height:4000px">{flat(sample, one)}{ad}</div></div></div><div data-testid="sidebarColumn"><section role="region" aria-label="Trending"><h2>What's happening</h2><div role="link">Trending in the valley<span>Tram line</span><span>1,204 posts</span></div></section><nav role="navigation" aria-label="Footer">Terms of Service Privacy Policy Cookie Policy</nav></div></main></div>""",
    )


def facebook_page(sample: Sample) -> str:
    def node(said: Said, answers: str) -> str:
        label = f"Reply by {said.who} to {said.parent.who}'s comment" if said.parent else f"Comment by {said.who}"
        likes = f'<div aria-label="{said.votes} reactions; see who reacted to this" class="x1i10hfl" role="button"><span class="x1e558r4">{said.votes}</span></div>'
        inner = f'<div class="x1n0m28w">{answers}</div>' if answers else ""
        return f"""<div class="x18xomjl xbcz3fp"><div aria-label="{label} 3 years ago" class="x1n2onr6 x1swvt13" role="article" tabindex="-1"><div class="x1r8uery x1iyjqo2"><span class="xt0psk2"><a aria-hidden="true" class="x1i10hfl" href="/p/{said.number}" role="link"><svg aria-label="{said.who}" class="x3ajldb" role="img"></svg></a></span><div class="x1y1aw1k xn6708d"><span class="xt0psk2"><a class="x1i10hfl xjbqb8w" href="/p/{said.number}" role="link"><span class="x3nfvp2"><span class="x193iq5w" dir="auto">{said.who}</span></span></a></span><div class="x1lliihq xjkvuk6"><span class="x193iq5w xeuugli" dir="auto"><div class="xdj266r x11i5rnm">{"".join(f'<div dir="auto" style="text-align: start;">{html.escape(line)}</div>' for line in said.lines)}</div></span></div></div>{likes}<ul aria-hidden="false" class="x1n0m28w x1rg5ohu"><li class="x1rg5ohu"><span><a href="/p/{said.number}?comment_id=1">3y</a></span></li><li><div role="button">Like</div></li><li><div role="button">Reply</div></li></ul></div></div>{inner}</div>"""

    return page(
        sample,
        f"""<div id="mount_0"><div role="banner"><a aria-label="Home" href="/">Home</a><div role="navigation"><a aria-label="Friends">Friends</a><a aria-label="Watch">Watch</a></div></div><div role="main"><div class="x1yztbdb"><div aria-posinset="1" role="article"><h2 class="x1heor9g"><strong>The Valley Courier</strong></h2><span>March 3, 2021 · Shared with Public</span><h3>{html.escape(sample.title)}</h3><div data-ad-preview="message">{article(sample, '<div dir="auto" style="text-align: start;">{}</div>')}</div><div class="x168nmei"><span aria-label="Like: 31 people">31</span><span>{len(sample.comments)} comments</span><span>2 shares</span></div><div><div role="button">Like</div><div role="button">Comment</div><div role="button">Share</div></div><div class="x1gslohp"><div role="button">Most relevant</div>{trees(sample, node)}<div role="button">View more comments</div></div><form role="presentation"><div aria-label="Write a comment…" contenteditable="true" role="textbox"></div></form></div></div></div><div role="complementary"><h3>Sponsored</h3></div></div>""",
    )


LAYOUTS = [
    Layout("vk", vk, "author time parent votes", language="ru", held_out=True, whole=True),
    Layout("code host thread", github, "author time votes", whole=True),
    Layout("isso", isso, "author time parent votes", whole=True),
    Layout("shadow template", hyvor, "author time parent votes", whole=True),
    Layout("viafoura", viafoura, "author time parent votes", held_out=True, whole=True),
    Layout("ghost frame", ghost, "author time parent votes", whole=True),
    Layout("substack", substack, "author time parent votes", held_out=True, whole=True),
    Layout("medium", medium, "author date parent votes", held_out=True, whole=True),
    Layout("dle", dle, "author time parent votes", language="ru", whole=True),
    Layout("ucoz", ucoz, "author time parent votes", language="ru", whole=True),
    Layout("livejournal", livejournal, "author time parent", whole=True),
    Layout("dreamwidth", dreamwidth, "author time parent", whole=True),
    Layout("invision", invision, "author time votes", whole=True),
    Layout("nodebb", nodebb, "author time parent votes", held_out=True, whole=True),
    Layout("mastodon", mastodon, "author time", held_out=True, whole=True),
    Layout("shreddit", shreddit, "author time parent votes", whole=True),
    Layout("x thread", x_thread, "author time votes", held_out=True, whole=True),
    Layout("facebook page", facebook_page, "author parent votes", whole=True),
]

# ruff: noqa: E501 - markup is easier to check on one line
"""Comment systems that many sites use."""

from __future__ import annotations

import json

from layouts.frame import Layout
from layouts.sample import Said, Sample


def _long(said: Said) -> str:
    hour = (said.at.hour - 1) % 12 + 1
    return f"{said.at:%B} {said.at.day}, {said.at.year} at {hour}:{said.at:%M} {'am' if said.at.hour < 12 else 'pm'}"


def wordpress_classic(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        children = f'<ol class="children">{inner}</ol>' if inner else ""
        return f'''<li class="comment {"even" if said.number % 2 else "odd"} depth-{said.level + 1}" id="li-comment-{said.number}"><article id="comment-{said.number}" class="comment">
<header class="comment-meta comment-author vcard"><img alt="" src="a.png" class="avatar avatar-44 photo" height="44"><cite><b class="fn">{said.who}</b> </cite><a href="#comment-{said.number}"><time datetime="{said.iso}">{_long(said)}</time></a></header>
<section class="comment-content comment">{said.paragraphs}</section><div class="reply"><a class="comment-reply-link" href="?replytocom={said.number}">Reply</a> <span>&darr;</span></div></article>{children}</li>'''

    return f"""<div id="comments" class="comments-area"><h2 class="comments-title">{len(sample.comments)} thoughts on &ldquo;<span>{sample.title}</span>&rdquo;</h2><ol class="commentlist">{"".join(map(one, sample.roots))}</ol>
<div id="respond" class="comment-respond"><h3 id="reply-title">Leave a Reply</h3><form id="commentform"><p>Your email address will not be published.</p><textarea name="comment"></textarea><input type="submit" value="Post Comment"></form></div></div>"""


def wordpress_blocks(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        children = f"<ol>{inner}</ol>" if inner else ""
        return f'''<li id="comment-{said.number}" class="comment depth-{said.level + 1}"><div class="wp-block-columns is-layout-flex"><div class="wp-block-column" style="flex-basis:40px"><img class="avatar avatar-40 wp-block-avatar__image" src="a.png" alt="{said.who} Avatar"></div><div class="wp-block-column">
<div class="has-small-font-size wp-block-comment-author-name"><a rel="external nofollow ugc" href="http://example.org">{said.who}</a></div><div class="wp-block-comment-date has-small-font-size"><time datetime="{said.iso}:00+00:00"><a href="#comment-{said.number}">{_long(said)}</a></time></div>
<div class="wp-block-comment-content">{said.paragraphs}</div><div class="wp-block-comment-reply-link has-small-font-size"><a rel="nofollow" class="comment-reply-link" href="#">Reply</a></div></div></div>{children}</li>'''

    return f"""<div class="wp-block-comments"><h2 id="comments" class="wp-block-comments-title">{len(sample.comments)} responses to &#8220;{sample.title}&#8221;</h2><ol class="wp-block-comment-template">{"".join(map(one, sample.roots))}</ol></div>"""


def genesis(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        children = f'<ul class="children">{inner}</ul>' if inner else ""
        return f'''<li class="comment thread-even depth-{said.level + 1}" id="comment-{said.number}"><article id="article-comment-{said.number}" itemprop="comment" itemscope itemtype="https://schema.org/Comment"><header class="comment-header"><p class="comment-author" itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">{said.who}</span> <span class="says">says</span></p><p class="comment-meta"><time class="comment-time" datetime="{said.iso}" itemprop="datePublished"><a class="comment-time-link" href="#c">{_long(said)}</a></time></p></header><div class="comment-content" itemprop="text">{said.paragraphs}</div><div class="comment-reply"><a class="comment-reply-link" href="#">Reply</a></div></article>{children}</li>'''

    return f"""<div class="entry-comments" id="comments"><h3>Comments</h3><ol class="comment-list">{"".join(map(one, sample.roots))}</ol></div>"""


def disqus(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        target = (
            f'<a class="parent-link" href="#comment-{said.parent.number}" data-role="parent-link"><i class="icon-forward" title="in reply to"></i> {said.parent.who}</a>'
            if said.parent
            else ""
        )
        return f'''<li class="post" id="post-{said.number}"><div role="alert"></div><div data-role="post-content" class="post-content"><div class="indicator"></div><div class="avatar hovercard"><a href="https://disqus.com/by/x/" class="user"><img data-role="user-avatar" alt="Avatar"></a></div><div class="post-body"><header class="comment__header"><span class="post-byline"><span class="author publisher-anchor-color"><a href="https://disqus.com/by/x/" data-action="profile" data-username="x" data-role="username">{said.who}</a></span>{target}</span><span class="post-meta"><span class="bullet time-ago-bullet" aria-hidden="true">&bull;</span><a href="#comment-{said.number}" data-role="relative-time" class="time-ago" title="{said.at:%A, %B} {said.at.day}, {said.at.year} {_long(said).split(" at ")[1].upper()}">2 years ago</a></span></header>
<div class="post-body-inner"><div class="post-message-container" data-role="message-container"><div class="publisher-anchor-color" data-role="message-content"><div class="post-message" data-role="message" dir="auto">{said.paragraphs}</div></div></div><a class="see-more hidden" data-action="see-more">see more</a></div><footer class="comment__footer"><menu class="comment-footer__menu"><li class="voting" data-role="voting"><a href="#" class="vote-up count-{said.votes}" data-action="upvote"><span class="updatable count" data-role="likes">{said.votes}</span> <span class="control"><i class="icon icon-arrow-2"></i></span></a><span role="button" class="vote-down count-0" data-action="downvote"><span class="control"></span></span></li><li class="reply" data-role="reply-link"><a href="#" data-action="reply"><span class="text">Reply</span></a></li><li class="share"><a class="toggle"><span class="text">Share &rsaquo;</span></a></li></menu></footer></div></div><ul data-role="children" class="children">{inner}</ul></li>'''

    return f"""<div id="disqus_thread"><div id="layout"><header><nav><li class="nav-tab"><a><span class="comment-count">{len(sample.comments)} comments</span></a></li></nav></header><section id="conversation"><div id="posts"><ul id="post-list" class="post-list">{"".join(map(one, sample.roots))}</ul></div></section></div></div>"""


def blogger_old(sample: Sample) -> str:
    rows = "".join(
        f"""<dt class="comment-author blog-author" id="c{said.number:09}6"><a name="c{said.number:09}6"></a><a href="http://www.blogger.com/profile/1" rel="nofollow">{said.who}</a> said...</dt><dd class="comment-body" id="Blog1_cmt-{said.number}"><p>{said.broken}</p></dd><dd class="comment-footer"><span class="comment-timestamp"><a href="#c1" title="comment permalink">{_long(said).replace(" at", "")}</a><span class="item-control blog-admin"><a href="#" title="Delete Comment"><img src="d.gif"></a></span></span></dd>"""
        for said in sample.comments
    )
    return f'<div class="comments" id="comments"><a name="comments"></a><h4>{len(sample.comments)} comments:</h4><dl class="avatar-comment-indent" id="comments-block">{rows}</dl><p class="comment-footer"><a href="#">Post a Comment</a></p></div>'


def blogger_new(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f"""<li class="comment" id="c{said.number:010}77"><div class="avatar-image-container"><img src="a.png" alt=""></div><div class="comment-block"><div class="comment-header"><cite class="user"><a href="https://www.blogger.com/profile/2" rel="nofollow">{said.who}</a></cite><span class="icon user"></span><span class="datetime secondary-text"><a rel="nofollow" href="#c1">{_long(said)}</a></span></div><p class="comment-content">{said.broken}</p><span class="comment-actions secondary-text"><a class="comment-reply" target="_self">Reply</a><span class="item-control"><a href="#">Delete</a></span></span></div><div class="comment-replies"><div class="comment-thread inline-thread"><span class="thread-toggle"><span class="thread-arrow"></span><span class="thread-count"><a target="_self">Replies</a></span></span><ol class="thread-chrome thread-expanded">{inner}<div class="thread-dropContainer"></div></ol><div class="comment-replybox-single"></div></div></div></li>"""

    return f'<section class="comments threaded" id="comments"><h3 class="title">{len(sample.comments)} comments:</h3><div class="comments-content"><div id="comment-holder"><div class="comment-thread toplevel-thread"><ol id="top-ra">{"".join(map(one, sample.roots))}</ol></div></div></div></section>'


def coral(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f'''<div class="coral coral-comment coral-indent-{said.level}" id="comment-{said.number:08x}-9f1c-4d4f"><div class="coral-width"><div class="Flex-root coral-comment-topBar"><button class="coral coral-username coral-comment-username"><span>{said.who}</span></button><button class="coral-timestamp"><time datetime="{said.iso}:00.000Z" title="{said.at:%d/%m/%Y, %H:%M}">4 years ago</time></button></div><div class="HTMLContent-root coral coral-content coral-comment-content">{said.broken.replace("<br>", "<div><br></div>")}</div><div class="coral-comment-actionBar"><button class="coral-comment-reactButton">Respect <span class="coral-reaction-count">{said.votes}</span></button><button class="coral-comment-replyButton">Reply</button><button>Share</button><button>Report</button></div></div></div><div class="coral-replyList">{inner}</div>'''

    return f'<div id="coral_thread"><div id="coral"><section class="coral-stream"><h2 class="coral-allComments-title">All Comments <span>{len(sample.comments)}</span></h2>{"".join(map(one, sample.roots))}</section></div></div>'


def discourse_crawler(sample: Sample) -> str:
    rows = "".join(
        f'''<div id="post_{place}" itemprop="comment" itemscope itemtype="http://schema.org/Comment" class="topic-body crawler-post"><div class="crawler-post-meta"><span class="creator" itemprop="author" itemscope itemtype="http://schema.org/Person"><a itemprop="url" rel="nofollow" href="/u/x"><span itemprop="name">{said.who}</span></a></span><span class="crawler-post-infos"><time itemprop="datePublished" datetime="{said.iso}:00Z" class="post-time">{_long(said)}</time><meta itemprop="dateModified" content="2030-01-01T00:00:00Z"><span itemprop="position">{place}</span></span></div><div class="post" itemprop="text">{said.paragraphs}</div><div itemprop="interactionStatistic" itemscope itemtype="http://schema.org/InteractionCounter"><meta itemprop="interactionType" content="http://schema.org/LikeAction"><meta itemprop="userInteractionCount" content="{said.votes}"><span class="post-likes">{said.votes} Likes</span></div></div>'''
        for place, said in enumerate(sample.comments, 2)
    )
    return f'<div itemscope itemtype="http://schema.org/DiscussionForumPosting"><meta itemprop="headline" content="x">{rows}</div>'


def discourse_app(sample: Sample) -> str:
    rows = "".join(
        f'''<div class="topic-post clearfix regular"><article id="post_{place}" data-post-id="{said.number}" data-topic-id="77" data-user-id="5" class="boxed onscreen-post"><div class="row"><div class="topic-avatar"><a class="trigger-user-card main-avatar" href="/u/x"><img class="avatar" src="a.png"></a></div><div class="topic-body clearfix"><div class="topic-meta-data"><div class="names trigger-user-card"><span class="first username"><a href="/u/x" data-user-card="x">{said.who}</a></span></div><div class="post-infos"><a class="post-date" href="/t/77/{place}"><span class="relative-date" title="{_long(said).replace(" at", "")}" data-time="{said.epoch}000" data-format="tiny">Apr '20</span></a></div></div><div class="regular contents"><div class="cooked">{said.paragraphs}</div><section class="post-menu-area"><nav class="post-controls"><div class="actions"><button class="like-count">{said.votes}</button><button title="reply" class="reply create"><span class="d-button-label">Reply</span></button></div></nav></section></div></div></div></article></div>'''
        for place, said in enumerate(sample.comments, 2)
    )
    return f'<section class="topic-area" id="topic" data-topic-id="77"><div class="posts-wrapper"><div class="post-stream">{rows}</div></div></section>'


def phpbb(sample: Sample) -> str:
    rows = "".join(
        f'''<div id="p{said.number}" class="post has-profile bg{place % 2 + 1}"><div class="inner"><dl class="postprofile" id="profile{said.number}"><dt class="has-profile-rank"><div class="avatar-container"></div><a href="./memberlist.php?u=5" class="username">{said.who}</a></dt><dd class="profile-rank">Regular</dd><dd class="profile-posts"><strong>Posts:</strong> <a href="./search.php">212</a></dd><dd class="profile-joined"><strong>Joined:</strong> Mon Jan 04, 2010 9:12 am</dd></dl><div class="postbody"><div id="post_content{said.number}"><h3><a href="#p{said.number}">Re: {sample.title}</a></h3><ul class="post-buttons"><li><a href="./posting.php?mode=quote" title="Reply with quote" class="button button-icon-only"><span class="sr-only">Quote</span></a></li></ul><p class="author"><a class="unread" href="./viewtopic.php?p=1"><span class="sr-only">Post</span></a><span class="responsive-hide">by <strong><a href="./memberlist.php?u=5" class="username">{said.who}</a></strong> &raquo; </span><time datetime="{said.iso}:00+00:00">{said.at:%a %b %d, %Y %I:%M %p}</time></p><div class="content">{said.broken}</div><div id="sig{said.number}" class="signature">Strong tea and short meetings since 1994</div></div></div><div class="back2top"><a href="#top" title="Top">Top</a></div></div></div><hr class="divider">'''
        for place, said in enumerate(sample.comments)
    )
    return f'<div class="action-bar bar-top"><div class="pagination">{len(sample.comments)} posts &bull; Page <strong>1</strong> of <strong>1</strong></div></div>{rows}'


def vbulletin_list(sample: Sample) -> str:
    rows = "".join(
        f'''<li class="postbitlegacy postbitim postcontainer old" id="post_{said.number}"><div class="posthead"><span class="postdate old"><span class="date">{said.at:%m-%d-%Y},&nbsp;<span class="time">{said.at:%I:%M %p}</span></span></span><span class="nodecontrols"><a name="post{said.number}" href="showthread.php" class="postcounter">#{place}</a></span></div><div class="postdetails"><div class="userinfo"><div class="username_container"><a class="username offline popupctrl" href="member.php?1" title="{said.who} is offline"><strong>{said.who}</strong></a></div><span class="usertitle">Senior Member</span><dl class="userinfo_extra"><dt>Join Date</dt> <dd>Sep 2006</dd><dt>Posts</dt> <dd>1,204</dd></dl></div><div class="postbody"><div class="postrow"><h2 class="title icon">Re: {sample.title}</h2><div class="content"><div id="post_message_{said.number}"><blockquote class="postcontent restore">{said.broken}</blockquote></div></div></div><div class="after_content"><blockquote class="signature restore"><div class="signaturecontainer">Strong tea and short meetings since 1994</div></blockquote></div></div></div><div class="postfoot"><span class="postcontrols"><a class="quickreply" href="#">Reply</a> <a class="newreply" href="#">Reply With Quote</a></span></div></li>'''
        for place, said in enumerate(sample.comments, 1)
    )
    return f'<div id="postlist" class="postlist restrain"><ol id="posts" class="posts" start="1">{rows}</ol></div>'


def vbulletin_table(sample: Sample) -> str:
    rows = "".join(
        f"""<div align="center"><div class="page"><div id="edit{said.number}" style="padding:0px"><table id="post{said.number}" class="tborder" cellpadding="6" width="100%"><tr><td class="thead" style="font-weight:normal"><a name="post{said.number}"></a>{said.at:%m-%d-%Y}, {said.at:%I:%M %p}</td><td class="thead" align="right">#<a href="showpost.php" id="postcount{said.number}">{place}</a></td></tr><tr valign="top"><td class="alt2" width="175"><div id="postmenu_{said.number}"><a class="bigusername" href="member.php?u=1">{said.who}</a></div><div class="smallfont">Senior Member</div><div class="smallfont"><div>Join Date: Sep 2006</div><div>Posts: 1,204</div></div></td><td class="alt1" id="td_post_{said.number}"><div class="smallfont"><strong>Re: {sample.title}</strong></div><hr size="1"><div id="post_message_{said.number}">{said.broken}</div><div>__________________<br>Strong tea and short meetings since 1994</div><div align="right"><a href="newreply.php"><img src="quote.gif" alt="Reply With Quote"></a></div></td></tr></table></div></div></div>"""
        for place, said in enumerate(sample.comments, 1)
    )
    return f'<div id="posts">{rows}<div id="lastpost"></div></div>'


def xenforo(sample: Sample) -> str:
    rows = "".join(
        f'''<article class="message message--post js-post js-inlineModContainer" data-author="{said.who}" data-content="post-{said.number}" id="js-post-{said.number}"><span class="u-anchorTarget" id="post-{said.number}"></span><div class="message-inner"><div class="message-cell message-cell--user"><section class="message-user"><div class="message-avatar"></div><div class="message-userDetails"><h4 class="message-name"><a href="/members/1/" class="username"><span class="username--style2">{said.who}</span></a></h4><h5 class="userTitle message-userTitle">Well-known member</h5></div><div class="message-userExtras"><dl class="pairs"><dt>Joined</dt><dd>Mar 3, 2011</dd></dl></div></section></div><div class="message-cell message-cell--main"><div class="message-main"><header class="message-attribution message-attribution--split"><ul class="message-attribution-main listInline"><li class="u-concealed"><a href="/t/1" rel="nofollow"><time class="u-dt" dir="auto" datetime="{said.iso}:00+0000" data-time="{said.epoch}" title="{_long(said)}">{said.at:%b} {said.at.day}, {said.at.year}</time></a></li></ul><ul class="message-attribution-opposite"><li><a href="/t/1">#{place}</a></li></ul></header><div class="message-content js-messageContent"><div class="message-userContent lbContainer"><article class="message-body js-selectToQuote"><div><div class="bbWrapper">{said.broken}</div></div></article></div></div><footer class="message-footer"><div class="reactionsBar"></div><div class="message-actionBar actionBar"><a class="actionBar-action" href="#">Report</a><a class="actionBar-action" href="#">Reply</a></div></footer></div></div></div></article>'''
        for place, said in enumerate(sample.comments, 2)
    )
    return f'<div class="block block--messages"><div class="block-container"><div class="block-body js-replyNewMessageContainer">{rows}</div></div></div>'


def stack_exchange(sample: Sample) -> str:
    def remark(said: Said) -> str:
        return f'''<li id="comment-{said.number}" class="comment js-comment" data-comment-id="{said.number}" data-comment-score="{said.votes}"><div class="js-comment-actions comment-actions"><div class="comment-score js-comment-score"><span title="number of useful comment votes received" class="warm">{said.votes}</span></div></div><div class="comment-text js-comment-text-and-form"><div class="comment-body js-comment-edit-hide"><span class="comment-copy">{said.broken}</span> &ndash;&nbsp;<a href="/users/1" title="1,234 reputation" class="comment-user">{said.who}</a> <span class="comment-date" dir="ltr"><a class="comment-link" href="#comment{said.number}_5"><span title="{said.at:%Y-%m-%d %H:%M}:00Z" class="relativetime-clean">{_long(said)}</span></a></span></div></div></li>'''

    def answer(said: Said) -> str:
        inner = "".join(map(remark, (other for root in said.answers for other in _all(root))))
        return f'''<div id="answer-{said.number}" class="answer js-answer" data-answerid="{said.number}" data-score="{said.votes}" itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer"><div class="post-layout"><div class="votecell post-layout--left"><div class="js-voting-container"><button class="js-vote-up-btn"></button><div class="js-vote-count" itemprop="upvoteCount" data-value="{said.votes}">{said.votes}</div></div></div><div class="answercell post-layout--right"><div class="s-prose js-post-body" itemprop="text">{said.paragraphs}</div><div class="mt24"><div class="js-post-menu"><a href="/a/1" rel="nofollow">Share</a> <a href="/edit">Improve this answer</a></div><div class="post-signature"><div class="user-info"><div class="user-action-time">answered <span title="{said.at:%Y-%m-%d %H:%M}:00Z" class="relativetime">{said.at:%b} {said.at.day}, {said.at.year} at {said.at.hour}:{said.at:%M}</span></div><div class="user-details" itemprop="author" itemscope itemtype="http://schema.org/Person"><a href="/users/1">{said.who}</a><span class="d-none" itemprop="name">{said.who}</span><div class="-flair"><span class="reputation-score">3,412</span></div></div></div></div></div></div><div class="post-layout--right js-post-comments-component"><div id="comments-{said.number}" class="comments js-comments-container"><ul class="comments-list js-comments-list">{inner}</ul></div></div></div></div>'''

    return f'<div id="answers"><div id="answers-header"><h2 class="mb0" data-answercount="{len(sample.roots)}">{len(sample.roots)} Answers</h2></div>{"".join(map(answer, sample.roots))}</div>'


def _all(said: Said) -> list[Said]:
    return [said, *(other for answer in said.answers for other in _all(answer))]


def serendipity(sample: Sample) -> str:
    rows = "".join(
        f"""<a id="c{said.number}"></a><div id="serendipity_comment_{said.number}" class="serendipity_comment serendipity_comment_author_x comment_{"even" if place % 2 else "odd"}" style="padding-left: {said.level * 20}px"><div class="serendipity_commentBody">{said.paragraphs}</div><div class="serendipity_comment_source"><a class="comment_source_trace" href="#c{said.number}">#{place}</a> <span class="comment_source_author"><a href="http://example.org" title="http://example.org">{said.who}</a></span> on <span class="comment_source_date">{said.at:%Y-%m-%d %H:%M}</span> (<a class="comment_reply" href="#serendipity_CommentForm" id="serendipity_reply_{said.number}">Reply</a>)</div></div>"""
        for place, said in enumerate(sample.comments, 1)
    )
    return f'<div class="serendipity_comments serendipity_section_comments"><h3 class="serendipity_commentsTitle">Comments</h3>{rows}</div><div class="serendipity_commentForm"><form><textarea></textarea></form></div>'


def drupal(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return (
            f'''<a id="comment-{said.number}"></a><article class="comment js-comment by-anonymous clearfix" role="article" typeof="schema:Comment"><span class="hidden" data-comment-timestamp="{said.epoch}"></span><footer class="comment__meta"><p class="comment__author">Submitted by <span rel="schema:author"><span lang="" typeof="schema:Person" property="schema:name">{said.who}</span></span> on {said.at:%a, %m/%d/%Y - %H:%M}</p></footer><div class="comment__content"><h3 property="schema:name"><a href="/comment/{said.number}#comment-{said.number}" class="permalink" rel="bookmark">{" ".join(said.lines[0].split()[:3])}</a></h3><div class="field field--name-comment-body field__item" property="schema:text">{said.paragraphs}</div><ul class="links inline"><li class="comment-reply"><a href="/comment/reply">Reply</a></li></ul></div></article>'''
            + (f'<div class="indented">{inner}</div>' if inner else "")
        )

    return f'<section class="comments comment-wrapper"><h2 class="comments__title">Comments</h2>{"".join(map(one, sample.roots))}</section>'


def reddit_old(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        listing = f'<div id="siteTable_t1_{said.number:x}" class="sitetable listing">{inner}</div>' if inner else ""
        return f'''<div class="thing id-t1_{said.number:x} noncollapsed comment" id="thing_t1_{said.number:x}" data-fullname="t1_{said.number:x}" data-type="comment" data-author="{said.who}"><p class="parent"><a name="{said.number:x}"></a></p><div class="midcol unvoted"><div class="arrow up" role="button"></div><div class="arrow down"></div></div><div class="entry unvoted"><p class="tagline"><a href="javascript:void(0)" class="expand">[–]</a><a href="https://old.reddit.com/user/x" class="author may-blank">{said.who}</a><span class="userattrs"></span> <span class="score dislikes" title="{said.votes - 1}">{said.votes - 1} points</span><span class="score unvoted" title="{said.votes}">{said.votes} points</span><span class="score likes" title="{said.votes + 1}">{said.votes + 1} points</span> <time title="{said.at:%a %b %d %H:%M}:00 {said.at:%Y} UTC" datetime="{said.iso}:00+00:00" class="live-timestamp">5 years ago</time>&nbsp;<a href="javascript:void(0)" class="numchildren">({len(said.answers)} children)</a></p><form action="#" class="usertext warn-on-unload"><input type="hidden" name="thing_id" value="t1_{said.number:x}"><div class="usertext-body may-blank-within md-container"><div class="md">{said.paragraphs}</div></div></form><ul class="flat-list buttons"><li class="first"><a href="#" class="bylink">permalink</a></li><li><a href="#">embed</a></li><li><a href="#">save</a></li><li class="reply-button"><a>reply</a></li></ul></div><div class="child">{listing}</div><div class="clearleft"></div></div>'''

    return f'<div class="commentarea"><div class="panestack-title"><span class="title">all {len(sample.comments)} comments</span></div><div class="sitetable nestedlisting">{"".join(map(one, sample.roots))}</div></div>'


def reddit_new(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        above = f' parentid="t1_{said.parent.number:x}"' if said.parent else ""
        return f'''<shreddit-comment author="{said.who}" thingid="t1_{said.number:x}" depth="{said.level}"{above} score="{said.votes}" created="{said.iso}:00+0000"><details role="article" open><summary><div slot="commentMeta"><a href="/user/x/">{said.who}</a> <span>&bull;</span> <time datetime="{said.iso}:00.000Z">3y ago</time></div></summary><div id="t1_{said.number:x}-comment-rtjson-content" class="md text-14" slot="comment"><div class="py-0 inline-block" id="-post-rtjson-content">{said.paragraphs}</div></div><shreddit-comment-action-row slot="actionRow"><button>Reply</button> <a href="#">Share</a></shreddit-comment-action-row></details>{inner}</shreddit-comment>'''

    return f'<shreddit-comment-tree id="comment-tree">{"".join(map(one, sample.roots))}</shreddit-comment-tree>'


def hacker_news(sample: Sample) -> str:
    rows = "".join(
        f'''<tr class="athing comtr" id="{said.number}"><td><table border="0"><tr><td class="ind" indent="{said.level}"><img src="s.gif" height="1" width="{40 * said.level}"></td><td valign="top" class="votelinks"><center><a id="up_{said.number}" href="vote"><div class="votearrow" title="upvote"></div></a></center></td><td class="default"><div style="margin-top:2px; margin-bottom:-10px;"><span class="comhead"><a href="user?id=x" class="hnuser">{said.who}</a> <span class="age" title="{said.iso}:00 {said.epoch}"><a href="item?id={said.number}">on {said.at:%b} {said.at.day}, {said.at.year}</a></span> <span id="unv_{said.number}"></span><span class="navs"> | <a href="#{said.number}" class="clicky" aria-hidden="true">next</a> <a class="togg clicky" id="{said.number}" n="3" href="javascript:void(0)">[–]</a></span></span></div><br><div class="comment"><div class="commtext c00">{said.broken.replace("<br>", "<p>")}</div><div class="reply"><p><font size="1"><u><a href="reply?id={said.number}" rel="nofollow">reply</a></u></font></div></div></td></tr></table></td></tr>'''
        for said in sample.comments
    )
    return f'<center><table id="hnmain" border="0" width="85%"><tr><td><table border="0" class="comment-tree">{rows}</table></td></tr></table></center>'


def facebook(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        replies = f'<div class="_44ri _2pis"><div>{inner}</div></div>' if inner else ""
        return f'''<div class="UFIImageBlockContent _3-8y" tabindex="-1"><div class="clearfix"><div class="_ohe lfloat"><a href="https://www.facebook.com/people/x" class="img _8o _8s UFIImageBlockImage"><img class="_1ci img" alt="" src="f.jpg"></a></div><div><div class="_3-8m"><div class="_30o4"><span><span class="UFICommentActorName _5pb8">{said.who}</span></span></div><div class="_30o4"><span><span class="_5mdd"><span>{said.broken}</span></span></span></div><div class="_2vq9 fsm fwn fcg"><a href="#">Like</a> &middot; <a href="#">Reply</a> &middot; <span><i class="_3-8_ img"></i><span>{said.votes}</span></span> &middot; <a href="#"><abbr class="livetimestamp" title="{said.at:%A, %B} {said.at.day}, {said.at.year} at {_long(said).split(" at ")[1].upper()}" data-utime="{said.epoch}">2y</abbr></a></div></div></div></div>{replies}</div>'''

    return f'<div class="fb-comments fb_iframe_widget" data-href="#"><div class="_56q9 _2pi8"><div class="_491z clearfix"><span class="_50f7">{len(sample.comments)} Comments</span></div><div class="_4k-6">{"".join(map(one, sample.roots))}</div></div></div>'


def livefyre(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f'''<article class="fyre-comment-article fyre-comment-source-0" data-message-id="{said.number}"><div class="fyre-comment-wrapper"><a class="fyre-user-avatar"><img src="a.png"></a><div class="fyre-comment-user"></div><header class="fyre-comment-head"><span class="fyre-comment-username" itemprop="author">{said.who}</span><time class="fyre-comment-date" datetime="{said.iso}:00.000Z">{said.at:%b} {said.at.day}, {said.at.year}</time><span class="fyre-comment-like-count">{said.votes} like</span></header><section class="fyre-comment-body"><div class="fyre-comment" itemprop="text">{said.paragraphs}</div></section><footer class="fyre-comment-footer"><div class="fyre-comment-action-group"><a class="fyre-comment-like-btn">Like</a> <a class="fyre-comment-reply">Reply</a></div></footer></div><div class="fyre-comment-replies">{inner}</div></article>'''

    return f'<div id="livefyre-app-1"><div class="fyre-widget"><div class="fyre-comment-count"><span>{len(sample.comments)} comments</span></div><div class="fyre-stream-content"><div class="fyre-comment-stream">{"".join(map(one, sample.roots))}</div></div></div></div>'


def intense_debate(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f"""<div id="IDComment{said.number}" class="idc-c" style="margin-left: {20 * said.level}px"><div class="idc-c-h"><div class="idc-v"><a class="idc-v-up"></a><span class="idc-v-total" id="IDCommentVote{said.number}">{said.votes:+}</span><a class="idc-v-down"></a></div><div class="idc-c-h-inner"><p class="idc-i"><a href="#">{said.who}</a><em>'s avatar</em></p><p class="idc-n"><a class="idc-a" href="#"><b>{said.who}</b></a> <span class="idc-time"><a href="#IDComment{said.number}">{said.at:%B} {said.at.day}, {said.at.year} {said.at:%H:%M}</a></span></p></div></div><div class="idc-c-t" id="IDComment-CommentText{said.number}">{said.paragraphs}</div><div class="idc-c-b"><a class="idc-btn_s" href="#">Report</a> <a class="idc-btn_s" href="#">Reply</a></div><div class="idc-r" id="IDCommentReplies{said.number}">{inner}</div></div>"""

    return f'<div id="idc-container-parent"><div id="idc-container" class="idc"><div class="idc-head"><h3>Comments ({len(sample.comments)})</h3></div>{"".join(map(one, sample.roots))}</div></div>'


def movable_type(sample: Sample) -> str:
    rows = "".join(
        f'''<div class="comment" id="comment-{said.number}"><div class="inner"><div class="comment-header"><div class="asset-meta"><span class="byline"><span class="vcard author">{said.who}</span> | <a href="#comment-{said.number}"><abbr class="published" title="{said.iso}:00-05:00">{_long(said).replace(" at", "")}</abbr></a> | <a title="Reply" href="javascript:void(0);">Reply</a></span></div></div><div class="comment-content">{said.paragraphs}</div></div></div>'''
        for said in sample.comments
    )
    return f'<div id="comments" class="comments"><h2 class="comments-header">{len(sample.comments)} Comments</h2><div class="comments-content">{rows}</div></div>'


def jcomments(sample: Sample) -> str:
    rows = "".join(
        f'''<div class="{"even" if place % 2 else "odd"}" id="comment-item-{said.number}"><div class="rbox"><div class="rbox_tr"><div class="rbox_tl"><div class="rbox_t">&nbsp;</div></div></div><div class="rbox_m"><div class="comment-box"><div class="comments-vote"><span id="comment-vote-holder-{said.number}"><a href="#" class="vote-good" title="Good comment!"></a><a href="#" class="vote-poor"></a> <span class="vote-{"good" if said.votes else "none"}">{said.votes:+}</span></span></div><a class="comment-anchor" href="#comment-{said.number}" id="comment-{said.number}">#{place}</a> <span class="comment-author">{said.who}</span> <span class="comment-date">{said.at:%Y-%m-%d %H:%M}</span><div class="comment-body" id="comment-body-{said.number}">{said.broken}</div><span class="comments-buttons"><a href="#">Quote</a></span></div><div class="clear"></div></div></div></div>'''
        for place, said in enumerate(sample.comments, 1)
    )
    return f'<div id="jc"><div id="comments"><h4>Comments <a class="refresh" href="#">&nbsp;</a></h4><div id="comments-list" class="comments-list">{rows}</div></div></div>'


def komento(sample: Sample) -> str:
    rows = "".join(
        f'''<li id="kmt-{said.number}" class="kmt-item kmt-child-{said.level} kmt-published" data-parentid="{f"kmt-{said.parent.number}" if said.parent else "kmt-0"}" data-depth="{said.level}"><div class="kmt-wrap"><div class="kmt-avatar"><img src="a.png" class="avatar"></div><div class="kmt-content"><div class="kmt-head"><span class="kmt-author" itemprop="creator"><span itemprop="name">{said.who}</span></span><span class="kmt-time"><time class="timeago" datetime="{said.iso}:00+00:00" title="x">{_long(said)}</time></span></div><div class="kmt-body"><i></i><div class="commentText kmt-text" itemprop="commentText">{said.broken}</div></div><div class="kmt-control"><span class="kmt-vote"><a class="kmt-btn">Like</a> <span class="kmt-like-counter">{said.votes}</span></span><span class="kmt-reply-wrap"><a href="#">Reply</a></span></div></div></div></li>'''
        for said in sample.comments
    )
    return f'<div id="section-kmt" class="theme-kuro"><div class="commentList kmt-list-wrap"><h3 class="kmt-title">Comments ({len(sample.comments)})</h3><ul class="kmt-list reset-ul">{rows}</ul></div></div>'


def guardian(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f'''<li class="d-comment {"d-comment--response" if said.level else ""}" id="comment-{said.number}" itemscope itemtype="http://schema.org/Comment" data-comment-id="{said.number}" data-comment-author="{said.who}" data-comment-timestamp="{said.iso}:00Z"><div class="d-comment__inner d-comment__inner--top-level"><div class="d-comment__meta"><div class="d-comment__avatar-wrapper"></div><div class="d-comment__meta-text"><span class="d-comment__author" title="{said.who}" itemprop="author"><a itemprop="url" href="#"><span itemprop="name">{said.who}</span></a></span><div class="d-comment__timestamp"><a class="block-time js-timestamp" href="#"><time itemprop="dateCreated" datetime="{said.iso}:00Z">{said.at:%d %b %Y %H:%M}</time></a></div></div></div><div class="d-comment__recommend"><span class="d-comment__recommend-count"><span class="js-recommend-count">{said.votes}</span></span></div><div class="d-comment__content"><div class="d-comment__body" itemprop="text">{said.paragraphs}</div><div class="d-comment__actions"><a class="d-comment__action--reply">Reply</a> <a class="d-comment__action">Share</a> <a>Report</a></div></div></div><ul class="d-thread d-thread--responses">{inner}</ul></li>'''

    return f'<div id="comments" class="discussion discussion--loaded"><h2>comments (<span class="discussion__comment-count">{len(sample.comments)}</span>)</h2><ul class="d-thread d-thread--comments">{"".join(map(one, sample.roots))}</ul></div>'


def open_web(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f'''<li class="spcv_list-item"><div data-spot-im-class="message"><article aria-label="Comment" class="components-MessageLayout-index__message-view"><div class="components-MessageDetails-index__wrapper src-components-MessageDetails"><div class="components-MessageDetails-index__username"><button data-spot-im-class="message-username" class="src-components-Username-index__wrapper"><span>{said.who}</span></button></div><time title="{said.at:%d %B, %Y} {said.at:%H:%M}" data-spot-im-class="message-timestamp">2 yrs ago</time></div><div class="components-MessageContent-components-text-index__text-wrapper"><div data-spot-im-class="message-text"><div>{said.paragraphs}</div></div></div><div class="components-MessageActions-index__messageActionsWrapper"><button>Reply</button><button aria-label="Like {said.votes}"><span>{said.votes}</span></button><button>Share</button></div></article><ul class="spcv_children-list">{inner}</ul></div></li>'''

    return f'<div data-spotim-module="conversation" class="spcv_root"><div class="spcv_conversation"><div class="spcv_comments-count">{len(sample.comments)} Comments</div><ul class="spcv_messages-list">{"".join(map(one, sample.roots))}</ul></div></div>'


def remark42(sample: Sample) -> str:
    def one(said: Said) -> str:
        inner = "".join(map(one, said.answers))
        return f"""<div class="thread thread_theme_light thread_level_{said.level} {"thread_indented" if said.level else ""}" role="list"><article class="comment comment_level_{said.level} comment_theme_light" id="remark42__comment-{said.number:08x}"><div class="comment__info"><img class="comment__avatar" src="a.png"><button class="comment__username comment__username_clickable" title="github_1">{said.who}</button><a href="#" class="comment__time">{said.at:%d/%m/%Y} at {said.at:%H:%M}</a><span class="comment__score"><span class="comment__vote comment__vote_type_up"></span><span class="comment__score-value">{said.votes}</span></span></div><div class="comment__body"><div class="comment__text raw-content">{said.paragraphs}</div><div class="comment__actions"><button class="comment__action">Reply</button></div></div></article>{inner}</div>"""

    return f'<div id="remark42"><div class="root root_theme_light"><div class="root__threads" role="list">{"".join(map(one, sample.roots))}</div></div></div>'


def youtube(sample: Sample) -> str:
    rows = "".join(
        f'''<ytd-comment-thread-renderer class="style-scope ytd-item-section-renderer"><ytd-comment-renderer id="comment" class="style-scope"><div id="body" class="style-scope"><div id="main"><div id="header"><div id="header-author"><h3><a id="author-text" href="/@x"><span class="style-scope">{said.who}</span></a></h3><span class="published-time-text"><a href="/watch">3 years ago</a></span></div></div><div id="comment-content"><yt-formatted-string id="content-text" slot="content" class="style-scope">{said.broken}</yt-formatted-string></div><div id="toolbar"><span id="vote-count-middle" aria-label="{said.votes} likes">{said.votes}</span><div id="reply-button-end"><yt-button>Reply</yt-button></div></div></div></div></ytd-comment-renderer></ytd-comment-thread-renderer>'''
        for said in sample.comments
    )
    return f'<ytd-comments id="comments"><h2 id="count"><span>{len(sample.comments)}</span> <span>Comments</span></h2><div id="contents">{rows}</div></ytd-comments>'


def linked_data(sample: Sample) -> str:
    rows = [
        {
            "@type": "Comment",
            "text": "\n".join(said.lines),
            "author": {"@type": "Person", "name": said.author},
            "dateCreated": said.iso,
            "upvoteCount": said.votes,
        }
        for said in sample.comments
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": sample.title,
        "commentCount": len(rows),
        "comment": rows,
    }
    return f'<div id="comments-app" data-loading="lazy"></div><script type="application/ld+json">{json.dumps(data)}</script>'


LAYOUTS = [
    Layout("wordpress classic", wordpress_classic),
    Layout("wordpress blocks", wordpress_blocks, held_out=True),
    Layout("wordpress genesis", genesis),
    Layout("disqus", disqus, "author time parent votes"),
    Layout("blogger old", blogger_old, "author time"),
    Layout("blogger new", blogger_new, held_out=True),
    Layout("coral", coral, "author time parent votes", held_out=True),
    Layout("discourse crawler", discourse_crawler, "author time votes"),
    Layout("discourse app", discourse_app, "author time votes", held_out=True),
    Layout("phpbb", phpbb, "author time"),
    Layout("vbulletin list", vbulletin_list, "author time", held_out=True),
    Layout("vbulletin table", vbulletin_table, "author time"),
    Layout("xenforo", xenforo, "author time", held_out=True),
    Layout("stack exchange", stack_exchange, "author time votes"),
    Layout("serendipity", serendipity, "author time parent", held_out=True),
    Layout("drupal", drupal),
    Layout("reddit old", reddit_old, "author time parent votes"),
    Layout("reddit new", reddit_new, "author time parent votes"),
    Layout("hacker news", hacker_news, held_out=True),
    Layout("facebook plugin", facebook, "author time parent votes"),
    Layout("livefyre", livefyre, "author time parent votes", held_out=True),
    Layout("intense debate", intense_debate, "author time parent votes"),
    Layout("movable type", movable_type, "author time", held_out=True),
    Layout("jcomments", jcomments, "author time votes"),
    Layout("komento", komento, "author time parent votes", held_out=True),
    Layout("guardian", guardian, "author time parent votes", held_out=True),
    Layout("openweb", open_web, "author time parent votes"),
    Layout("remark42", remark42, "author time parent votes"),
    Layout("youtube", youtube, "author votes", held_out=True),
    Layout("linked data", linked_data, "author time votes"),
]

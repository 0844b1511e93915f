"""Exports as WordPress and Disqus write them, made up."""

from xml.sax.saxutils import escape

_RSS = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0"\n'
    '\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"\n'
    '\txmlns:content="http://purl.org/rss/1.0/modules/content/"\n'
    '\txmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n<title>A blog</title>\n<link>https://blog.test</link>\n'
)


def cdata(text):
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def wp_comment(number, text, *, author="Ann", parent=0, approved="1", kind="comment", time="2024-03-05 06:07:08"):
    return (
        f"<wp:comment>\n<wp:comment_id>{number}</wp:comment_id>\n"
        f"<wp:comment_author>{cdata(author)}</wp:comment_author>\n"
        f"<wp:comment_author_email>{cdata('a@b.test')}</wp:comment_author_email>\n"
        f"<wp:comment_date>2024-03-05 07:07:08</wp:comment_date>\n"
        f"<wp:comment_date_gmt>{time}</wp:comment_date_gmt>\n"
        f"<wp:comment_content>{cdata(text)}</wp:comment_content>\n"
        f"<wp:comment_approved>{approved}</wp:comment_approved>\n"
        f"<wp:comment_type>{kind}</wp:comment_type>\n<wp:comment_parent>{parent}</wp:comment_parent>\n"
        "<wp:commentmeta>\n<wp:meta_key>rating</wp:meta_key>\n<wp:meta_value>5</wp:meta_value>\n</wp:commentmeta>\n"
        "</wp:comment>\n"
    )


def wp_item(number, title, body, comments="", kind="post"):
    return (
        f"<item>\n<title>{escape(title)}</title>\n<link>https://blog.test/{number}</link>\n"
        f"<content:encoded>{cdata(body)}</content:encoded>\n<excerpt:encoded>{cdata('short')}</excerpt:encoded>\n"
        f"<wp:post_id>{number}</wp:post_id>\n<wp:post_type>{kind}</wp:post_type>\n{comments}</item>\n"
    )


def wxr(*items):
    return _RSS + "".join(items) + "</channel>\n</rss>\n"


def thread(number, title):
    return (
        f'<thread dsq:id="{number}">\n<id>post-{number}</id>\n<forum>gazette</forum>\n<category dsq:id="1" />\n'
        f"<link>https://gazette.test/{number}</link>\n<title>{escape(title)}</title>\n<message />\n"
        "<createdAt>2024-03-01T00:00:00Z</createdAt>\n"
        "<author><name>The editor</name><isAnonymous>false</isAnonymous></author>\n</thread>\n"
    )


def post(number, of, text, *, author="Ann", parent=None, deleted="false", spam="false"):
    above = f'<parent dsq:id="{parent}" />\n' if parent else ""
    return (
        f'<post dsq:id="{number}">\n<id />\n<message>{cdata(text)}</message>\n'
        f"<createdAt>2024-03-05T06:07:08Z</createdAt>\n<isDeleted>{deleted}</isDeleted>\n<isSpam>{spam}</isSpam>\n"
        f"<author><name>{escape(author)}</name><isAnonymous>false</isAnonymous><username>u</username></author>\n"
        f'<thread dsq:id="{of}" />\n{above}</post>\n'
    )


def disqus(*parts):
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com"'
        ' xmlns:dsq="http://disqus.com/disqus-internals">\n'
        '<category dsq:id="1"><forum>gazette</forum><title>General</title></category>\n'
        + "".join(parts)
        + "</disqus>\n"
    )

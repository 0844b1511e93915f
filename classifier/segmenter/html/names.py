# ruff: noqa: E501 - patterns are easier to check on one line
"""What class names, ids, headings and buttons say about comments, in many languages."""

from __future__ import annotations

import re
from functools import lru_cache


class Names:
    """A pattern of names that remembers what it has seen: a page bears few names, many times."""

    def __init__(self, pattern: str, *, whole: bool = False) -> None:
        self._find = re.compile(pattern, re.I).match if whole else re.compile(pattern, re.I).search
        self._known: dict[str, bool] = {}

    def __call__(self, name: str) -> bool:
        """Whether a name is one of these."""
        known = self._known.get(name)
        if known is None:
            if len(self._known) > 50_000:
                self._known.clear()
            known = self._known[name] = self._find(name) is not None
        return known


_STEM = (
    r"komm?ent|comment|coment[aá]ri|commenti|commento|opini[oe]|opinies?|lesermeinung|leserbrief|leserpost|leserforum|leserkomm|yorum|[sş]erh|r[eə]yl[eə]r|"
    r"otz[yi]v|otzyv|reacti|r[eé]action|reaktion|reacs?$|discuss|diskus|discusi|talkback|guestbook|komentarz|kommentti|hozz[aá]sz[oó]l|pinglun|liuyan|feedback|"
    r"conversation|post-?list|disqus|fb-comments|meknaban|sxolia|mnenie|mneniya|cavab"
)
#: Names that have to do with comments in any way.
ABOUT_COMMENTS = Names(rf"(?:^|[-_a-z])(?:{_STEM})")

#: Ids that number a comment.
NUMBERED = re.compile(
    r"^(?:(?:li|div|article|comment|single|view|wc|entry|the|js|dsq|fb|xenforo|disqus|remark42|serendipity|kmt|idc?)[-_]{0,2})*"
    r"(?:comment|cmt|kommentar|comentario|commentaire|commento|komentarz|reply|answer|antwort|bb_message|msg|message|post|opinion|reactie|kmt|yorum|serh|talk|otzyv|reac)"
    r"(?:[-_]?(?:wrapper|body|inner|entry|item|id|container|text|message|comm|by|li))?[-_:]?(?:n)?(?P<number>\d[\d_]*|[0-9a-f]{8,}(?:-[0-9a-f]+)*)$"
    r"|^c(?P<blogger>\d{6,})$|^(?:thing_)?t1_(?P<reddit>\w+)$|^p(?P<board>\d{3,})$",
    re.I,
)
#: Class tokens of one comment, whole.
UNIT = Names(
    r"^(?:[a-z]{1,12}(?:-{1,2}|_{1,2}))?(?:comments?(?=[-_]?con$)|comment|kommentar|comentario|commentaire|commento|komentarz|reactie|leserkommentar|leserpost|usercomment|opinion|yorum|serh|otzyv|reac)(?:(?:-{1,2}|_{1,2}|(?=[A-Z]))?"
    r"(?:item|entry|card|box|block|kutu|container|wrapper|wrap|node|single|article|row|listitem|list-item|message-container|messagecontainer|con|thread-item|post|comment|level|depth))?$"
    r"|^(?:[a-z]{1,12}[-_])?(?:jdgm-rev|review|reviewbox|review-item|user-review|reply|answer|discussion-item|discussion-post|discussion-entry|forum-post|forum-fil|postcontainer|message--post|post-comment|topic-post|crayons-comment)$"
    r"|^coral-comment$|^fyre-comment-article$|^thread_depth_\d+$|^Comment$|^idc-c$|^kmt-item$",
    whole=True,
)
CONTAINER = Names(
    r"^(?:[a-z]{1,14}[-_]{1,2}){0,2}(?:comments?|comment[-_]?(?:list|thread|threads|area|section|wrapper|holder|feed|stream)|commentlist|kommentare?|kommentarliste|"
    r"kommentarbereich|comentarios|commentaires|commenti|komentarze|reacties|responses|replies|discussion|discussion-list|reader-opinions|readeropinions|opinions|"
    r"user-?comments|postcomments?|coveragelist|disqus_thread|conversation|talkback|forum-?thread|reviews|top-ra|comment[-_]?box|leserkommentare|leserforum|yorumlar|serhler|otzyvy|reacs|community)"
    r"(?:[-_]{1,2}(?:list|liste|area|section|wrapper|container|inner|content|items|body|wrap|block|holder|thread|main|community))?$",
    whole=True,
)
FORM = Names(
    r"(?:^|[-_])(?:respond|reply-?form|comment-?form|commentform|comment-respond|add-?comment|post-?comment-?form|newcomment|write-?comment)(?:[-_]|$)"
)
#: Class tokens and itemprops of the text inside a comment.
TEXT = Names(
    r"^(?:[a-z]{0,14}(?:-{1,2}|_{1,2}))?(?:comment|kommentar|commentaire|comentario|forum|reply|review|rev|message|post|answer|mtncomment|mtbnewscomment|mtbnewsComment|xenforo-comment|wc-comment|social-comment|coventry|media|objlink|user)?"
    r"(?:-{1,2}|_{1,2})?(?:text|content|body|message|story|texte|copy|description|entry-content|reviewbody|richtext\w*|usertext|md|cooked|contenttext|postbody|post_message\w*|message-body|messagetext|js-read-more|comment-body|commtext|metin|metn|slova|rumpf|corps|inhalt|words|tekst|texto|testo)$"
    r"|^usertext-body$|^postcontent$|^bbwrapper$|^field-name-comment-body$|^idc-c-t$|^serendipity_commentBody$|^post_message_\d+$",
    whole=True,
)
#: Names that only the text of a comment bears.
SURE_TEXT = Names(
    r"^schema:text$|^commentText$|(?:comment|reply|answer)_*-*(?:text|content|body|copy)|post_*-*(?:message|content)|message_*-*(?:text|content|body)|usertext|cooked|commtext|bbwrapper"
)
TEXT_PROPS = frozenset(("text", "commentText", "reviewBody", "schema:text"))
META = Names(
    r"(?:^|[-_])(?:author|vcard|meta|metadata|date|datetime|time|timestamp|posted|avatar|gravatar|reply|respond|action|actions|vote|votes|voting|like|likes|rating|share|permalink|footer|foot|header|byline|"
    r"username|user|userinfo|user-?name|nick(?:name)?|name|commenter|cite|says|tools?|toolbar|buttons?|links?|controls?|badge|number|counter|anchor|edit|report|flag|moderat\w*|awaiting|info|published|subject|"
    r"screen-reader-text|sr-only|visually-hidden|hidden|tooltip|menu|dropdown|rank|joined|sig|signature|signaturecontainer|autor|datum|auteur|fecha|pseudo|postprofile|postdetails|posthead|postfoot|postcounter|user-details|tagline|score|isim|tarih|imya)(?:\d*$|[-_])"
)
SIGNATURE = Names(r"(?:^|[-_])(?:sig|signature|signaturecontainer|postprofile|userinfo|user-?extras)(?:\d*$|[-_])")
AUTHOR = Names(
    r"^(?:fn|schema:author|schema:name|author|username|user-?name|bigusername|hnuser|commenter|nick(?:name)?|pseudo|pseudonym|autor|auteur|poster|creator|imya|isim|ad|who|(?:[a-z]+[-_]{1,2})*(?:comment|review|post|user|reply|kommentar|rev|forum)?(?:[-_]{1,2}|(?=[A-Z]))?"
    r"(?:author|username|user-?name|user|name|nick|autor|auteur|author-?name|commenter|pseudo|pseudonym|actorname|imya|isim)(?:[-_]{1,2}(?:name|link|fn))?|author-text)$",
    whole=True,
)
WHEN = Names(
    r"(?:^|[-_])(?:date|datum|time|timestamp|datetime|posted|postdate|published|created|fecha|ago|age|when|tarih|vaxt|zeit|heure|kogda|livetimestamp|relativetime|permalink)(?:$|[-_])"
)
SCHEMA = re.compile(r"schema(?:\.org/|:)(?:Comment|UserComments|Answer|UserReview)\b", re.I)
#: How a label says whose comment an element is.
SAID_BY = re.compile(
    r"\s*(?:comment|reply|response|answer|kommentar|antwort|commentaire|r[eé]ponse|comentario|respuesta|commento|risposta|coment[aá]rio|resposta|reactie|komentarz|odpowiedź|yorum|yanıt|комментарий|ответ|коментар)\b"
    r".{0,15}?\b(?:by|from|von|de|di|du|door|od|от|від|yazan)\b",
    re.I,
)
#: What stands where a comment was.
GONE = re.compile(
    r"\W{0,3}(?:deleted|removed|hidden|gelöscht|entfernt|supprimé|eliminado|rimosso|silindi|удалено?|скрыто?)\W{0,3}|"
    r"\W{0,3}(?:this|the|deleted|dieser|ce|cet|este|questo|bu|этот|цей)?\s*(?:comment|post|message|reply|kommentar|beitrag|commentaire|comentario|mensaje|commento|yorum|комментарий|коментар)s?\b"
    r".{0,25}\b(?:deleted|removed|hidden|withdrawn|flagged|violated|gelöscht|entfernt|supprimé|modéré|eliminado|borrado|rimosso|silindi|kaldırıldı|удал[её]н|скрыт|видалено)\b.{0,80}|\W{0,3}deleted comment\W{0,3}",
    re.I,
)
#: Classes of entries that another site's link made, not a reader.
ANOTHER_PAGE = frozenset(("pingback", "trackback"))

#: Where a link leads that is called after a person.
PERSON_LINK = re.compile(
    r"(?:^|/)(?:u|user|users|profile|profil|people|member|members|by|author|nutzer|@)[/?=]|user\?id|member\.php|memberlist",
    re.I,
)

#: Names of blocks in which a name, a date and a text are an article's or an editor's.
NO_COMMENTS = Names(
    r"(?:^|[-_])(?:related|recent|recentcomments|latest|popular|trending|teasers?|card|promo|widget|newsletters?|nls?|events?|calendar|cal|staff|team|podcasts?|episodes?|ep|live(?:blog|ticker|entry|stream)?|"
    r"ticker|timeline|author-?box|author-?bio|bio|contributors?|products?|search|results?|faq|releases?|changelog|more-on|read-?next|type-post|hentry|tweet|twitter-tweet|instagram-media|breadcrumbs?|nav|menu)(?:$|[-_])"
)
#: A heading above comments.
HEADING = re.compile(
    r"(?:comments?|repl(?:y|ies)|responses?|thoughts?|discussion|discuss|conversation|opinions?|feedback|talkback|readers?|have your say|"
    r"kommentar\w*|antworten|meinung\w*|leserbrief\w*|diskutieren|diskussion|commentaires?|r[eé]actions?|comentarios?|commenti|coment[aá]rios?|opiniones|reacties?|"
    r"komentarz\w*|komentar\w*|koment[aá]\w*|kommentti\w*|kommentit|hozz[aá]sz[oó]l\w*|koment\w+|yorum\w*|g[oö]r[uü][sş]\w*|şərh\w*|rəylər|комментар\w*|коментар\w*|отзыв\w*|мнени\w*|обсужден\w*|"
    r"մեկնաբանություն\w*|კომენტარ\w*|σχόλι\w*|تعليق\w*|نظرات|תגובות|评论|評論|留言|コメント|댓글|bình luận)",
    re.I,
)
NEWEST = re.compile(
    r"\b(?:latest|recent|newest|neueste?|letzte|derni[eè]re?s|[uú]ltim\w+|ultimi|laatste|son|son\s|последн\w+|свеж\w+|վերջին|ən son|najnowsze)\b",
    re.I,
)
#: What can be done with a comment.
ANSWER = re.compile(
    r"\W{0,3}(?:repl(?:y|ies)|reply to .{1,30}|answer|respond|quote|report|flag|antworten|zitieren|melden|beitrag melden|r[eé]pondre|signaler(?: un abus)?|responder|citar|denunciar|rispondi|segnala|reageren|odpowiedz|zgłoś|"
    r"ответить|пожаловаться|цитировать|відповісти|cevapla|yanıtla|şikayet et|cavab(?: yaz| ver)?|պատասխանել|απάντηση|svar|svara|vastaa|válasz|odpovědět|odpovedať|răspunde|返信|回复|回覆|답글|رد|הגב)\W{0,3}",
    re.I,
)
#: What else can be done with one.
CONTROL = re.compile(
    r"\W{0,3}(?:top|back to top|nach oben|embed|save|see more|show more|mehr anzeigen|like|share|teilen|поделиться|paylaş|paylaşın)\W{0,3}",
    re.I,
)
#: What leads on to an article.
ONWARD = re.compile(
    r"(?:read more|continue(?: reading)?|more|full (?:story|text)|weiterlesen|mehr|lire la suite|leer más|leggi|lees meer|читать (?:далее|дал|полностью)|devam[ıi]|ardını oxu|listen|subscribe|tickets?|to the shop|\d+ comments?|\d+\s?min(?: read)?)\W{0,3}",
    re.I,
)
#: A last part of a name with digits among its letters, or with letters great and small in turn, or a letter alone.
_HASHED_END = re.compile(
    r"(?<=[a-z])[-_]+(?:(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{4,10}|[a-z]|(?=[a-z]*[A-Z]+[a-z]+[A-Z])[A-Za-z]{5,10})$"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HASH = re.compile(r"\d+")
_VARIANT = re.compile(
    r"^(?:odd|even|alt|first|last|thread-?\w+|byuser|by\w+|depth-?\d*|level-?\d*|\w*[-_](?:level|depth|child|indent)[-_]?\d+|bypostauthor|highlight\w*|is-\w+|has-\w+|parent|noncollapsed|id-\w+|alt\d?|bg\d?)$",
    re.I,
)


@lru_cache(maxsize=50_000)
def plainer(token: str) -> tuple[str, ...]:
    """A class name as a person would write it, where a program has made it: no camel's humps, no hash at its end.

    Examples
    --------
    >>> plainer("userName-x1Y2z")
    ('user-Name',)
    >>> plainer("comment-list")
    ()
    """
    plain = _HUMP.sub("-", _HASHED_END.sub("", token))
    return (plain,) if plain and plain != token else ()


@lru_cache(maxsize=20_000)
def kind_of(classes: str) -> str:
    """Classes as far as the members of a list share them: without numbers, oddness and depth.

    Examples
    --------
    >>> kind_of("comment odd depth-2 c17")
    'comment c'
    """
    return " ".join(_HASH.sub("", token) for token in classes.split()[:6] if not _VARIANT.match(token))


def number_in(*names: str | None) -> str | None:
    """The number of a comment in the first of some ids that has one."""
    for name in names:
        found = NUMBERED.match(name.strip()) if name and name[-1:].isalnum() else None
        if found:
            return next(filter(None, found.groups()))
    return None

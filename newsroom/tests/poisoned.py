"""Hostile strings, and a story that has one of them in everything that a person can enter."""

import copy
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from articles import roles, workflow
from articles.models import Article, Note
from attribution.models import Agency, Author
from editions.models import Edition, Section, Topic
from images.models import Image
from newsroom.tests.factories import (
    jpeg,
    make_agency,
    make_author,
    make_image,
    make_section,
    make_user,
)
from text import normalise

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "out of an attribute": "\"><img src=x onerror=alert(1)>' onmouseover='alert(1)",
    "out of a script": "</script><script>alert(1)</script><!--",
    "out of a title": "</title></textarea></style></noscript><svg onload=alert(1)>",
    "address": "javascript:alert(1)",
    "links": '<a href="jav&#x09;ascript:alert(1)">x</a><a href="data:text/html,x">x</a>',
    "frames": '<iframe srcdoc="<script>alert(1)</script>"></iframe><base href="//evil.example/">',
    "out of XML": "]]>--></item><item> &lt;script&gt; &amp;amp; &#60; một\ufffe\uffff\x01\x0bhai\U0010ffff",
    "template": (
        "{{ 7|add:7 }} {% debug %} {# x #} ${7*7} %(name)s %s {0} một\u2028hai\u2029ba "
        '\' " ` ’ “ ” « \\ \\" \\u003c'
    ),
}


@dataclass
class Poisoned:
    """A story with a hostile string in everything, with what surrounds it."""

    name: str  # of the string
    string: str
    reporter: User
    editor: User
    author: Author
    agency: Agency
    section: Section
    topic: Topic
    lead: Image
    figure: Image
    article: Article
    edition: Edition
    killed: Edition
    draft: Article


def _surroundings(name, bad):
    """Return the people, pictures, agency and section of a story, named by the string."""
    agency = make_agency(f"Hãng {bad}", aliases=[bad], notes=bad)
    lead, figure = (
        make_image(
            jpeg(320, 214),
            caption=f"Chú thích {bad}",
            alt=f"Mô tả {bad}",
            creator=f"Người chụp {bad}",
            credit_override=override,
            origin=agency,
            copyright_notice=bad,
            instructions=bad,
            usage_terms=bad,
        )
        for override in ("", f"Ghi nguồn {bad}")
    )
    order = list(HOSTILE).index(name) + 1
    return {
        "reporter": make_user(f"reporter-{order}", roles.REPORTER, first_name=bad[:150]),
        "editor": make_user(f"editor-{order}", roles.EDITOR, first_name=bad[:150]),
        "author": make_author(f"Tên {bad}", role=bad, biography=bad),
        "agency": agency,
        "section": make_section(f"Mục {bad}"[:60], order=order),
        "lead": lead,
        "figure": figure,
    }


def _copy(bad, around):
    quoted = bad.replace("&", "&amp;").replace('"', "&quot;")
    return {
        "section": around["section"],
        "kicker": f"Dẫn {bad}"[:60],
        "headline": f"Tít {bad}",
        "standfirst": f"Sapô {bad}",
        "dateline": f"HUẾ {bad}"[:80],
        "body": (
            f"<p>Thân bài.</p><p>{bad}</p>{bad}"
            f'<figure data-image="{around["figure"].pk}" data-caption="{quoted}"></figure>'
            "<p>Hết.</p>"
        ),
        "lead": around["lead"],
        "agencies": [around["agency"]],
        "tags": [normalise.one_line(f"Chủ đề {bad}"[:100])],
    }


def poison(newsroom, name, bad):
    """The string in headline, kicker, …, names, notes; published, corrected; another one killed."""
    around = _surroundings(name, bad)
    own = copy.copy(newsroom)
    own.cast = copy.copy(newsroom.cast)
    own.cast.reporter, own.cast.editor = around["reporter"], around["editor"]
    own.author = around["author"]
    fields = _copy(bad, around)
    hours = [timezone.now() - timedelta(hours=h) for h in range(5)]
    article = own.published(**fields, at=hours[4])
    own.printed_again(article, kind="correction", note=f"Đính chính {bad}", at=hours[3])
    killed = own.published(**fields, at=hours[3])
    notice = workflow.kill(killed, by=own.cast.chief, note=f"Gỡ {bad}", at=hours[2])
    draft = own.draft(**fields, at=hours[2])
    own.rewrite(draft, headline=f"Tít hai {bad}", standfirst="", at=hours[2])
    own.rewrite(draft, body=f"<p>Khác.</p>{bad}", standfirst=f"Sapô {bad}", at=hours[2])
    workflow.submit(draft, by=own.cast.reporter, note=bad, at=hours[2])
    workflow.send_back(draft, by=own.cast.editor, note=f"Sửa {bad}", at=hours[1])
    Note.objects.create(article=draft, text=f"Ghi chú {bad}", created_by=own.cast.reporter)
    return Poisoned(
        name=name,
        string=bad,
        topic=article.tags.get(),
        article=article,
        edition=Edition.objects.live().get(story=article.story),
        killed=notice,
        draft=draft,
        **around,
    )

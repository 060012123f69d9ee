"""The desk's working copy and its trail. Readers never see a row of this app.

`stage` says where the copy is; what readers see is a matter of editions. Stage is assigned in
articles/workflow.py alone.
"""

from articles.models.alarms import WireAlarm, WireAlarmQuerySet
from articles.models.approvals import Approval
from articles.models.article import (
    Article,
    ArticleAgency,
    ArticleQuerySet,
    Byline,
    Note,
    Placement,
    Revision,
    StageChange,
    TaggedArticle,
    with_text,
)
from articles.models.sources import SourceRecord
from articles.models.topics import TopicChange, TopicProposal, TopicProposalQuerySet

__all__ = [
    "Approval",
    "Article",
    "ArticleAgency",
    "ArticleQuerySet",
    "Byline",
    "Note",
    "Placement",
    "Revision",
    "SourceRecord",
    "StageChange",
    "TaggedArticle",
    "TopicChange",
    "TopicProposal",
    "TopicProposalQuerySet",
    "WireAlarm",
    "WireAlarmQuerySet",
    "with_text",
]

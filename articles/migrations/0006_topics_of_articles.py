"""Give articles the topics that stand for those that editions merged, each once; write the trail."""

from django.db import migrations
from django.utils import timezone


def move(apps, schema_editor):
    alias = schema_editor.connection.alias
    Tagged = apps.get_model("articles", "TaggedArticle").objects.using(alias)
    TopicChange = apps.get_model("articles", "TopicChange").objects.using(alias)
    Topic = apps.get_model("editions", "Topic").objects.using(alias)
    now = timezone.now()
    for topic in Topic.exclude(merged_into=None).order_by("pk"):
        Tagged.filter(tag=topic).update(tag=topic.merged_into_id)
        TopicChange.create(
            topic=topic, verb="merge", name=topic.name, into=topic.merged_into, created_at=now
        )
    seen = set()
    for pk, *link in Tagged.order_by("pk").values_list("pk", "content_object", "tag"):
        if tuple(link) in seen:
            Tagged.filter(pk=pk).delete()
        seen.add(tuple(link))


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_topic_trail_and_proposals")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]

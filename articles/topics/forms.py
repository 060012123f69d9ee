"""The fields in which topics are named: the line of an article, and one topic of a decision or a merge."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.topics import services
from editions import topics
from editions.models import Topic

MOST, LONGEST = 40, 4000  # topics of one article, and characters of their line
SUGGESTED = 500


class TopicsField(forms.CharField):
    """Names in one line, separated by commas. Its value is the list of names.

    The form's initial value is the line of the topics and of what is proposed.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)

    def clean(self, value: Any) -> list[str]:  # a list, as taggit’s
        """Return the names. Refuse those that could have no address, and too many."""
        names = topics.from_line(super().clean(value))
        if len(names) > MOST:
            raise ValidationError(
                _("These are %(count)d topics. An article has at most %(limit)d; take some out."),
                params={"count": len(names), "limit": MOST},
            )
        for name in names:
            if not topics.is_name(name):
                raise ValidationError(services.invalid_name(name))
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        return topics.from_line(initial or "") != topics.from_line(data or "")


class TopicNameForm(forms.Form):
    """One topic by its name, in whatever spelling; names of topics are suggested."""

    name = forms.CharField(label=gettext_lazy("Topic"), max_length=topics.NAME_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {
            "list": "topics",
            "autocomplete": "off",
            "class": "vTextField",
        }

    @property
    def suggestions(self) -> list[str]:
        """The names to choose from; the newest topics, if there are very many."""
        newest = Topic.objects.kept().order_by("-pk").values_list("name", flat=True)
        return sorted(newest[:SUGGESTED])

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not topics.is_name(name):
            raise ValidationError(services.invalid_name(name))
        return name


class MergeForm(TopicNameForm):
    """The topic that stands for another after a merge. Its value is that topic."""

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        self.fields["name"].label = _("Merge it into")

    def clean_name(self) -> Any:
        """Return the topic. Refuse a name that no topic has, and this topic itself."""
        name = super().clean_name()
        into = next(iter(topics.find([name]).values()), None)
        if into is None:
            raise ValidationError(_("There is no topic “%s”. Choose one that there is.") % name)
        if refusal := services.merge_refusal(self.topic, into):
            raise ValidationError(str(refusal))
        return into


class TopicForm(forms.ModelForm[Topic]):
    """The name of a topic, which no other may have in any spelling."""

    class Meta:
        model = Topic
        fields = ("name",)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        topic = self.instance if self.instance.pk else None
        if refusal := services.name_refusal(name, topic):
            raise ValidationError(str(refusal))
        return name

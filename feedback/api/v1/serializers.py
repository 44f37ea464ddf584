from rest_framework import serializers

from feedback.answering.models import SurveyResponse
from feedback.surveys.models import Survey


class ErrorSerializer(serializers.Serializer):
    """What went wrong: `code` is stable, `detail` is for people."""

    code = serializers.CharField()
    detail = serializers.CharField()


class SurveySerializer(serializers.ModelSerializer):
    """A survey and how it stands; `version` is null until it is published."""

    slug = serializers.SlugField(source="activity.slug")
    state = serializers.ChoiceField(
        source="activity.state", choices=["draft", "published", "paused", "closed"]
    )
    anonymous = serializers.BooleanField(source="activity.anonymous")
    study = serializers.SerializerMethodField()
    round = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="newest_version", allow_null=True)

    class Meta:
        model = Survey
        fields = (
            "id",
            "title",
            "slug",
            "state",
            "anonymous",
            "study",
            "round",
            "source_language",
            "languages",
            "version",
        )

    def get_study(self, survey) -> str | None:
        round_ = survey.activity.round
        return round_.study.slug if round_ else None

    def get_round(self, survey) -> int | None:
        round_ = survey.activity.round
        return round_.number if round_ else None


class CountSerializer(serializers.Serializer):
    """One choice; `percent` is null on a base below 30, `small`: do not quote."""

    code = serializers.CharField(source="cell.code")
    label = serializers.CharField()
    count = serializers.IntegerField(source="cell.count")
    percent = serializers.IntegerField(source="cell.percent", allow_null=True)
    small = serializers.BooleanField(source="cell.small")
    offered_until = serializers.IntegerField(source="until", allow_null=True)


class LineSerializer(serializers.Serializer):
    """One row of a matrix: the same choices as its neighbors, counted by itself."""

    code = serializers.CharField()
    label = serializers.CharField()
    answered = serializers.IntegerField()
    base = serializers.IntegerField()
    counts = CountSerializer(many=True, source="bars")
    apart = CountSerializer(many=True)


class FigureSerializer(serializers.Serializer):
    """A number that sums a question up, such as a mean, and how many people it is of."""

    name = serializers.CharField()
    label = serializers.CharField()
    value = serializers.CharField()
    n = serializers.IntegerField()


class AnswersSerializer(serializers.Serializer):
    """Answers to one question: `base` is whom percentages are of.

    Everybody in `shown` is in one of answered, empty, declined and not_applicable;
    `apart` stands off a scale.
    """

    kind = serializers.CharField(source="question.kind")
    label = serializers.CharField(source="question.label")
    versions = serializers.ListField(
        child=serializers.IntegerField(), source="question.versions"
    )
    shown = serializers.IntegerField()
    answered = serializers.IntegerField()
    unfinished = serializers.IntegerField(
        help_text="Of those who answered: how many stopped part-way."
    )
    empty = serializers.IntegerField()
    declined = serializers.IntegerField()
    not_applicable = serializers.IntegerField()
    base = serializers.IntegerField()
    counts = CountSerializer(many=True, source="bars")
    apart = CountSerializer(many=True)
    lines = LineSerializer(many=True)
    figures = FigureSerializer(many=True)


class WordingSerializer(AnswersSerializer):
    """Answers to one wording; `reason` is why it came to replace the one before."""

    reason = serializers.CharField(source="wording.reason")


class QuestionTallySerializer(AnswersSerializer):
    """One question over all versions.

    Where its words came to mean something else, `wordings` holds the answers to each
    wording, newest first; `counts` then add up answers to different words.
    """

    key = serializers.CharField(source="question.key")
    asked_until = serializers.IntegerField(source="question.until", allow_null=True)
    wordings = WordingSerializer(many=True)


class TalliesSerializer(serializers.Serializer):
    """The numbers that a viewer sees on the results page.

    Synthetic answers are never added to real ones. Who stopped part-way counts only
    where 11 people or more did.
    """

    survey = serializers.IntegerField()
    is_synthetic = serializers.BooleanField()
    language = serializers.CharField(allow_null=True)
    partner = serializers.CharField(allow_null=True)
    mode = serializers.CharField(allow_null=True)
    started = serializers.IntegerField()
    finished = serializers.IntegerField()
    unfinished = serializers.IntegerField(
        help_text="People who stopped part-way, and whose answers count."
    )
    waiting = serializers.IntegerField()
    over_quota = serializers.IntegerField(
        allow_null=True,
        help_text=(
            "People who answered when their group was full; in no other number here. "
            "Null where they are 1 to 10."
        ),
    )
    questions = QuestionTallySerializer(many=True)


class NarrowingSerializer(serializers.Serializer):
    """Which answers to count: one of these at a time, and 11 people or more."""

    answers = serializers.ChoiceField(
        choices=["real", "synthetic"],
        required=False,
        help_text="When left out: real answers, or synthetic where there are no real.",
    )
    language = serializers.CharField(max_length=35, default="", allow_blank=True)
    partner = serializers.RegexField(
        r"^(\d{1,18}|none)?$",
        default="",
        allow_blank=True,
        help_text='The id of a partner, or "none" for answers without one.',
    )
    mode = serializers.ChoiceField(
        choices=SurveyResponse.Mode.values,
        default="",
        allow_blank=True,
        help_text="The way in which people took part.",
    )
    finished = serializers.BooleanField(
        default=False, help_text="Without those who stopped part-way."
    )

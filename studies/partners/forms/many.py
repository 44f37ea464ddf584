from django import forms
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.partners.forms import Ending
from studies.partners.models import InviteLink, Partner, PartnerSite
from studies.partners.models.link import InviteLinkQuerySet
from studies.planning.models import Activity, Segment
from studies.wording.tags import language_name

CHECKED = forms.CheckboxSelectMultiple


class ManyLinksForm(Ending):
    """One link for each chosen place, language and channel."""

    field_order = ["activity", "sites", "languages", "channels", "kiosks", "segment"]
    activity = forms.ModelChoiceField(
        label=_("Survey"), queryset=Activity.objects.none(), empty_label=None
    )
    sites = forms.ModelMultipleChoiceField(
        label=_("Places"),
        queryset=PartnerSite.objects.none(),
        widget=CHECKED,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), widget=CHECKED, required=False
    )
    channels = forms.MultipleChoiceField(
        label=_("Channels"),
        choices=InviteLink.Channel,
        widget=CHECKED,
        required=False,
    )
    kiosks = forms.BooleanField(
        label=_("Also a code for a shared screen (kiosk) at each of these places"),
        required=False,
    )
    segment = forms.ModelChoiceField(
        label=_("Group that they are meant for"),
        queryset=Segment.objects.none(),
        required=False,
        empty_label=_("Everybody"),
        help_text=_("For your own overview. No answer keeps it."),
    )
    cap = forms.IntegerField(
        label=_("Close each after this many answers"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "usa-input--short"}),
    )

    def __init__(self, *args, agency: Agency, partner: Partner, **kwargs):
        super().__init__(*args, **kwargs)
        open_ = Activity.objects.within(agency).current()
        open_ = open_.exclude(state=Activity.State.CLOSED)
        self.fields["activity"].queryset = open_
        places = partner.sites.current()
        self.fields["sites"].queryset = places
        if not places:
            del self.fields["sites"], self.fields["kiosks"]
        spoken = {code for one in open_ for code in one.languages_ready}
        spoken |= set(partner.languages)
        self.fields["languages"].choices = [
            (code, language_name(code)) for code in sorted(spoken)
        ]
        groups = Segment.objects.within(agency).select_related("study")
        current = groups.filter(study__archived_at=None)
        self.fields["segment"].queryset = current

    def clean(self):
        said = super().clean()
        activity, segment = said.get("activity"), said.get("segment")
        if segment and activity and segment.study != activity.study:
            self.add_error("segment", _("This group belongs to another study."))
        if said.get("kiosks") and not said.get("sites"):
            self.add_error("kiosks", _("Choose the places of the screens."))
        return said


class LinksShownForm(forms.Form):
    """Which links of a partner its page lists."""

    survey = forms.ModelChoiceField(
        label=_("Survey"),
        queryset=Activity.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    site = forms.ModelChoiceField(
        label=_("Place"),
        queryset=PartnerSite.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)

    def __init__(self, *args, partner: Partner, **kwargs):
        super().__init__(*args, **kwargs)
        theirs = partner.invite_links.order_by()
        asked = Activity.objects.filter(pk__in=theirs.values("activity"))
        self.fields["survey"].queryset = asked
        self.fields["site"].queryset = partner.sites.all()
        spoken = theirs.exclude(language="").values_list("language", flat=True)
        every = [("", _("All"))]
        self.fields["language"].choices = every + [
            (code, language_name(code)) for code in sorted(set(spoken))
        ]
        self.fields["channel"].choices = every + InviteLink.Channel.choices

    def narrow(self, rows: InviteLinkQuerySet) -> InviteLinkQuerySet:
        """Those that were asked for; all where what was asked makes no sense."""
        said = self.cleaned_data if self.is_valid() else {}
        names = {"survey": "activity"}
        asked = {names.get(name, name): value for name, value in said.items() if value}
        return rows.filter(**asked)

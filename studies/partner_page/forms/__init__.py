from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cxstudio.forms import CodeInput, PlainLines
from studies.partners.actions import Place
from studies.partners.models import InviteLink, Partner, PartnerSite
from studies.planning.models import Activity
from studies.wording.tags import language_name


class AddressForm(forms.Form):
    """Who wants to do something here; an unknown address gets the same answer."""

    email = forms.EmailField(
        label=_("Your e-mail address at work"),
        help_text=_("The one that the agency has of you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code from the mail"),
        max_length=40,
        widget=CodeInput(),
    )


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_(
            "We keep it with your yes, encrypted. Only staff who may read names see it, "
            "and each look is written down."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class ProblemForm(PlainLines, forms.Form):
    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=2000,
        help_text=_("Write no names of people whom you serve."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class PlaceSelect(forms.Select):
    """Places; a name in another language than the page's says so."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if site := getattr(value, "instance", None):
            _text, language = site.name_in(get_language())
            marked = {"lang": language} if language else {}
            option["attrs"] |= marked | {"dir": "auto"}
        return option


class PlaceField(forms.ModelChoiceField):
    """A partner's places, as readers of the page's language call them."""

    widget = PlaceSelect

    def label_from_instance(self, site):
        return site.name_in(get_language())[0]


class SurveyField(forms.ModelChoiceField):
    """Surveys by the title that people read."""

    def label_from_instance(self, activity):
        return activity.public_text("title", get_language())


class OwnLinkForm(forms.Form):
    """One more link: for a place, in a language, through a channel."""

    activity = SurveyField(
        label=_("Survey"), queryset=Activity.objects.none(), empty_label=None
    )
    channel = forms.ChoiceField(label=_("Where you will share it"))
    language = forms.ChoiceField(label=_("Language"), required=False)
    site = PlaceField(
        label=_("Place"),
        queryset=PartnerSite.objects.none(),
        required=False,
        empty_label=_("Everywhere"),
    )

    def __init__(self, *args, activities, partner: Partner, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = activities
        spoken = {code for one in activities for code in one.languages_ready}
        self.fields["channel"].choices = InviteLink.Channel.choices
        self.fields["language"].choices = [("", _("In any language"))] + [
            (code, language_name(code)) for code in sorted(spoken)
        ]
        self.fields["site"].queryset = partner.sites.current()
        if not self.fields["site"].queryset:
            del self.fields["site"]

    @property
    def place(self) -> Place:
        said = self.cleaned_data
        return Place(said.get("site"), said["language"], said["channel"])

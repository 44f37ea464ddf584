"""How forms become HTML on the pages outside the studio."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draw each field by our own template, and its errors and hint beside it."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

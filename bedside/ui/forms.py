from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Draws every Django form with the design system's own field: label, help, control, error."""

    form_template_name = "ui/_form.html"
    field_template_name = "ui/_field.html"

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from studies.agencies import api_tokens
from studies.agencies.doors import requires
from studies.agencies.forms import TokenForm
from studies.agencies.models import ApiToken
from studies.agencies.permissions import Permission


@requires(Permission.TOKEN_MANAGE)
@never_cache
def token_list(request):
    """The keys of the agency. A new one's secret shows in the answer, once."""
    form = TokenForm(request.POST or None)
    secret = ""
    if form.is_valid():
        name = form.cleaned_data["name"]
        secret = api_tokens.make(request.agency, name=name, by=request.user)[1]
        form = TokenForm()
    ours = ApiToken.objects.within(request.agency).select_related("created_by")
    context = {"form": form, "secret": secret, "tokens": ours}
    return render(request, "agencies/tokens.html", context)


@requires(Permission.TOKEN_MANAGE)
@require_POST
def end(request, pk):
    token = get_object_or_404(ApiToken.objects.within(request.agency), pk=pk)
    api_tokens.end(token.pk, by=request.user)
    text = _("“%(name)s” no longer works.") % {"name": token.name}
    messages.success(request, text)
    return redirect("token-list")

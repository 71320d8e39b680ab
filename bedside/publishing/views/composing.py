"""Writing: the text, a wording for each network where it differs, pictures with words, the checks beside it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.guard.queries import examine
from bedside.kit import blobs, pictures
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.publishing import actions, queries, rules
from bedside.publishing.forms import PictureForm, PostForm
from bedside.publishing.models import Post
from bedside.publishing.rules import State


@needs("publishing.write")
def write(request: Request) -> HttpResponse:
    """A new draft; with `next=ask` its approval is asked for at once."""
    initial = {"due_date": request.GET.get("day", "")} if request.GET.get("day") else {}
    form = PostForm(request.POST or None, organization=request.organization, initial=initial or None)
    if request.method == "POST" and form.is_valid():
        try:
            post = actions.write(organization=request.organization, by=request.member, at=now(), **form.given())
        except (rules.Impossible, actions.NoAccount) as error:
            form.add_error(None, str(error) or _("Choose where it goes."))
        else:
            return _onwards(request, post)
    return _composer(request, form, status=422 if form.errors else 200)


@needs("publishing.write")
def edit(request: Request, pk: int) -> HttpResponse:
    """A draft, or a post that waits or is scheduled: changing it makes it a draft again."""
    post = queries.access_post(request.organization, pk)
    if State(post.state) not in rules.STEPS["change"]:
        return redirect("publishing:post", org=request.organization.slug, pk=pk)
    form = PostForm(request.POST or None, organization=request.organization, post=post)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(post=post, by=request.member, at=now(), **form.given())
        except (rules.Impossible, rules.WrongState, actions.NoAccount) as error:
            form.add_error(None, str(error) or _("Choose where it goes."))
        else:
            return _onwards(request, post)
    return _composer(request, form, post, status=422 if form.errors else 200)


def _onwards(request: Request, post: Post) -> HttpResponse:
    step = request.POST.get("next", "")
    slug = request.organization.slug
    if step == "picture":
        return redirect("publishing:picture-add", org=slug, pk=post.pk)
    if step == "ask":
        from bedside.publishing.views.post import asked

        return asked(request, post)
    messages.success(request, _("The draft is kept."))
    return redirect("publishing:post", org=slug, pk=post.pk)


def _composer(request: Request, form: PostForm, post: Post | None = None, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "post": post,
        "topics": queries.topics(request.organization),
        "zone": request.organization.timezone,
    }
    return render(request, "publishing/write.html", context, status=status)


@needs("publishing.write")
@require_POST
def check(request: Request) -> HttpResponse:
    """What the guard says of a text as one types, and how it fits each network; keeps nothing."""
    text = request.POST.get("text", "")[:20_000]
    verdict = examine(organization=request.organization, text=text, kind="post")
    fits = [
        rules.fit(text, 0, label=queries.label_of(account), limits=queries.limits_of(account))
        for account in queries.accounts_to_choose(request.organization)
    ]
    return render(request, "publishing/_checked.html", {"verdict": verdict, "fits": fits if text.strip() else []})


@needs("publishing.write")
def picture_add(request: Request, pk: int) -> HttpResponse:
    """A picture for a draft, with the words that stand for it."""
    post = queries.access_post(request.organization, pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            actions.add_picture(post=post, content=content, alt=form.cleaned_data["alt"], by=request.member, at=now())
        except (pictures.NotAPicture, rules.WrongState) as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The picture is added, without anything hidden in it."))
            return redirect("publishing:post", org=request.organization.slug, pk=pk)
    return render(request, "publishing/picture.html", {"form": form, "post": post}, status=422 if form.errors else 200)


@needs("publishing.write")
@require_POST
def picture_remove(request: Request, pk: int, picture: int) -> HttpResponse:
    post = queries.access_post(request.organization, pk)
    try:
        actions.remove_picture(post=post, picture_id=picture, by=request.member, at=now())
    except rules.WrongState as error:
        messages.error(request, str(error))
    return redirect("publishing:post", org=request.organization.slug, pk=pk)


@needs("publishing.read")
def picture(request: Request, pk: int, picture: int) -> HttpResponse:
    """The picture itself, for those who may read the post."""
    post = queries.access_post(request.organization, pk)
    found = next((one for one in post.pictures.all() if one.pk == picture), None)
    if found is None:
        raise Http404("No such picture.")
    try:
        content = blobs.get(post.organization_id, found.sha256)
    except FileNotFoundError as error:
        raise Http404("The picture is missing on disk.") from error
    response = HttpResponse(content, content_type=found.mime)
    response["Cache-Control"] = "private, max-age=3600"
    return response


@needs("publishing.write")
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    post = queries.access_post(request.organization, pk)
    try:
        actions.discard(post=post, by=request.member, at=now())
    except rules.WrongState as error:
        messages.error(request, str(error))
        return redirect("publishing:post", org=request.organization.slug, pk=pk)
    messages.success(request, _("The draft is thrown away."))
    return redirect("publishing:calendar", org=request.organization.slug)

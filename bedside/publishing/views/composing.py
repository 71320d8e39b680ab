"""Writing: the text, a wording for each network where it differs, pictures with words, the checks beside it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bedside.guard.media import hidden_in, names_in, removed_sentence
from bedside.guard.plain import advise, reading
from bedside.guard.queries import askable, examine, policy_of
from bedside.guard.shapes import Finding
from bedside.kit import blobs, pictures, videos
from bedside.kit.times import now
from bedside.organizations.access import Request, needs
from bedside.publishing import actions, queries, rules
from bedside.publishing.forms import PictureForm, PostForm, ShownForm
from bedside.publishing.models import Post
from bedside.publishing.rules import State


@needs("publishing.write")
def write(request: Request) -> HttpResponse:
    """A new draft; with `next=ask` its approval is asked for at once."""
    initial = {"due_date": request.GET.get("day", "")} if request.GET.get("day") else {}
    if words := request.GET.get("text", "").replace("\x00", "")[:5_000]:
        initial["text"] = words  # proposed by another page; nothing is kept until somebody saves it
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
    if step == "officer":
        return redirect(reverse("publishing:post", args=[slug, post.pk]) + "#ask-officer")
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
    policy = policy_of(request.organization)
    verdict = examine(organization=request.organization, text=text, kind="post", policy=policy)
    fits = [
        rules.fit(text, rules.Content(), network=queries.network_of(account), whole=False)
        for account in queries.accounts_to_choose(request.organization)
    ]
    language = request.POST.get("language", "en")[:10]
    context = {
        "verdict": verdict,
        "fits": fits if text.strip() else [],
        "askable": askable(verdict, policy),
        "advice": advise(text, kind="post", language=language),
        "reading": reading(text, language) if text.strip() else None,
    }
    # A release of a correction is asked for from its own form, on the page of its post.
    post = request.GET.get("correction", "")
    context["correction_of"] = post if post.isdecimal() and len(post) < 16 else ""
    return render(request, "publishing/_checked.html", context)


@needs("publishing.write")
def picture_add(request: Request, pk: int) -> HttpResponse:
    """A picture for a draft, with the words that stand for it."""
    post = queries.access_post(request.organization, pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload, alt = form.cleaned_data["file"], form.cleaned_data["alt"]
        try:
            content = upload.read(videos.MOST_BYTES + 1)
            if videos.looks_like(content):
                captions = form.cleaned_data["captions"]
                actions.add_film(post=post, content=content, alt=alt, captions=captions, by=request.member, at=now())
                messages.success(request, _("The film is added, without the place and time in its file."))
                return redirect("publishing:post", org=request.organization.slug, pk=pk)
            actions.add_picture(post=post, content=content, alt=alt, by=request.member, at=now())
        except (pictures.NotAPicture, videos.NotAFilm, rules.WrongState) as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The picture is added, without anything hidden in it."))
            _tell_hidden(request, content, upload.name or "")
            return redirect("publishing:post", org=request.organization.slug, pk=pk)
    return render(request, "publishing/picture.html", {"form": form, "post": post}, status=422 if form.errors else 200)


def _tell_hidden(request: Request, content: bytes, filename: str) -> None:
    """What the file told beside its pixels, by its data and its name; never the data themselves."""
    if removed := removed_sentence(hidden_in(content)):
        messages.info(request, removed)

    def read(text: str) -> Sequence[Finding]:
        return examine(organization=request.organization, text=text, kind="post").findings

    for finding in names_in(filename, read):
        messages.warning(request, f"{finding.reason} {finding.suggestion}")


@needs("publishing.write")
@require_POST
def picture_shown(request: Request, pk: int, picture: int) -> HttpResponse:
    """Says who a picture shows, and what they signed."""
    post = queries.access_post(request.organization, pk)
    if picture not in [one.pk for one in post.pictures.all()]:
        raise Http404("No such picture.")
    form = ShownForm(request.POST, auto_id=f"id_{picture}_%s")
    if not form.is_valid():
        from bedside.publishing.views.post import page

        return page(request, post, status=422, shown={picture: form})
    try:
        actions.say_shown(post=post, picture_id=picture, by=request.member, at=now(), **form.cleaned_data)
    except rules.WrongState as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is kept with the picture, and whoever approves sees it."))
    return redirect("publishing:post", org=request.organization.slug, pk=pk)


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


@needs("publishing.read")
def captions(request: Request, pk: int, picture: int) -> HttpResponse:
    """What is said in a film, for the player on the page."""
    post = queries.access_post(request.organization, pk)
    found = next((one for one in post.pictures.all() if one.pk == picture), None)
    if found is None:
        raise Http404("No such film.")
    return HttpResponse(found.captions or "WEBVTT\n", content_type="text/vtt; charset=utf-8")


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
